//! How slow networks are in debug builds, and what profiles make of it.
//!
//! ```text
//! cargo run --release -p benches --bin debug_builds
//! ```

use std::error::Error;
use std::process::{Command, ExitCode};

use benches::networks::NETWORKS;
use benches::scratch::{Program, Scratch};

/// Profiles: the scratch crate's name, the tables of its manifest, and the directory of what they build.
const PROFILES: [(&str, &str, &str); 6] = [
    ("as it is", "", "debug"),
    ("nn-runtime optimised", "[profile.dev.package.nn-runtime]\nopt-level = 3\n", "debug"),
    ("all dependencies optimised", "[profile.dev.package.\"*\"]\nopt-level = 3\n", "debug"),
    ("opt-level = 1", "[profile.dev]\nopt-level = 1\n", "debug"),
    (
        "opt-level = 1, dependencies 3",
        "[profile.dev]\nopt-level = 1\n[profile.dev.package.\"*\"]\nopt-level = 3\n",
        "debug",
    ),
    ("--release", "", "release"),
];

/// Prints the least nanoseconds that a forward pass takes.
const BODY: &str = "
    let net = Net::boxed_init(7);
    let input = black_box(<Net as Network>::Input::ZEROS);
    let start = std::time::Instant::now();
    let mut least = f64::INFINITY;
    let mut times = 1;
    while start.elapsed().as_millis() < 500 {
        let sample = std::time::Instant::now();
        for _ in 0..times {
            black_box(black_box(&net).forward(black_box(&input)));
        }
        let elapsed = sample.elapsed().as_nanos() as f64;
        least = least.min(elapsed / f64::from(times));
        if elapsed < 100_000.0 {
            times *= 2;
        }
    }
    println!(\"{least}\");";

fn main() -> ExitCode {
    benches::end(run())
}

fn run() -> Result<(), Box<dyn Error>> {
    println!("Microseconds of a forward pass of one sample, and seconds to build the program of the last network\n");
    print!("{:<32}", "");
    for network in NETWORKS {
        print!("{:>11}", network.name);
    }
    println!("{:>11}", "build");
    for (title, profiles, directory) in PROFILES {
        print!("{title:<32}");
        let scratch = Scratch::new(&format!("debug_{}", title.replace([' ', ',', '='], "_")), "", profiles)?;
        let command: &[&str] = if directory == "debug" { &["build"] } else { &["build", "--release"] };
        scratch.compile(&Program::empty(), command)?;
        let mut build = 0.0;
        for network in NETWORKS {
            let program = Program::new(&network.name.to_lowercase(), network.layers, BODY);
            build = scratch.compile(&program, command)?.0.wall.as_secs_f64();
            let output = Command::new(scratch.executable(&program, directory)).output()?;
            let nanoseconds: f64 = String::from_utf8(output.stdout)?.trim().parse()?;
            print!("{:>11.3}", nanoseconds / 1000.0);
        }
        println!("{build:>11.2}");
    }
    Ok(())
}
