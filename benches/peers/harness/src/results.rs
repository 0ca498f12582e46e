//! What was measured, on the screen and in files.

use std::fmt::Write as _;
use std::fs;

use benches::time::Time;

use crate::Outcome;
use crate::case::workspace;

/// A peer's rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Results {
    /// What heads the peer's column.
    pub name: String,
    /// Whether the peer computed whole networks, or only their matrix products.
    pub whole: bool,
    /// Each row.
    pub rows: Vec<Measured>,
}

/// A row: what ours and the peer took, in one run.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// `D256`.
    pub row: String,
    /// This project.
    pub ours: Time,
    /// The peer.
    pub peer: Time,
    /// The least nanoseconds that the machine allows.
    pub least: f64,
}

impl Measured {
    /// How many times as long the peer takes.
    #[must_use]
    pub fn ratio(&self) -> f64 {
        self.peer.min / self.ours.min
    }

    /// How near ours is to what the machine allows, which is 1.
    #[must_use]
    pub fn fraction(&self) -> f64 {
        self.least / self.ours.min
    }
}

const COLUMNS: &str = "row\tours_min\tours_median\tpeer_min\tpeer_median\tleast";
const NETWORKS: &str = "networks";
const PRODUCTS: &str = "products";

impl Results {
    /// Writes `results/<file>.tsv`, in which rows of former runs stay unless they are measured anew. Times are in
    /// nanoseconds.
    ///
    /// # Errors
    ///
    /// If the file can't be written.
    pub fn merge(mut self, file: &str) -> Outcome<()> {
        let directory = workspace().join("results");
        let path = directory.join(format!("{file}.tsv"));
        if let Some(former) = fs::read_to_string(&path).ok().and_then(|text| Self::from_tsv(&text)) {
            self.keep(former.rows);
        }
        fs::create_dir_all(&directory)?;
        fs::write(&path, self.to_tsv()).map_err(|error| format!("can't write {}: {error}", path.display()))?;
        Ok(())
    }

    fn keep(&mut self, former: Vec<Measured>) {
        for row in former {
            if self.rows.iter().all(|own| own.row != row.row) {
                self.rows.push(row);
            }
        }
    }

    /// All files that were written, in the order of their names.
    ///
    /// # Errors
    ///
    /// If there are none, or one can't be read.
    pub fn read_all() -> Outcome<Vec<Self>> {
        let directory = workspace().join("results");
        let entries = fs::read_dir(&directory)
            .map_err(|error| format!("can't read {}: {error}; run some peers first", directory.display()))?;
        let mut paths = entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>()?;
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "tsv"));
        paths.sort();
        paths
            .iter()
            .map(|path| {
                let text = fs::read_to_string(path)?;
                Self::from_tsv(&text).ok_or_else(|| format!("{} is not a file of results", path.display()).into())
            })
            .collect()
    }

    fn to_tsv(&self) -> String {
        let mut text = format!("{}\t{}\n{COLUMNS}\n", self.name, if self.whole { NETWORKS } else { PRODUCTS });
        for Measured { row, ours, peer, least } in &self.rows {
            // A `String` takes everything.
            let _ = writeln!(text, "{row}\t{}\t{}\t{}\t{}\t{least}", ours.min, ours.median, peer.min, peer.median);
        }
        text
    }

    fn from_tsv(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let (name, computes) = lines.next()?.split_once('\t')?;
        let whole = match computes {
            NETWORKS => true,
            PRODUCTS => false,
            _ => return None,
        };
        if lines.next()? != COLUMNS {
            return None;
        }
        let rows = lines.map(measured).collect::<Option<_>>()?;
        Some(Self { name: name.to_owned(), whole, rows })
    }
}

fn measured(line: &str) -> Option<Measured> {
    let (row, numbers) = line.split_once('\t')?;
    let numbers = numbers.split('\t').map(|number| number.parse().ok()).collect::<Option<Vec<f64>>>()?;
    let &[ours_min, ours_median, peer_min, peer_median, least] = numbers.as_slice() else { return None };
    Some(Measured {
        row: row.to_owned(),
        ours: Time { min: ours_min, median: ours_median },
        peer: Time { min: peer_min, median: peer_median },
        least,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn results(rows: &[(&str, f64)]) -> Results {
        let time = |min| Time { min, median: min * 1.5 };
        let row = |&(row, min): &(&str, f64)| Measured {
            row: row.to_owned(),
            ours: time(min),
            peer: time(min + 10.25),
            least: 7.0,
        };
        Results { name: "Example".to_owned(), whole: false, rows: rows.iter().map(row).collect() }
    }

    #[test]
    fn a_row_that_is_measured_anew_replaces_the_former() {
        let mut now = results(&[("D1", 20.0)]);
        now.keep(results(&[("C1", 10.0), ("D1", 30.0)]).rows);
        assert_eq!(now, results(&[("D1", 20.0), ("C1", 10.0)]));
    }

    #[test]
    fn what_is_written_is_read() {
        let results = results(&[("D1", 10.25)]);
        assert_eq!(Results::from_tsv(&results.to_tsv()), Some(results));
        assert_eq!(Results::from_tsv("Example\tnothing\n"), None);
    }
}
