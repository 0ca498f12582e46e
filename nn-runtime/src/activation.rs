//! What follows a layer's sum: the activations of Keras 3.
//!
//! The error bounds stated are those measured in `f32`, at every SIMD level, over every 61st number of all
//! (`cargo run --release -p nn-runtime --example ulp activations 61`). They are in units in the last place of the exact
//! result, ULP; or, where a formula cancels, in parts of the greater one of |x| and the exact |y|, with ε =
//! [`f32::EPSILON`]. The tests hold both types to 4 ε max(1, |x|, |y|), and compare with Keras.
//!
//! NaN always stays NaN.

mod rows;

use fearless_simd::{Level, Simd, SimdBase};

use crate::Scalar;
use crate::math::map;
use crate::scalar::{Mask, Vector, splat};
use crate::simd::{self, Kernel};

/// One word for each activation, and its structs: a file of that name has them, with their kernels and ONNX nodes.
macro_rules! activations {
    ($($file:ident: $($Name:ident $(<$T:ident>)?),+;)*) => {
        $(mod $file;)*
        $(pub use self::$file::{$($Name),+};)*

        // Rustc asks a new one for its nodes here.
        #[cfg(feature = "onnx")]
        const _: () = {
            type T = f32;
            const fn has_nodes<A: crate::onnx::Nodes<T>>() {}
            $($(has_nodes::<$Name $(<$T>)?>();)+)*
        };
    };
}

activations! {
    linear: Linear;
    relu: Relu, ReluWith<T>;
    relu6: Relu6;
    leaky_relu: LeakyRelu<T>;
    elu: Elu<T>;
    selu: Selu;
    celu: Celu<T>;
    gelu: Gelu, GeluApproximate;
    sigmoid: Sigmoid;
    silu: Silu;
    hard_sigmoid: HardSigmoid, HardSigmoidWith<T>;
    hard_silu: HardSilu;
    tanh: Tanh;
    hard_tanh: HardTanh;
    tanh_shrink: TanhShrink;
    soft_shrink: SoftShrink<T>;
    hard_shrink: HardShrink<T>;
    threshold: Threshold<T>;
    softplus: Softplus;
    softsign: Softsign;
    mish: Mish;
    exponential: Exponential;
    log_sigmoid: LogSigmoid;
    squareplus: Squareplus<T>;
    sparse_plus: SparsePlus;
    sparse_sigmoid: SparseSigmoid;
    softmax: Softmax;
    log_softmax: LogSoftmax;
    sparsemax: Sparsemax;
    discretize: Discretize<T>;
}

/// What follows a layer's sum: a function of each number, or of each row.
pub trait Activation<T: Scalar>: Copy {
    /// Whether [`row`](Self::row) does something.
    const ROWWISE: bool = false;

    /// Whether nothing is done at all.
    const IS_IDENTITY: bool = false;

    /// Acts on each number by itself, in a register. The identity where the whole row matters.
    ///
    /// The vector is `T`'s widest of the SIMD level `S`.
    fn pointwise<S: Simd>(self, simd: S, x: Vector<T, S>) -> Vector<T, S>;

    /// Acts on a whole row (the last axis), after [`pointwise`](Self::pointwise).
    #[inline(always)]
    fn row<S: Simd>(self, simd: S, row: &mut [T]) {
        let _ = (simd, row);
    }

    /// [`row`](Self::row) of each of many rows of `len` numbers.
    #[inline(always)]
    fn rows<S: Simd>(self, simd: S, values: &mut [T], len: usize) {
        for row in values.chunks_exact_mut(len) {
            self.row(simd, row);
        }
    }

    /// [`row`](Self::row) of each of many rows that lie in lanes: `line` numbers, one of each, for each place in them.
    #[inline(always)]
    fn lines<S: Simd>(self, simd: S, values: &mut [T], line: usize) {
        let _ = (simd, values, line);
        debug_assert!(!Self::ROWWISE, "an activation of rows must say what it does to rows in lanes");
    }

    /// The whole activation of a row that is in one register: the first `len` lanes. The others may hold anything,
    /// before and after.
    #[inline(always)]
    fn register<S: Simd>(self, simd: S, x: Vector<T, S>, len: usize) -> Vector<T, S> {
        let mut x = self.pointwise(simd, x);
        if Self::ROWWISE {
            self.row(simd, &mut x.as_mut_slice()[..len]);
        }
        x
    }
}

/// Applies `activation` to `values`, which are rows of `row_len` numbers each.
#[inline(always)]
pub(crate) fn apply<T: Scalar, S: Simd, A: Activation<T>>(simd: S, activation: A, values: &mut [T], row_len: usize) {
    map(
        simd,
        values,
        #[inline(always)]
        |x| activation.pointwise(simd, x),
    );
    if A::ROWWISE && row_len > 0 {
        activation.rows(simd, values, row_len);
    }
}

/// Applies `activation` to `values`, which are rows of `row_len` numbers each.
pub fn activate<T: Scalar, A: Activation<T>>(activation: A, values: &mut [T], row_len: usize) {
    activate_at(simd::best(), activation, values, row_len);
}

/// [`activate`] at a given level: for tests.
#[doc(hidden)]
pub fn activate_at<T: Scalar, A: Activation<T>>(level: Level, activation: A, values: &mut [T], row_len: usize) {
    struct Apply<'a, T, A>(A, &'a mut [T], usize);

    impl<T: Scalar, A: Activation<T>> Kernel for Apply<'_, T, A> {
        type Output = ();

        #[inline(always)]
        fn run<S: Simd>(self, simd: S) {
            apply(simd, self.0, self.1, self.2);
        }
    }

    simd::dispatch(level, Apply(activation, values, row_len));
}

/// `T` of a number that it has exactly, or nearly.
#[inline(always)]
fn real<T: Scalar>(value: f64) -> T {
    T::from_f64(value)
}

/// The lanes below 0. NaN isn't among them.
#[inline(always)]
fn negative<T: Scalar, S: Simd>(simd: S, x: Vector<T, S>) -> Mask<T, S> {
    x.simd_lt(splat(simd, T::zero()))
}
