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

/// What there is code for on x86, as constants: rustc compiles no copy of a kernel for a branch that is never taken.
#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
mod code {
    use super::Level;

    const AVX512_PROMISED: bool = matches!(Level::baseline(), Level::Avx512(_));
    const AVX2_PROMISED: bool = AVX512_PROMISED || matches!(Level::baseline(), Level::Avx2(_));

    pub(super) const AVX512: bool = AVX512_PROMISED || cfg!(feature = "avx512");
    pub(super) const AVX2: bool = AVX2_PROMISED || cfg!(feature = "avx2");
    pub(super) const SSE2: bool = !AVX2_PROMISED;
    /// For an x86 that may not even have SSE2.
    pub(super) const LESS: bool = !cfg!(target_feature = "sse2");
}

/// Runs `kernel` at `level`, or at the best level below it that there is code for.
///
/// SSE4.2 adds nothing that these kernels use, so it runs what SSE2 runs: one copy less to compile.
#[inline(always)]
pub fn dispatch<K: Kernel>(level: Level, kernel: K) -> K::Output {
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    if code::AVX512
        && let Some(avx512) = level.as_avx512()
    {
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
        if code::AVX2
            && let Some(avx2) = level.as_avx2()
        {
            return avx2.vectorize(
                #[inline(always)]
                || kernel.run(avx2),
            );
        }
        if code::SSE2
            && let Some(sse2) = level.as_sse2()
        {
            return sse2.vectorize(
                #[inline(always)]
                || kernel.run(sse2),
            );
        }
        if !code::LESS {
            unreachable!("the target promises one of these");
        }
    }
    fearless_simd::dispatch!(level, simd => kernel.run(simd))
}

/// Runs `kernel` at the level that the build's target promises: for networks so small that choosing would cost more than
/// it brings.
#[inline(always)]
pub fn baseline<K: Kernel>(kernel: K) -> K::Output {
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    match Level::baseline().as_sse2() {
        // Inlined: it is compiled for no other level than what stands around it.
        Some(sse2) if code::SSE2 => return kernel.run(sse2),
        None if !code::LESS => unreachable!("the target promises it"),
        _ => {}
    }
    dispatch(Level::baseline(), kernel)
}

/// The best instruction set of this machine (feature `std`) that there is code for, or else the best that the build's
/// target promises.
#[inline(always)]
#[must_use]
pub fn best() -> Level {
    let level = Level::try_detect().unwrap_or(Level::baseline());
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    if !code::AVX512 {
        return compiled(level).into_iter().flatten().next().unwrap_or(level);
    }
    level
}

/// Every level that this machine can run and that there is code for, the best first: for tests and benchmarks that compare
/// them.
pub fn levels() -> impl Iterator<Item = Level> {
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    let each = compiled(best());
    #[cfg(not(any(target_arch = "x86", target_arch = "x86_64")))]
    let each = [Some(best())];
    each.into_iter().flatten()
}

/// `level` and those below it, as far as there is code for them.
#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
#[inline]
fn compiled(level: Level) -> [Option<Level>; 3] {
    [
        level.as_avx512().filter(|_| code::AVX512).map(Simd::level),
        level.as_avx2().filter(|_| code::AVX2).map(Simd::level),
        level.as_sse2().filter(|_| code::SSE2).map(Simd::level),
    ]
}

#[cfg(test)]
mod tests {
    extern crate std;

    use std::format;
    use std::string::String;

    use super::*;

    #[test]
    fn a_level_without_code_is_neither_chosen_nor_listed() {
        for level in levels() {
            assert_eq!(dispatch(level, Name), format!("{level:?}"));
        }
        let best = best();
        #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
        {
            assert!(best.as_avx512().is_none() || cfg!(any(feature = "avx512", target_feature = "avx512f")));
            assert!(
                best.as_avx2().is_none() || cfg!(any(feature = "avx2", feature = "avx512", target_feature = "avx2"))
            );
        }
        assert!(levels().next().is_some(), "{best:?}");
    }

    /// The level at which it is run.
    struct Name;

    impl Kernel for Name {
        type Output = String;

        #[inline(always)]
        fn run<S: Simd>(self, simd: S) -> String {
            format!("{:?}", simd.level())
        }
    }
}
