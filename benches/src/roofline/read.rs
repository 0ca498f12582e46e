//! Numbers read as operands of arithmetic, as weights are.

use std::hint::black_box;

use fearless_simd::{Simd, SimdBase, SimdFloat};
use nn_runtime::simd::{self, Kernel, Level};

use super::Cache;

/// Independent sums, as in [`super::peak`]; one register less is left, since SSE2 needs it for what is read.
const SUMS: usize = 12;

/// As much memory as one cache holds well.
#[derive(Debug)]
pub(super) struct Buffer {
    pub(super) cache: Cache,
    memory: Vec<f32>,
}

/// The widest line of any cache, and the widest vector.
const ALIGNMENT: usize = 64;

impl Buffer {
    /// Half of `cache`: the rest is left to others, as a network leaves it to its inputs. Of the outermost cache, which
    /// all cores share, at most 4 MiB, which is what the largest network reads.
    pub(super) fn new(cache: Cache) -> Self {
        let bytes = (cache.bytes / 2).min(4 << 20);
        Self { cache, memory: vec![0.5; (bytes + ALIGNMENT) / size_of::<f32>()] }
    }

    /// The numbers, aligned, in whole steps of the loop at every level.
    fn numbers(&self) -> &[f32] {
        let numbers = &self.memory[self.memory.as_ptr().align_offset(ALIGNMENT)..];
        &numbers[..numbers.len() / (SUMS * 16) * (SUMS * 16)]
    }

    /// The bytes that are read in one time.
    pub(super) fn bytes(&self) -> f64 {
        size_of_val(self.numbers()) as f64
    }

    /// Reads all of it, `times` times.
    pub(super) fn run(&self, level: Level, times: u64) {
        simd::dispatch(level, Read { numbers: self.numbers(), times });
    }
}

struct Read<'a> {
    numbers: &'a [f32],
    times: u64,
}

impl Kernel for Read<'_> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let lanes = S::f32s::LEN;
        let factor = S::f32s::splat(simd, black_box(0.5));
        let mut sums = [S::f32s::splat(simd, 0.0); SUMS];
        // rustc does not know the step, and so can't unroll the loop: each load is to be one instruction that goes through
        // memory in small strides, or the prefetcher of the first cache doesn't see where it goes.
        let step = black_box(SUMS * lanes);
        for _ in 0..self.times {
            let mut at = 0;
            while let Some(numbers) = self.numbers.get(at..at + SUMS * lanes) {
                at += step;
                for (sum, numbers) in sums.iter_mut().zip(numbers.chunks_exact(lanes)) {
                    *sum = S::f32s::from_slice(simd, numbers).mul_add(factor, *sum);
                }
            }
        }
        black_box(sums);
    }
}
