#[cfg(feature = "onnx")]
mod onnx;

use fearless_simd::{Simd, SimdBase};
use nn_format::DenseStrategy as Kind;

use super::gemm::Gemm;
use super::{DenseKernel, Rows, activate, apart, step};
use crate::Scalar;
use crate::activation::Activation;
use crate::layers::Bias;
use crate::math::store_few;
use crate::scalar::{Vector, splat};

/// `activation(x · kernel + bias)` of each row: each of the `UNITS` outputs is the sum of all `INPUTS`, weighted by a
/// column of `kernel`.
///
/// `workspace` holds what [`nn_format::DenseStrategy::workspace`] says; with less, products of many rows may take longer.
///
/// The order of additions depends on the SIMD level and on the number of rows; each sum's error is at most that of adding
/// the products one after the other.
#[inline(always)]
#[expect(clippy::too_many_arguments, reason = "what a dense layer is")]
pub fn dense<T, S, R, C, A, B, const INPUTS: usize, const UNITS: usize>(
    simd: S,
    rows: R,
    _: C,
    input: &[T],
    kernel: &[[T; UNITS]; INPUTS],
    bias: &B,
    activation: A,
    workspace: &mut [T],
    output: &mut [T],
) where
    T: Scalar,
    S: Simd,
    R: Rows,
    C: DenseKernel<T>,
    A: Activation<T>,
    B: Bias<T, UNITS>,
{
    let output = &mut output[..rows.count() * UNITS];
    let product = Gemm {
        input: &input[..rows.count() * INPUTS],
        kernel: kernel.as_flattened(),
        bias: bias.values().map(<[T; UNITS]>::as_slice),
        inputs: INPUTS,
        units: UNITS,
    };
    if const { R::IN_LANES } {
        product.in_lanes::<S, A, UNITS>(simd, activation, output);
        if const { A::ROWWISE } {
            step(
                simd,
                #[inline(always)]
                || activation.lines(simd, output, rows.count()),
            );
        }
    } else if const { matches!(C::STRATEGY, Kind::Dot) } {
        dots(simd, product, activation, output);
    } else if const { !R::IS_ONE || matches!(C::STRATEGY, Kind::Shared) } {
        T::multiply(simd.level(), product, rows.count(), workspace, output);
        activate_apart(simd, output, UNITS, activation);
    } else if const { matches!(C::STRATEGY, Kind::Called) } {
        apart(
            simd,
            #[inline(always)]
            || one::<T, S, A, UNITS>(simd, product, activation, output),
        );
    } else {
        one::<T, S, A, UNITS>(simd, product, activation, output);
    }
}

/// [`activate`] in a function of its own, which knows no sizes: all layers with this activation call it.
#[inline(always)]
pub(super) fn activate_apart<T: Scalar, S: Simd, A: Activation<T>>(
    simd: S,
    values: &mut [T],
    row: usize,
    activation: A,
) {
    if A::IS_IDENTITY {
        return;
    }
    apart(
        simd,
        #[inline(always)]
        || activate(simd, values, row, activation),
    );
}

/// One row.
#[inline(always)]
fn one<T: Scalar, S: Simd, A: Activation<T>, const UNITS: usize>(
    simd: S,
    product: Gemm<'_, T>,
    activation: A,
    output: &mut [T],
) {
    if const { UNITS <= Vector::<T, S>::LEN } {
        // One register holds the row, so that an activation of the whole row need not load it again.
        let sum = product.narrow(simd);
        let y = step(
            simd,
            #[inline(always)]
            || activation.register(simd, sum, UNITS),
        );
        store_few(y, output);
    } else {
        product.one(simd, activation, output);
        step(
            simd,
            #[inline(always)]
            || activation.row(simd, output),
        );
    }
}

/// The single output of each row.
#[inline(always)]
fn dots<T: Scalar, S: Simd, A: Activation<T>>(simd: S, product: Gemm<'_, T>, activation: A, output: &mut [T]) {
    for (input, output) in product.input.chunks_exact(product.inputs).zip(output) {
        let product = Gemm { input, ..product };
        step(
            simd,
            #[inline(always)]
            || {
                let sum = splat::<T, S>(simd, product.dot(simd));
                *output = activation.register(simd, sum, 1).as_slice()[0];
            },
        );
    }
}

/// The product that all large layers share.
pub(crate) fn shared<T: Scalar>(
    level: crate::simd::Level,
    product: Gemm<'_, T>,
    rows: usize,
    workspace: &mut [T],
    output: &mut [T],
) {
    struct Shared<'a, T>(Gemm<'a, T>, usize, &'a mut [T], &'a mut [T]);

    impl<T: Scalar> crate::simd::Kernel for Shared<'_, T> {
        type Output = ();

        #[inline(always)]
        fn run<S: Simd>(self, simd: S) {
            let Self(product, rows, workspace, output) = self;
            if rows == 1 {
                // In one function there would be too few registers for either, and room on the stack for both.
                apart(
                    simd,
                    #[inline(always)]
                    || product.gemv_streaming(simd, output),
                );
            } else {
                apart(
                    simd,
                    #[inline(always)]
                    || product.batch(simd, rows, workspace, output),
                );
            }
        }
    }

    crate::simd::dispatch(level, Shared(product, rows, workspace, output));
}
