//! What the examples share: rows of numbers from a file, and the table of who was taken for whom.

use std::fmt;

/// The rows of a file of numbers separated by commas.
pub(crate) fn rows(text: &str) -> impl Iterator<Item = Vec<f32>> + '_ {
    text.lines().map(|line| line.split(',').map(|number| number.parse().expect("the file has numbers only")).collect())
}

/// How often each class (a row) was taken for each (a column).
pub(crate) struct Confusion<'a> {
    names: &'a [&'a str],
    counts: Vec<usize>,
}

impl<'a> Confusion<'a> {
    /// Nothing counted yet.
    pub(crate) fn new(names: &'a [&'a str]) -> Self {
        Self { names, counts: vec![0; names.len() * names.len()] }
    }

    /// One more of class `actual`, which was taken for `predicted`.
    pub(crate) fn count(&mut self, actual: usize, predicted: usize) {
        self.counts[actual * self.names.len() + predicted] += 1;
    }

    /// The part of all that was classified rightly, from 0 to 1.
    pub(crate) fn accuracy(&self) -> f64 {
        let right: usize = (0..self.names.len()).map(|class| self.counts[class * self.names.len() + class]).sum();
        right as f64 / self.counts.iter().sum::<usize>() as f64
    }
}

impl fmt::Display for Confusion<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.names.iter().map(|name| name.len()).max().unwrap_or(0).max(4);
        write!(f, "{:width$} ", "")?;
        for name in self.names {
            write!(f, " {name:>width$}")?;
        }
        for (name, row) in self.names.iter().zip(self.counts.chunks(self.names.len())) {
            write!(f, "\n{name:>width$} ")?;
            for count in row {
                match count {
                    0 => write!(f, " {:>width$}", "·")?,
                    count => write!(f, " {count:>width$}")?,
                }
            }
        }
        Ok(())
    }
}
