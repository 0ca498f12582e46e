//! Arithmetic in registers and nothing else.

use std::hint::black_box;

use fearless_simd::{Simd, SimdBase, SimdFloat};
use nn_runtime::simd::{self, Kernel, Level};

/// Independent sums: as many as hide the latency of two units of four cycles each, or of a multiplication and an addition
/// after each other; with the two factors they fit sixteen registers.
const SUMS: usize = 14;

/// Steps of one time: some hundred nanoseconds, so that the call is nothing.
const STEPS: u64 = 100;

/// One step of all sums after the other, [`STEPS`] times.
struct Peak {
    times: u64,
}

impl Kernel for Peak {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        // Towards 1, from 0, in as many steps as one likes: no overflow, no subnormal numbers.
        let (factor, summand) = black_box((0.999_f32, 0.001_f32));
        let (factor, summand) = (S::f32s::splat(simd, factor), S::f32s::splat(simd, summand));
        let mut sums = [S::f32s::splat(simd, 0.0); SUMS];
        for _ in 0..self.times * STEPS {
            for sum in &mut sums {
                *sum = sum.mul_add(factor, summand);
            }
        }
        black_box(sums);
    }
}

/// Does it `times` times.
pub(super) fn run(level: Level, times: u64) {
    simd::dispatch(level, Peak { times });
}

/// Floating-point operations of one time.
pub(super) fn flops(level: Level) -> f64 {
    struct Lanes;

    impl Kernel for Lanes {
        type Output = usize;

        #[inline(always)]
        fn run<S: Simd>(self, _: S) -> usize {
            S::f32s::LEN
        }
    }

    (2 * SUMS * simd::dispatch(level, Lanes)) as f64 * STEPS as f64
}
