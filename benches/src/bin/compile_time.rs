//! How long rustc takes for the runtime, and how much longer for a program with a network in it.
//!
//! ```text
//! cargo run --release -p benches --bin compile_time [--clean] [case..]
//! ```
//!
//! With `--clean` also the build of the runtime and all that it depends on, from nothing.

use std::error::Error;
use std::process::ExitCode;
use std::time::Duration;

use benches::networks::NETWORKS;
use benches::scratch::{Cost, Program, Scratch};

/// The most runs of which the least is taken.
const RUNS: usize = 5;

/// What a case may take in all: after it there are no further runs.
const BUDGET: Duration = Duration::from_secs(30);

/// What a user's program does with a network.
const BODY: &str = "
    let net = Net::boxed_init(7);
    let inputs = black_box([<Net as Network>::Input::ZEROS; 2]);
    let mut outputs = [<Net as Network>::Output::ZEROS; 2];
    net.forward_batch(&inputs, &mut outputs);
    black_box((net.forward(&inputs[0]), outputs));";

/// Each way to build: its name, and cargo's words for it.
const COMMANDS: [(&str, &[&str]); 3] =
    [("check", &["check"]), ("build", &["build"]), ("build --release", &["build", "--release"])];

fn main() -> ExitCode {
    let mut names: Vec<String> = std::env::args().skip(1).collect();
    let clean = names.iter().any(|name| name == "--clean");
    names.retain(|name| name != "--clean");
    benches::end(run(clean, &names))
}

fn run(clean: bool, names: &[String]) -> Result<(), Box<dyn Error>> {
    let mut cases = cases();
    if let Some(unknown) = names.iter().find(|name| cases.iter().all(|case| case.program.name != **name)) {
        let known: Vec<&str> = cases.iter().map(|case| case.program.name.as_str()).collect();
        return Err(format!("there is no case `{unknown}`; there are {}", known.join(", ")).into());
    }
    cases.retain(|case| names.is_empty() || names.contains(&case.program.name));

    let scratch = Scratch::new("compile_time", "", "")?;
    if clean {
        self::clean()?;
    }
    println!("Seconds that a program with a network takes more than one without: waited (of the processors)\n");
    print!("{:<16}", "");
    for (name, _) in COMMANDS {
        print!("{name:>20}");
    }
    println!("{:>20}", "macro, ms a layer");
    let mut empty = Vec::new();
    for (_, command) in COMMANDS {
        // The first run builds the runtime.
        scratch.compile(&Program::empty(), command)?;
        empty.push(least(&scratch, &Program::empty(), command)?);
    }
    let expansion = Expansion::new()?;
    for case in &cases {
        print!("{:<16}", case.program.name);
        for ((_, command), empty) in COMMANDS.iter().zip(&empty) {
            print!("{:>20}", seconds(least(&scratch, &case.program, command)?.above(*empty)));
        }
        println!("{:>20.2}", expansion.milliseconds(&case.program)? / (case.layers - 1) as f64);
    }
    Ok(())
}

/// The build of the runtime, from nothing.
fn clean() -> Result<(), Box<dyn Error>> {
    let scratch = Scratch::new("clean", "", "")?;
    println!("Seconds for the runtime with all that it depends on: waited (of the processors)\n");
    for (name, command) in COMMANDS {
        let mut costs = Vec::new();
        for _ in 0..2 {
            scratch.clean()?;
            scratch.write(&Program::empty())?;
            costs.push(scratch.cargo(&[command, &["-p", "nn-runtime"]].concat())?.0);
        }
        println!("{name:<16}{:>20}", seconds(costs.into_iter().reduce(Cost::min).ok_or("no runs")?));
    }
    println!();
    Ok(())
}

/// The least that compiling `program` takes.
fn least(scratch: &Scratch, program: &Program, command: &[&str]) -> Result<Cost, Box<dyn Error>> {
    let (mut best, _) = scratch.compile(program, command)?;
    let mut spent = best.wall;
    for _ in 1..RUNS {
        if spent > BUDGET {
            break;
        }
        let (cost, _) = scratch.compile(program, command)?;
        spent += cost.wall;
        best = best.min(cost);
    }
    Ok(best)
}

fn seconds(cost: Cost) -> String {
    let cpu = cost.cpu.map_or_else(String::new, |cpu| format!(" ({:.2})", cpu.as_secs_f64()));
    format!("{:.2}{cpu}", cost.wall.as_secs_f64())
}

/// The expansion of macros, by rustc's own clock, which it shows to those who ask for unstable options.
struct Expansion {
    scratch: Scratch,
    /// Those of a network of one layer, most of which is the loading of the macro.
    one: f64,
}

impl Expansion {
    fn new() -> Result<Self, Box<dyn Error>> {
        // Apart, since flags are for all crates that are built.
        let scratch =
            Scratch::new("expansion", "", "")?.with("RUSTC_BOOTSTRAP", "1").with("RUSTFLAGS", "-Ztime-passes");
        let one = chain("one", 1, |_| 64).program;
        scratch.compile(&one, &["check"])?;
        let mut this = Self { scratch, one: 0.0 };
        this.one = this.milliseconds(&one)?;
        Ok(this)
    }

    /// The least milliseconds that rustc needs for all macros of `program`, above those for a network of one layer.
    fn milliseconds(&self, program: &Program) -> Result<f64, Box<dyn Error>> {
        let mut best = f64::INFINITY;
        for _ in 0..RUNS {
            let (_, said) = self.scratch.compile(program, &["check"])?;
            let line = said.lines().rfind(|line| line.ends_with("macro_expand_crate"));
            let seconds =
                line.and_then(|line| line.strip_prefix("time:")?.split(';').next()?.trim().parse::<f64>().ok());
            best = best.min(1000.0 * seconds.ok_or("rustc tells no time of `macro_expand_crate`")?);
        }
        Ok(best - self.one)
    }
}

/// A program, and how many layers its network has.
struct Case {
    program: Program,
    layers: usize,
}

fn cases() -> Vec<Case> {
    let mut cases = vec![written("digits", "D"), written("lenet", "F")];
    cases.extend([10, 30, 100].map(|layers| chain(&format!("chain_{layers}"), layers, |_| 64)));
    // As many weights in all as in the chain of 100, but no two layers of one shape.
    cases.push(chain("different_100", 100, |layer| 14 + layer));
    cases
}

/// One of the networks that are measured for speed.
fn written(name: &str, network: &str) -> Case {
    let text = NETWORKS.iter().find(|text| text.name == network).expect("a case is of a network that exists");
    Case { program: Program::new(name, text.layers, BODY), layers: text.count }
}

/// Dense layers one after the other, the `i`th with `size(i)` units; `size(0)` are the inputs.
fn chain(name: &str, layers: usize, size: impl Fn(usize) -> usize) -> Case {
    let text = (1..=layers).map(|layer| {
        let input = if layer == 1 { format!(", input = {}", size(0)) } else { String::new() };
        format!("        dense({}{input}, relu),\n", size(layer))
    });
    Case { program: Program::new(name, &text.collect::<String>(), BODY), layers }
}
