//! Merges the results of all peers into one table, in Markdown.

use std::fmt::Write as _;
use std::process::ExitCode;

use benches::networks::ROWS;
use harness::{Measured, Results};

fn main() -> ExitCode {
    benches::end(Results::read_all().map(|results| print!("{}", table(&results))))
}

/// A line for each row that was measured: ours, how near it is to the machine's limit, and how many times as long each
/// peer takes.
fn table(peers: &[Results]) -> String {
    let mut text = String::from("| row | ours, ns | of the roofline | best peer |");
    let mut rule = String::from("|---|---|---|---|");
    for peer in peers {
        let _ = write!(text, " {}{} |", peer.name, if peer.whole { "" } else { ", products only" });
        rule.push_str("---|");
    }
    let _ = writeln!(text, "\n{rule}");
    for row in ROWS {
        let row = row.to_string();
        let measured: Vec<_> = peers.iter().map(|peer| (peer, peer.rows.iter().find(|own| own.row == row))).collect();
        let Some(ours) = fastest(measured.iter().filter_map(|(_, measured)| *measured)) else { continue };
        let whole = measured.iter().filter(|(peer, _)| peer.whole);
        let best = whole
            .filter_map(|(peer, measured)| Some((peer, (*measured)?)))
            .min_by(|(_, a), (_, b)| a.ratio().total_cmp(&b.ratio()))
            .map_or_else(|| "–".to_owned(), |(peer, measured)| format!("{:.2} {}", measured.ratio(), peer.name));
        let _ = write!(text, "| {row} | {} | {:.2} | {best} |", nanoseconds(ours.ours.min), ours.fraction());
        for (_, measured) in measured {
            let cell = measured.map_or_else(|| "–".to_owned(), |measured| format!("{:.2}", measured.ratio()));
            let _ = write!(text, " {cell} |");
        }
        text.push('\n');
    }
    text
}

/// The run in which ours was disturbed least. Only the ratios of one run are compared, never times of several.
fn fastest<'a>(runs: impl Iterator<Item = &'a Measured>) -> Option<&'a Measured> {
    runs.min_by(|a, b| a.ours.min.total_cmp(&b.ours.min))
}

/// With tenths where they matter.
fn nanoseconds(time: f64) -> String {
    if time < 100.0 { format!("{time:.1}") } else { format!("{time:.0}") }
}

#[cfg(test)]
mod tests {
    use benches::time::Time;

    use super::*;

    fn peer(name: &str, whole: bool, row: &str, ours: f64, peer: f64) -> Results {
        let time = |min| Time { min, median: min };
        let rows = vec![Measured { row: row.to_owned(), ours: time(ours), peer: time(peer), least: 5.0 }];
        Results { name: name.to_owned(), whole, rows }
    }

    #[test]
    fn the_best_peer_is_that_of_the_least_ratio_that_computes_whole_networks() {
        let peers = [
            peer("x", true, "A1", 10.0, 30.0),
            peer("y", true, "A1", 20.0, 40.0),
            peer("z", false, "A1", 10.0, 11.0),
            peer("w", true, "D1", 5000.4, 2500.2),
        ];
        let expected = "\
| row | ours, ns | of the roofline | best peer | x | y | z, products only | w |
|---|---|---|---|---|---|---|---|
| A1 | 10.0 | 0.50 | 2.00 y | 3.00 | 2.00 | 1.10 | – |
| D1 | 5000 | 0.00 | 0.50 w | – | – | – | 0.50 |
";
        assert_eq!(table(&peers), expected);
    }
}
