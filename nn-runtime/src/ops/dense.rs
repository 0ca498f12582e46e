use fearless_simd::{Simd, SimdBase};

use super::product::Product;
use super::{Rows, activate, step};
use crate::Scalar;
use crate::activation::{Activation, Linear};
use crate::layers::Bias;
use crate::math::store_few;
use crate::scalar::Vector;

/// A layer with more weights than this, in bytes, takes longer than a call does: its product is a shared one, compiled
/// with this crate and not with the user's.
const SHARED: usize = 32 * 1024;

/// `activation(x · kernel + bias)` of each row: each of the `UNITS` outputs is the sum of all `INPUTS`, weighted by a
/// column of `kernel`.
///
/// The order of additions depends on the SIMD level and on the number of rows; each sum's error is at most that of adding
/// the products one after the other.
#[inline(always)]
pub fn dense<T, S, R, A, B, const INPUTS: usize, const UNITS: usize>(
    simd: S,
    rows: R,
    input: &[T],
    kernel: &[[T; UNITS]; INPUTS],
    bias: &B,
    activation: A,
    output: &mut [T],
) where
    T: Scalar,
    S: Simd,
    R: Rows,
    A: Activation<T>,
    B: Bias<T, UNITS>,
{
    let output = &mut output[..rows.count() * UNITS];
    let product = Product {
        input: &input[..rows.count() * INPUTS],
        kernel: kernel.as_flattened(),
        bias: bias.values().map(<[T; UNITS]>::as_slice),
        inputs: INPUTS,
        units: UNITS,
    };
    if !R::IS_ONE || size_of_val(kernel) > SHARED {
        T::multiply(simd.level(), product, rows.count(), output);
        activate(simd, output, UNITS, activation);
    } else if UNITS <= Vector::<T, S>::LEN {
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

/// The product that all large layers share.
pub(crate) fn shared<T: Scalar>(level: crate::simd::Level, product: Product<'_, T>, rows: usize, output: &mut [T]) {
    struct Shared<'a, T>(Product<'a, T>, usize, &'a mut [T]);

    impl<T: Scalar> crate::simd::Kernel for Shared<'_, T> {
        type Output = ();

        #[inline(always)]
        fn run<S: Simd>(self, simd: S) {
            let Self(product, rows, output) = self;
            if rows == 1 {
                product.one(simd, Linear, output);
            } else {
                product.batch(simd, rows, output);
            }
        }
    }

    crate::simd::dispatch(level, Shared(product, rows, output));
}
