//! What the machine could do at most: arithmetic, and reading weights.

mod caches;
mod peak;
mod read;

use nn_runtime::simd::Level;

pub use self::caches::Cache;
use crate::row::Row;
use crate::time::{Task, Time};

/// The probes of one instruction set: tasks to be timed together with what is compared with them.
#[derive(Debug)]
pub struct Probes {
    level: Level,
    buffers: Vec<read::Buffer>,
}

impl Probes {
    /// The probes of `level`: of its arithmetic, and of each cache of this machine.
    #[must_use]
    pub fn new(level: Level) -> Self {
        Self { level, buffers: caches::caches().into_iter().map(read::Buffer::new).collect() }
    }

    /// The tasks: [`Self::machine`] takes their times.
    #[must_use]
    pub fn tasks(&self) -> Vec<Task<'_>> {
        let level = self.level;
        let peak: Task<'_> = Box::new(move |times| peak::run(level, times));
        let reads = self.buffers.iter().map(|buffer| -> Task<'_> { Box::new(move |times| buffer.run(level, times)) });
        std::iter::once(peak).chain(reads).collect()
    }

    /// What the machine does at its best, from the least times of [`Self::tasks`].
    ///
    /// # Panics
    ///
    /// If there are not as many times as tasks.
    #[must_use]
    pub fn machine(&self, times: &[Time]) -> Machine {
        assert_eq!(times.len(), 1 + self.buffers.len(), "a machine has a time for each probe");
        let reads = self.buffers.iter().zip(&times[1..]);
        Machine {
            flops: peak::flops(self.level) / times[0].min,
            caches: reads.map(|(buffer, time)| (buffer.cache, buffer.bytes() / time.min)).collect(),
        }
    }
}

/// The limits of one core at one instruction set.
#[derive(Clone, Debug)]
pub struct Machine {
    /// Multiplications and additions of `f32`, each counted, per nanosecond: GFLOP/s.
    pub flops: f64,
    /// Each cache, the innermost first, and the bytes per nanosecond, GB/s, that can be read from it into arithmetic.
    pub caches: Vec<(Cache, f64)>,
}

impl Machine {
    /// The least nanoseconds that a call of `row` can take: its arithmetic at full speed, or each weight read once from
    /// the innermost cache that holds all of them (or the outermost).
    #[must_use]
    pub fn least(&self, row: &Row) -> f64 {
        let fits = self.caches.iter().find(|(cache, _)| row.weight_bytes <= cache.bytes);
        let bandwidth = fits.or(self.caches.last()).map_or(f64::INFINITY, |(_, bandwidth)| *bandwidth);
        (row.flops as f64 / self.flops).max(row.weight_bytes as f64 / bandwidth)
    }
}
