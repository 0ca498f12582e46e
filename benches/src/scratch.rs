//! Crates of programs that use the runtime, made in `target/` to see what building them costs.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

/// The repository.
const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// A program: its name and its text.
#[derive(Clone, Debug)]
pub struct Program {
    /// The name, which is a file's too.
    pub name: String,
    source: String,
}

impl Program {
    /// What the others are compared with: a program that links the runtime and uses nothing of it.
    #[must_use]
    pub fn empty() -> Self {
        Self { name: "empty".into(), source: "use nn_runtime as _;\n\nfn main() {}\n".into() }
    }

    /// A program with the network `Net` of these layers, and `body` as its `main`.
    #[must_use]
    pub fn new(name: &str, layers: &str, body: &str) -> Self {
        let source = format!(
            "use std::hint::black_box;\n\n\
             use nn_runtime::{{Network, Tensor, sequential}};\n\n\
             sequential! {{\n    struct Net {{\n{layers}\n    }}\n}}\n\n\
             fn main() {{\n{body}\n}}\n"
        );
        Self { name: name.into(), source }
    }
}

/// What a command took.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    /// What one waits for.
    pub wall: Duration,
    /// What the processors did for it, on systems that tell (Linux): it is disturbed less by what else they do.
    pub cpu: Option<Duration>,
}

impl Cost {
    /// The least of each.
    #[must_use]
    pub fn min(self, other: Self) -> Self {
        Self { wall: self.wall.min(other.wall), cpu: self.cpu.min(other.cpu) }
    }

    /// What this costs more than `other`.
    #[must_use]
    pub fn above(self, other: Self) -> Self {
        let cpu = self.cpu.zip(other.cpu).map(|(this, other)| this.saturating_sub(other));
        Self { wall: self.wall.saturating_sub(other.wall), cpu }
    }
}

/// A crate that depends on the runtime, with its own target directory.
#[derive(Debug)]
pub struct Scratch {
    directory: PathBuf,
    environment: Vec<(&'static str, &'static str)>,
}

impl Scratch {
    /// A crate in `target/scratch/<name>`. `options` are what its manifest says of the dependency besides the path,
    /// `profiles` are tables of its own.
    ///
    /// # Errors
    ///
    /// If it can't be written, or its dependencies not be fetched.
    pub fn new(name: &str, options: &str, profiles: &str) -> Result<Self, Box<dyn Error>> {
        // target/<profile>/<this program>
        let executable = std::env::current_exe()?;
        let target = executable.ancestors().nth(2).ok_or("this program is in no target directory")?;
        let directory = target.join("scratch").join(name);
        fs::create_dir_all(directory.join("src/bin"))?;
        let runtime = format!("{ROOT}/nn-runtime");
        fs::write(
            directory.join("Cargo.toml"),
            format!(
                "[package]\nname = \"scratch\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
                 [dependencies]\nnn-runtime = {{ path = {runtime:?}{options} }}\n\n{profiles}\n[workspace]\n"
            ),
        )?;
        // The same versions as here.
        fs::copy(Path::new(ROOT).join("Cargo.lock"), directory.join("Cargo.lock"))?;
        let scratch = Self { directory, environment: vec![("CARGO_INCREMENTAL", "0")] };
        scratch.write(&Program::empty())?;
        scratch.cargo(&["fetch"])?;
        Ok(scratch)
    }

    /// Sets a variable for all commands.
    #[must_use]
    pub fn with(mut self, variable: &'static str, value: &'static str) -> Self {
        self.environment.push((variable, value));
        self
    }

    /// Writes a program; again, if it was there, so that it must be compiled anew.
    ///
    /// # Errors
    ///
    /// If it can't be written.
    pub fn write(&self, program: &Program) -> Result<(), Box<dyn Error>> {
        let path = self.source(program);
        fs::write(&path, &program.source)?;
        fs::File::options().append(true).open(path)?.set_modified(SystemTime::now())?;
        Ok(())
    }

    /// Forgets all that was built.
    ///
    /// # Errors
    ///
    /// If it can't be removed.
    pub fn clean(&self) -> Result<(), Box<dyn Error>> {
        let target = self.target();
        if target.exists() {
            fs::remove_dir_all(target)?;
        }
        Ok(())
    }

    /// Runs cargo. Returns what it took and what it said.
    ///
    /// # Errors
    ///
    /// If it fails: what it said.
    pub fn cargo(&self, arguments: &[&str]) -> Result<(Cost, String), Box<dyn Error>> {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()));
        command.args(arguments).current_dir(&self.directory).stdin(Stdio::null());
        command.env("CARGO_TARGET_DIR", self.target()).envs(self.environment.iter().copied());
        let (start, cpu) = (Instant::now(), children());
        let output = command.output()?;
        let wall = start.elapsed();
        let cpu = children().zip(cpu).map(|(after, before)| after.saturating_sub(before));
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        if output.status.success() {
            Ok((Cost { wall, cpu }, said))
        } else {
            Err(format!("cargo {}\n{said}", arguments.join(" ")).into())
        }
    }

    /// What it takes to `check` or `build` a program that is not built yet.
    ///
    /// # Errors
    ///
    /// If it doesn't compile.
    pub fn compile(&self, program: &Program, command: &[&str]) -> Result<(Cost, String), Box<dyn Error>> {
        self.write(program)?;
        self.cargo(&[command, &["--bin", &program.name]].concat())
    }

    /// Where a built program is; `profile` is `debug` or `release`.
    #[must_use]
    pub fn executable(&self, program: &Program, profile: &str) -> PathBuf {
        self.target().join(profile).join(format!("{}{}", program.name, std::env::consts::EXE_SUFFIX))
    }

    fn source(&self, program: &Program) -> PathBuf {
        self.directory.join("src/bin").join(&program.name).with_extension("rs")
    }

    fn target(&self) -> PathBuf {
        self.directory.join("target")
    }
}

/// The processors' time that all children took that have ended.
fn children() -> Option<Duration> {
    const TICKS_PER_SECOND: u64 = 100;
    let status = fs::read_to_string("/proc/self/stat").ok()?;
    // The second field, a name in brackets, may have spaces in it: what follows it begins with the third.
    let fields: Vec<&str> = status.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks: u64 = fields.get(13)?.parse::<u64>().ok()? + fields.get(14)?.parse::<u64>().ok()?;
    Some(Duration::from_millis(ticks * 1000 / TICKS_PER_SECOND))
}
