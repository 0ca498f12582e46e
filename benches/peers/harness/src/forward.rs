//! A forward pass of a peer.

use std::hint::black_box;

use crate::Outcome;

/// A row made ready to run by a peer: a closure.
pub trait Forward {
    /// One call: all samples of the row.
    ///
    /// # Errors
    ///
    /// What the peer reports.
    fn forward(&mut self, input: &[f32], output: &mut [f32]) -> Outcome<()>;

    /// Many calls. It is here so that the loop is compiled with the closure in it, as it is for the project's networks:
    /// a call by pointer would be a good part of the smallest network's time.
    ///
    /// # Panics
    ///
    /// If a call fails.
    fn repeat(&mut self, times: u64, input: &[f32], output: &mut [f32]) {
        for _ in 0..times {
            self.forward(black_box(input), output).expect("what ran once runs again");
            black_box(&mut *output);
        }
    }
}

impl<F: FnMut(&[f32], &mut [f32]) -> Outcome<()>> Forward for F {
    fn forward(&mut self, input: &[f32], output: &mut [f32]) -> Outcome<()> {
        self(input, output)
    }
}
