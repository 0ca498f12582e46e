//! Crates that tests compile. They are copied into the target folder first, and compiled with the versions of
//! `Cargo.lock`.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

/// A copy of a folder of `tests`.
pub(crate) struct Fixture {
    /// Where it is.
    pub(crate) path: PathBuf,
}

impl Fixture {
    /// Copies `folder`, whose manifest names this project's crate by a relative path.
    pub(crate) fn copy(folder: &str) -> Self {
        let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = tests.parent().expect("the workspace");
        let source = tests.join(folder);
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(folder);
        copy(&source, &path).unwrap();
        let manifest = fs::read_to_string(source.join("Cargo.toml")).unwrap();
        let up = "../".repeat(1 + Path::new(folder).components().count());
        let runtime = format!("'{}'", root.join("nn-runtime").display());
        write(&path.join("Cargo.toml"), manifest.replace(&format!("\"{up}nn-runtime\""), &runtime).as_bytes()).unwrap();
        write(&path.join("Cargo.lock"), &fs::read(root.join("Cargo.lock")).unwrap()).unwrap();
        Self { path }
    }

    /// Writes a file of the copy.
    #[allow(dead_code, reason = "one of the programs that include this doesn't need it")]
    pub(crate) fn write(&self, file: &str, bytes: &[u8]) {
        write(&self.path.join(file), bytes).unwrap();
    }

    /// A cargo that builds the copy, and hasn't been told what the outer one was.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO"));
        command.env_remove("CARGO_BUILD_TARGET").env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
        command.env("CARGO_PROFILE_DEV_DEBUG", "line-tables-only");
        command.current_dir(&self.path).args(arguments).arg("--quiet");
        command.arg("--target-dir").arg(self.path.join("target"));
        command
    }
}

/// Writes what is new only, so that nothing is compiled again without need.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if fs::read(path).is_ok_and(|old| old == bytes) { Ok(()) } else { fs::write(path, bytes) }
}

/// Copies a folder's sources.
fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        match source.file_name().and_then(|name| name.to_str()) {
            Some("target" | "Cargo.lock") => {}
            _ if source.is_dir() => copy(&source, &target)?,
            _ => write(&target, &fs::read(&source)?)?,
        }
    }
    Ok(())
}
