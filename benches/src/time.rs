//! Interleaved timing: on a shared machine two numbers can be compared only if they were measured in turn.

use std::time::{Duration, Instant};

/// Does something a number of times: what is measured.
pub type Task<'a> = Box<dyn FnMut(u64) + 'a>;

/// A task of a function that does it once.
pub fn each<'a>(mut once: impl FnMut() + 'a) -> Task<'a> {
    Box::new(move |times| {
        for _ in 0..times {
            once();
        }
    })
}

/// What one time takes, in nanoseconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Time {
    /// The least: what it takes when nothing else disturbs it.
    pub min: f64,
    /// The median of all samples.
    pub median: f64,
}

/// How long one sample is at least: long against the clock, short against the slice of a scheduler, so that some samples
/// are undisturbed.
const SAMPLE: Duration = Duration::from_micros(100);

/// The fewest rounds, whatever the budget.
const ROUNDS: usize = 11;

/// Measures each task: one sample of each in turn, until `budget` is used up.
///
/// Each sample begins with one time that isn't measured, which brings the task's data back into the caches.
pub fn interleaved(tasks: &mut [Task<'_>], budget: Duration) -> Vec<Time> {
    let times: Vec<u64> = tasks.iter_mut().map(calibrate).collect();
    let mut samples = vec![Vec::new(); tasks.len()];
    let start = Instant::now();
    let mut rounds = 0;
    while rounds < ROUNDS || start.elapsed() < budget {
        for ((task, &times), samples) in tasks.iter_mut().zip(&times).zip(&mut samples) {
            task(1);
            samples.push(nanoseconds(task, times) / times as f64);
        }
        rounds += 1;
    }
    samples.into_iter().map(summary).collect()
}

/// How many times fill a sample. The least of several counts, since an interruption would look like work.
fn calibrate(task: &mut Task<'_>) -> u64 {
    let mut times = 1;
    loop {
        let elapsed = (0..3).map(|_| nanoseconds(task, times)).fold(f64::INFINITY, f64::min);
        if elapsed >= SAMPLE.as_nanos() as f64 {
            return times;
        }
        times *= 2;
    }
}

fn nanoseconds(task: &mut Task<'_>, times: u64) -> f64 {
    let start = Instant::now();
    task(times);
    start.elapsed().as_nanos() as f64
}

fn summary(mut samples: Vec<f64>) -> Time {
    samples.sort_by(f64::total_cmp);
    Time { min: samples[0], median: samples[samples.len() / 2] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_task_of_four_times_the_work_takes_about_four_times_as_long() {
        let work = |additions: u64| {
            each(move || {
                let mut sum = 0_u64;
                for i in 0..additions {
                    sum = std::hint::black_box(sum + i);
                }
            })
        };
        let times = interleaved(&mut [work(1000), work(4000)], Duration::from_millis(50));
        let ratio = times[1].min / times[0].min;
        assert!((2.0..8.0).contains(&ratio), "{times:?}");
        assert!(times.iter().all(|time| time.min <= time.median));
    }
}
