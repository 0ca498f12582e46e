//! The program that each peer is.

use std::process::ExitCode;
use std::time::Duration;

use benches::networks::ROWS;
use benches::roofline::Probes;
use benches::row::Row;
use benches::time::{Task, interleaved};
use nn_runtime::simd;

use crate::compare::{compare, products};
use crate::{Case, Measured, Outcome, Prepared, Results};

/// One of those that do the same.
#[derive(Clone, Copy)]
pub struct Peer {
    /// What heads its column.
    pub name: &'static str,
    /// The name of its file of results.
    pub file: &'static str,
    /// What it computes.
    pub computes: Computes,
    /// Makes a row ready to run.
    pub prepare: fn(&Case) -> Prepared,
}

/// What a peer computes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Computes {
    /// All that the networks do.
    Network,
    /// Only the matrix products of their layers, one after the other. Ours always computes whole networks.
    Products,
}

/// Compares and measures a peer on the rows that are named on the command line, or on all of its own.
#[must_use]
pub fn main(peer: &Peer) -> ExitCode {
    benches::end(Arguments::read().and_then(|arguments| run(peer, &arguments)))
}

/// What was asked for: `[--seconds 2] [row..]`.
struct Arguments {
    /// For each row.
    budget: Duration,
    rows: Vec<Row>,
}

impl Arguments {
    fn read() -> Outcome<Self> {
        let mut result = Self { budget: Duration::from_secs(2), rows: Vec::new() };
        let mut arguments = std::env::args().skip(1);
        while let Some(argument) = arguments.next() {
            if argument == "--seconds" {
                let seconds = arguments.next().unwrap_or_default();
                let seconds = seconds.parse().map_err(|_| format!("`{seconds}` is not a number of seconds"))?;
                result.budget = Duration::try_from_secs_f64(seconds)?;
            } else {
                let row = ROWS.iter().find(|row| row.to_string().eq_ignore_ascii_case(&argument));
                result.rows.push(*row.ok_or_else(|| format!("there is no row `{argument}`"))?);
            }
        }
        if result.rows.is_empty() {
            result.rows = ROWS.to_vec();
        }
        Ok(result)
    }
}

fn run(peer: &Peer, arguments: &Arguments) -> Outcome<()> {
    if std::env::var("RAYON_NUM_THREADS").as_deref() != Ok("1") {
        return Err("one thread against one thread: run it by cargo in the directory of this workspace, which sets \
                    RAYON_NUM_THREADS=1"
            .into());
    }
    println!(
        "{:<6} {:>12} {:>12}   {:>12} {:>12} {:>8} {:>9}",
        "row", "ours, ns min", "median", "peer, ns min", "median", "ratio", "roofline"
    );
    let (mut rows, mut failed) = (Vec::new(), Vec::new());
    for &row in &arguments.rows {
        match measure(peer, row, arguments.budget) {
            Ok(Some(measured)) => {
                print(&measured);
                rows.push(measured);
            }
            Ok(None) => {}
            // The other rows are worth something still.
            Err(error) => {
                println!("{row:<6} {error}");
                failed.push(row.to_string());
            }
        }
    }
    Results { name: peer.name.to_owned(), whole: peer.computes == Computes::Network, rows }.merge(peer.file)?;
    if failed.is_empty() { Ok(()) } else { Err(format!("no result for {}", failed.join(", ")).into()) }
}

fn print(measured: &Measured) {
    println!(
        "{:<6} {:>12.1} {:>12.1}   {:>12.1} {:>12.1} {:>8.2} {:>9.2}",
        measured.row,
        measured.ours.min,
        measured.ours.median,
        measured.peer.min,
        measured.peer.median,
        measured.ratio(),
        measured.fraction()
    );
}

/// Compares the outputs, then takes the times of the machine, ours and the peer in turn.
fn measure(peer: &Peer, row: Row, budget: Duration) -> Outcome<Option<Measured>> {
    let mut subject = row.subject();
    let case = Case::new(row, &mut *subject)?;
    let Some(mut forward) = (peer.prepare)(&case)? else { return Ok(None) };

    let mut outputs = vec![f32::NAN; case.outputs()];
    forward.forward(case.inputs(), &mut outputs)?;
    let expected = match peer.computes {
        Computes::Network => subject.outputs().into_iter().map(f64::from).collect(),
        Computes::Products => products(&case)?,
    };
    compare(&expected, &outputs)?;

    let probes = Probes::new(simd::best());
    let mut tasks = probes.tasks();
    let machine = tasks.len();
    tasks.push(Box::new(|times| subject.run(times)) as Task<'_>);
    tasks.push(Box::new(|times| forward.repeat(times, case.inputs(), &mut outputs)));
    let times = interleaved(&mut tasks, budget);
    Ok(Some(Measured {
        row: row.to_string(),
        ours: times[machine],
        peer: times[machine + 1],
        least: probes.machine(&times[..machine]).least(&row),
    }))
}
