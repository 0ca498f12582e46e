//! The choice of the instruction set: once per call, never per layer.

pub use fearless_simd::Level;
use fearless_simd::Simd;

/// A computation that is compiled once for each instruction set.
///
/// `run` and all that it calls must be `#[inline(always)]`: what isn't inlined is compiled for the target's baseline.
pub trait Kernel {
    /// What the computation returns.
    type Output;

    /// The computation at the SIMD level `S`.
    fn run<S: Simd>(self, simd: S) -> Self::Output;
}

/// Runs `kernel` at `level`.
///
/// SSE4.2 adds nothing that these kernels use, so it runs what SSE2 runs: one copy less to compile.
#[inline(always)]
pub fn dispatch<K: Kernel>(level: Level, kernel: K) -> K::Output {
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    if let Some(avx512) = level.as_avx512() {
        return avx512.vectorize(
            #[inline(always)]
            || kernel.run(avx512),
        );
    }
    dispatch_narrow(level, kernel)
}

/// Runs `kernel` at `level`, or at AVX2 if that is AVX-512: for rows that would not fill a vector of 64 bytes.
#[inline(always)]
pub(crate) fn dispatch_narrow<K: Kernel>(level: Level, kernel: K) -> K::Output {
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    {
        if let Some(avx2) = level.as_avx2() {
            return avx2.vectorize(
                #[inline(always)]
                || kernel.run(avx2),
            );
        }
        if let Some(sse2) = level.as_sse2() {
            return sse2.vectorize(
                #[inline(always)]
                || kernel.run(sse2),
            );
        }
    }
    fearless_simd::dispatch!(level, simd => kernel.run(simd))
}

/// Runs `kernel` at the level that the build's target promises: for networks so small that choosing would cost more than
/// it brings.
#[inline(always)]
pub fn baseline<K: Kernel>(kernel: K) -> K::Output {
    #[cfg(all(any(target_arch = "x86", target_arch = "x86_64"), not(target_feature = "avx2")))]
    if let Some(sse2) = Level::baseline().as_sse2() {
        return kernel.run(sse2);
    }
    dispatch(Level::baseline(), kernel)
}

/// The best instruction set of this machine (feature `std`), or else the best that the build's target promises.
#[inline(always)]
#[must_use]
pub fn best() -> Level {
    Level::try_detect().unwrap_or(Level::baseline())
}

/// Every level that this machine can run, the best first: for tests and benchmarks that compare them.
pub fn levels() -> impl Iterator<Item = Level> {
    let best = best();
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    let each = [best.as_avx512().map(Simd::level), best.as_avx2().map(Simd::level), best.as_sse2().map(Simd::level)];
    #[cfg(not(any(target_arch = "x86", target_arch = "x86_64")))]
    let each = [Some(best)];
    each.into_iter().flatten()
}
