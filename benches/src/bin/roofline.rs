//! What this machine can do, and how near to it each row comes.
//!
//! ```text
//! cargo run --release -p benches --bin roofline [--level avx512|avx2|sse2] [--seconds 10] [row..]
//! ```

use std::error::Error;
use std::process::ExitCode;
use std::time::Duration;

use benches::level_name;
use benches::networks::ROWS;
use benches::roofline::Probes;
use benches::row::{Row, Subject};
use benches::time::{Task, interleaved};
use nn_runtime::simd::{Level, best, levels};

fn main() -> ExitCode {
    benches::end(Arguments::read().map(|arguments| run(&arguments)))
}

/// What was asked for.
struct Arguments {
    /// Absent: the best, by the functions that users call.
    level: Option<Level>,
    budget: Duration,
    rows: Vec<Row>,
}

impl Arguments {
    fn read() -> Result<Self, Box<dyn Error>> {
        let mut result = Self { level: None, budget: Duration::from_secs(10), rows: Vec::new() };
        let mut arguments = std::env::args().skip(1);
        while let Some(argument) = arguments.next() {
            match argument.as_str() {
                "--level" => result.level = Some(level(&arguments.next().unwrap_or_default())?),
                "--seconds" => {
                    let seconds = arguments.next().unwrap_or_default();
                    let seconds = seconds.parse().map_err(|_| format!("`{seconds}` is not a number of seconds"))?;
                    result.budget = Duration::try_from_secs_f64(seconds)?;
                }
                name => result.rows.push(row(name)?),
            }
        }
        if result.rows.is_empty() {
            result.rows = ROWS.to_vec();
        }
        Ok(result)
    }
}

fn level(name: &str) -> Result<Level, String> {
    let names = || levels().map(level_name).collect::<Vec<_>>().join(", ");
    levels()
        .find(|level| level_name(*level).eq_ignore_ascii_case(name))
        .ok_or_else(|| format!("this machine has no level `{name}`; it has {}", names()))
}

fn row(name: &str) -> Result<Row, String> {
    ROWS.iter().find(|row| row.to_string().eq_ignore_ascii_case(name)).copied().ok_or_else(|| {
        format!(
            "there is no row `{name}`; there are {}",
            ROWS.iter().map(Row::to_string).collect::<Vec<_>>().join(", ")
        )
    })
}

fn run(arguments: &Arguments) {
    let level = arguments.level.unwrap_or_else(best);
    let probes = Probes::new(level);
    let mut subjects: Vec<Box<dyn Subject>> = arguments.rows.iter().map(Row::subject).collect();
    let mut tasks = probes.tasks();
    let machine_tasks = tasks.len();
    for subject in &mut subjects {
        tasks.push(match arguments.level {
            Some(level) => Box::new(move |times| subject.run_at(level, times)) as Task<'_>,
            None => Box::new(|times| subject.run(times)),
        });
    }
    let times = interleaved(&mut tasks, arguments.budget);

    let machine = probes.machine(&times[..machine_tasks]);
    println!("{}: {:.1} GFLOP/s", level_name(level), machine.flops);
    for (cache, bandwidth) in &machine.caches {
        println!("L{} of {} KiB: {bandwidth:.1} GB/s", cache.level, cache.bytes >> 10);
    }
    println!(
        "\n{:<6} {:>12} {:>12} {:>9} {:>12} {:>9}",
        "row", "ns, min", "ns, median", "GFLOP/s", "least ns", "fraction"
    );
    for (row, time) in arguments.rows.iter().zip(&times[machine_tasks..]) {
        let least = machine.least(row);
        println!(
            "{row:<6} {:>12.1} {:>12.1} {:>9.1} {least:>12.1} {:>9.2}",
            time.min,
            time.median,
            row.flops as f64 / time.min,
            least / time.min
        );
    }
}
