//! What follows a layer's sum: the activations of Keras 3.
//!
//! The error bounds stated are those measured in `f32`, at every SIMD level, over every 61st number of all
//! (`cargo run --release -p nn-runtime --example ulp activations 61`). They are in units in the last place of the exact
//! result, ULP; or, where a formula cancels, in parts of the greater one of |x| and the exact |y|, with ε =
//! [`f32::EPSILON`]. The tests hold both types to 4 ε max(1, |x|, |y|), and compare with Keras.
//!
//! NaN always stays NaN.

use fearless_simd::{Level, Select, Simd, SimdBase, SimdFloat, SimdMask};

use crate::Scalar;
use crate::math::{load_few, map, store_few, vector};
use crate::scalar::{Mask, Vector, splat};
use crate::simd::{self, Kernel};

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

    /// [`row`](Self::row) of each of many rows that lie abreast: `line` numbers, one of each, for each place in them.
    #[inline(always)]
    fn lines<S: Simd>(self, simd: S, values: &mut [T], line: usize) {
        let _ = (simd, values, line);
        debug_assert!(!Self::ROWWISE, "an activation of rows must say what it does to rows abreast");
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

/// An activation without parameters.
macro_rules! plain {
    ($(#[$attribute:meta])* $name:ident, |$simd:ident, $x:ident| $body:expr) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct $name;

        impl<T: Scalar> Activation<T> for $name {
            #[inline(always)]
            fn pointwise<S: Simd>(self, $simd: S, $x: Vector<T, S>) -> Vector<T, S> {
                $body
            }
        }
    };
}

/// An activation with parameters.
macro_rules! parametric {
    (
        $(#[$attribute:meta])* $name:ident { $($(#[$on_field:meta])* $field:ident),* },
        |$self:ident, $simd:ident, $x:ident| $body:expr
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct $name<T> {
            $($(#[$on_field])* pub $field: T,)*
        }

        impl<T: Scalar> Activation<T> for $name<T> {
            #[inline(always)]
            fn pointwise<S: Simd>($self, $simd: S, $x: Vector<T, S>) -> Vector<T, S> {
                $body
            }
        }
    };
}

/// x. Keras: `linear`. Exact.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Linear;

impl<T: Scalar> Activation<T> for Linear {
    const IS_IDENTITY: bool = true;

    #[inline(always)]
    fn pointwise<S: Simd>(self, _simd: S, x: Vector<T, S>) -> Vector<T, S> {
        x
    }
}

plain! {
    /// max(x, 0). Keras: `relu`, with its defaults.
    ///
    /// Exact. 0 at −∞, ∞ at ∞, NaN for NaN.
    Relu, |simd, x| negative::<T, S>(simd, x).select(splat(simd, T::zero()), x)
}

parametric! {
    /// x above `threshold`, but no more than `max_value`; and else `negative_slope` · (x − `threshold`). Keras:
    /// `relu(negative_slope=0, max_value=None, threshold=0)`.
    ///
    /// As in Keras, x = `threshold` gives 0 (if that is not the threshold's own default), and a maximum brings a
    /// minimum of 0 for what is above the threshold, which matters if the threshold is negative.
    ///
    /// Within 1.4 ULP; exact without a slope. The limits at ±∞ are those of the formula; NaN for NaN (for which Keras
    /// gives 0 if there is a threshold).
    ReluWith {
        /// The slope below the threshold.
        negative_slope,
        /// The most that the result can be. Infinite if there is no maximum.
        max_value,
        /// Where the slope changes.
        threshold
    },
    |self, simd, x| {
        let zero = splat(simd, T::zero());
        let threshold = splat(simd, self.threshold);
        let mut y = x.simd_le(threshold).select(zero, x);
        if self.max_value < T::infinity() {
            let max = splat(simd, self.max_value);
            y = y.simd_lt(zero).select(zero, y);
            y = y.simd_gt(max).select(max, y);
        }
        if self.negative_slope != T::zero() {
            let below = threshold - x;
            y -= below.simd_gt(zero).select(below, zero) * self.negative_slope;
        }
        y
    }
}

plain! {
    /// min(max(x, 0), 6). Keras: `relu6`.
    ///
    /// Exact. 0 at −∞, 6 at ∞, NaN for NaN.
    Relu6, |simd, x| x.clamp(splat(simd, T::zero()), splat(simd, real::<T>(6.0)))
}

parametric! {
    /// x, or `negative_slope` · x below 0. Keras: `leaky_relu(negative_slope=0.2)`; the *layer* `LeakyReLU` has 0.3.
    ///
    /// Rounded once. −∞ at −∞ (if the slope is positive), ∞ at ∞, NaN for NaN.
    LeakyRelu {
        /// The slope below 0.
        negative_slope
    },
    |self, simd, x| negative::<T, S>(simd, x).select(x * self.negative_slope, x)
}

parametric! {
    /// x, or `alpha` · (eˣ − 1) below 0. Keras: `elu(alpha=1.0)`.
    ///
    /// Within 1.3 ULP, and half an ULP more if `alpha` is no power of two. −`alpha` at −∞, ∞ at ∞, NaN for NaN.
    Elu {
        /// The negative of the limit at −∞.
        alpha
    },
    |self, simd, x| negative::<T, S>(simd, x).select(vector::expm1::<T, S>(simd, x) * self.alpha, x)
}

plain! {
    /// s x, or s α (eˣ − 1) below 0, with s = 1.05070… and α = 1.67326…. Keras: `selu`.
    ///
    /// Within 2.5 ULP. −s α at −∞, ∞ at ∞, NaN for NaN.
    Selu, |simd, x| {
        let scale = 1.050_700_987_355_480_5;
        let below = vector::expm1::<T, S>(simd, x) * real::<T>(scale * 1.673_263_242_354_377_2);
        negative::<T, S>(simd, x).select(below, x * real::<T>(scale))
    }
}

parametric! {
    /// x, or `alpha` · (e^(x / `alpha`) − 1) below 0. Keras: `celu(alpha=1.0)`.
    ///
    /// Within 1.3 ULP, and some half ULP more if `alpha` is no power of two. −`alpha` at −∞, ∞ at ∞, NaN for NaN.
    Celu {
        /// The negative of the limit at −∞.
        alpha
    },
    |self, simd, x| {
        let below = vector::expm1::<T, S>(simd, x / self.alpha) * self.alpha;
        negative::<T, S>(simd, x).select(below, x)
    }
}

plain! {
    /// ½ x (1 + erf(x / √2)). Keras: `gelu(approximate=False)`, its default.
    ///
    /// Within 1.7 ULP right of 0, and 0.92 ε max(|x|, |y|) everywhere: left of 0 the sum cancels, so there the error
    /// is small in comparison with x, not with the result. NaN at −∞ (as in Keras), ∞ at ∞, NaN for NaN.
    Gelu, |simd, x| {
        let phi = vector::erf::<T, S>(simd, x * real::<T>(core::f64::consts::FRAC_1_SQRT_2)) + T::one();
        x * real::<T>(0.5) * phi
    }
}

plain! {
    /// ½ x (1 + tanh(√(2/π) (x + 0.044715 x³))). Keras: `gelu(approximate=True)`.
    ///
    /// It is computed as x σ(2√(2/π) (x + 0.044715 x³)), which is the same without the cancellation left of 0, and
    /// cheaper.
    ///
    /// Within 1.0 ε max(|x|, |y|); the ULPs are no more than 33 for x > −5, and 200 everywhere. NaN at −∞ (as in
    /// Keras), ∞ at ∞, NaN for NaN.
    GeluApproximate, |simd, x| {
        let slope = 1.595_769_121_605_730_7; // 2√(2/π)
        let u = (x * x).mul_add(splat(simd, real::<T>(slope * 0.044_715)), splat(simd, real::<T>(slope))) * x;
        x * vector::sigmoid::<T, S>(simd, u)
    }
}

plain! {
    /// 1 / (1 + e⁻ˣ). Keras: `sigmoid`.
    ///
    /// Within 1.5 ULP. 0 at −∞, 1 at ∞, NaN for NaN.
    Sigmoid, |simd, x| vector::sigmoid::<T, S>(simd, x)
}

plain! {
    /// min(max(x / 6 + ½, 0), 1). Keras: `hard_sigmoid`.
    ///
    /// Within 0.6 ε max(|x|, |y|): near −3 the sum cancels. 0 at −∞, 1 at ∞, NaN for NaN.
    HardSigmoid, |simd, x| hard_sigmoid::<T, S>(simd, x)
}

#[inline(always)]
fn hard_sigmoid<T: Scalar, S: Simd>(simd: S, x: Vector<T, S>) -> Vector<T, S> {
    let line = x.mul_add(splat(simd, real::<T>(1.0 / 6.0)), splat(simd, real::<T>(0.5)));
    line.clamp(splat(simd, T::zero()), splat(simd, T::one()))
}

plain! {
    /// x · min(max(x / 6 + ½, 0), 1). Keras: `hard_silu`, or `hard_swish`.
    ///
    /// Within 0.8 ε max(|x|, |y|): near −3 the sum cancels. NaN at −∞ (as in Keras), ∞ at ∞, NaN for NaN.
    HardSilu, |simd, x| x * hard_sigmoid::<T, S>(simd, x)
}

plain! {
    /// min(max(x, −1), 1). Keras: `hard_tanh`.
    ///
    /// Exact. ±1 at ±∞, NaN for NaN.
    HardTanh, |simd, x| x.clamp(splat(simd, -T::one()), splat(simd, T::one()))
}

plain! {
    /// x / (1 + e⁻ˣ). Keras: `silu`, or `swish`.
    ///
    /// Within 3.2 ULP for x > −87, where e⁻ˣ doesn't overflow, and 1.0 ε max(|x|, |y|) everywhere. NaN at −∞ (as in
    /// Keras), ∞ at ∞, NaN for NaN.
    Silu, |simd, x| x * vector::sigmoid::<T, S>(simd, x)
}

/// ln(1 + e^−|x|), what the softplus has above max(x, 0).
#[inline(always)]
fn soft_part<T: Scalar, S: Simd>(simd: S, x: Vector<T, S>) -> Vector<T, S> {
    vector::log1p::<T, S>(simd, vector::exp::<T, S>(simd, -x.abs()))
}

plain! {
    /// ln(1 + eˣ), computed as max(x, 0) + ln(1 + e^−|x|). Keras: `softplus`.
    ///
    /// Within 1.7 ULP. 0 at −∞, ∞ at ∞, NaN for NaN.
    Softplus, |simd, x| {
        negative::<T, S>(simd, x).select(splat(simd, T::zero()), x) + soft_part::<T, S>(simd, x)
    }
}

plain! {
    /// x / (1 + |x|). Keras: `softsign`.
    ///
    /// Within 1.5 ULP. NaN at ±∞ (as in Keras) and for NaN.
    Softsign, |_simd, x| x / (x.abs() + T::one())
}

plain! {
    /// tanh x. Keras: `tanh`.
    ///
    /// Within 1.5 ULP. ±1 at ±∞, NaN for NaN.
    Tanh, |simd, x| vector::tanh::<T, S>(simd, x)
}

plain! {
    /// x − tanh x. Keras: `tanh_shrink`.
    ///
    /// Within 0.8 ε |x|: near 0 the difference cancels. ±∞ at ±∞, NaN for NaN.
    TanhShrink, |simd, x| x - vector::tanh::<T, S>(simd, x)
}

parametric! {
    /// x − `threshold` above `threshold`, x + `threshold` below −`threshold`, and 0 between. Keras:
    /// `soft_shrink(threshold=0.5)`.
    ///
    /// Rounded once. ±∞ at ±∞, NaN for NaN (for which Keras gives 0).
    SoftShrink {
        /// How much nearer to 0 the result is.
        threshold
    },
    |self, simd, x| {
        let a = x.abs();
        let inside = a.simd_le(splat(simd, self.threshold));
        inside.select(splat(simd, T::zero()), (a - self.threshold).copysign(x))
    }
}

parametric! {
    /// x if |x| > `threshold`, and else 0. Keras: `hard_shrink(threshold=0.5)`.
    ///
    /// Exact. ±∞ at ±∞, NaN for NaN (for which Keras gives 0).
    HardShrink {
        /// The greatest |x| that gives 0.
        threshold
    },
    |self, simd, x| x.abs().simd_le(splat(simd, self.threshold)).select(splat(simd, T::zero()), x)
}

plain! {
    /// eˣ. Keras: `exponential`.
    ///
    /// Within 1 ULP. 0 at −∞, ∞ at ∞, NaN for NaN.
    Exponential, |simd, x| vector::exp::<T, S>(simd, x)
}

plain! {
    /// ln(1 / (1 + e⁻ˣ)), computed as min(x, 0) − ln(1 + e^−|x|). Keras: `log_sigmoid`.
    ///
    /// Within 1.7 ULP. −∞ at −∞, −0 at ∞, NaN for NaN.
    LogSigmoid, |simd, x| {
        x.simd_gt(splat(simd, T::zero())).select(splat(simd, -T::zero()), x) - soft_part::<T, S>(simd, x)
    }
}

plain! {
    /// x · tanh(ln(1 + eˣ)). Keras: `mish`.
    ///
    /// With n = eˣ (eˣ + 2) it is x · n / (n + 2), which is x for x > 20.
    ///
    /// Within 4.2 ULP for x > −87, where eˣ isn't subnormal, and 1.2 ε max(|x|, |y|) everywhere. NaN at −∞ (as in
    /// Keras), ∞ at ∞, NaN for NaN.
    Mish, |simd, x| {
        // `min` may return the wrong one of a number and NaN, but the product with x is NaN again.
        let e = vector::exp::<T, S>(simd, x.min(splat(simd, real::<T>(20.0))));
        let n = e * (e + real::<T>(2.0));
        x * (n / (n + real::<T>(2.0)))
    }
}

parametric! {
    /// ½ (x + √(x² + `b`)). Keras: `squareplus(b=4)`.
    ///
    /// Left of 0 it is computed as ½ `b` / (√(x² + `b`) − x), which is the same without the cancellation that Keras
    /// has.
    ///
    /// Within 2.8 ULP. 0 at −∞ (where Keras gives NaN), ∞ at ∞, NaN for NaN; x² overflows where |x| > √`T::MAX`, and
    /// then the result is 0 or ∞.
    Squareplus {
        /// The square of twice the result at 0.
        b
    },
    |self, simd, x| {
        let half = splat(simd, real::<T>(0.5));
        let root = x.mul_add(x, splat(simd, self.b)).sqrt();
        let sum = x.abs() + root;
        negative::<T, S>(simd, x).select(half * self.b / sum, half * sum)
    }
}

parametric! {
    /// x if x > `threshold`, and else `default_value`. Keras: `threshold(threshold, default_value)`, without
    /// defaults.
    ///
    /// Exact. `default_value` at −∞, ∞ at ∞, NaN for NaN (for which Keras gives `default_value`).
    Threshold {
        /// The greatest x that gives `default_value`.
        threshold,
        /// What the result is up to the threshold.
        default_value
    },
    |self, simd, x| x.simd_le(splat(simd, self.threshold)).select(splat(simd, self.default_value), x)
}

plain! {
    /// 0 for x ≤ −1, x for x ≥ 1, and ¼ (x + 1)² between. Keras: `sparse_plus`.
    ///
    /// Within 2.0 ULP. 0 at −∞, ∞ at ∞, NaN for NaN.
    SparsePlus, |simd, x| {
        let one = splat(simd, T::one());
        let y = (x + one) * real::<T>(0.5);
        let y = x.simd_lt(one).select(y * y, x);
        x.simd_le(-one).select(splat(simd, T::zero()), y)
    }
}

plain! {
    /// min(max(½ (x + 1), 0), 1). Keras: `sparse_sigmoid`.
    ///
    /// Rounded once. 0 at −∞, 1 at ∞, NaN for NaN.
    SparseSigmoid, |simd, x| {
        ((x + T::one()) * real::<T>(0.5)).clamp(splat(simd, T::zero()), splat(simd, T::one()))
    }
}

/// Some rows that lie abreast: a vector of them, one row in each lane.
struct Column<'a, T, S> {
    simd: S,
    values: &'a mut [T],
    line: usize,
    at: usize,
}

impl<T: Scalar, S: Simd> Column<'_, T, S> {
    /// Folds the rows, place by place.
    #[inline(always)]
    fn fold<R>(&self, first: R, step: impl Fn(R, Vector<T, S>) -> R) -> R {
        let lines = self.values.chunks_exact(self.line);
        lines.fold(
            first,
            #[inline(always)]
            |result, line| step(result, Vector::<T, S>::from_slice(self.simd, &line[self.at..][..Vector::<T, S>::LEN])),
        )
    }

    /// Replaces each number.
    #[inline(always)]
    fn map(&mut self, function: impl Fn(Vector<T, S>) -> Vector<T, S>) {
        for line in self.values.chunks_exact_mut(self.line) {
            let x = &mut line[self.at..][..Vector::<T, S>::LEN];
            function(Vector::<T, S>::from_slice(self.simd, x)).store_slice(x);
        }
    }

    /// The greatest number of each row; any number of it if NaN is among them.
    #[inline(always)]
    fn greatest(&self) -> Vector<T, S> {
        self.fold(
            splat(self.simd, T::neg_infinity()),
            #[inline(always)]
            |most: Vector<T, S>, x| most.max(x),
        )
    }
}

/// An activation that acts on rows; and, if that is another way, on a row in a register.
macro_rules! rowwise {
    (
        $(#[$attribute:meta])* $name:ident, |$simd:ident, $row:ident| $body:expr
        $(, |$register_simd:ident, $x:ident, $len:ident| $register:expr)?
        $(, rows |$rows_simd:ident, $values:ident, $row_len:ident| $rows:expr)?
        , lines |$lines_simd:ident, $column:ident| $lines:expr
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct $name;

        impl<T: Scalar> Activation<T> for $name {
            const ROWWISE: bool = true;

            #[inline(always)]
            fn pointwise<S: Simd>(self, _simd: S, x: Vector<T, S>) -> Vector<T, S> {
                x
            }

            #[inline(always)]
            fn row<S: Simd>(self, $simd: S, $row: &mut [T]) {
                $body
            }

            $(
                #[inline(always)]
                fn rows<S: Simd>(self, $rows_simd: S, $values: &mut [T], $row_len: usize) {
                    $rows
                }
            )?

            #[inline(always)]
            fn lines<S: Simd>(self, $lines_simd: S, values: &mut [T], line: usize) {
                for at in (0..line).step_by(Vector::<T, S>::LEN) {
                    let mut $column = Column { simd: $lines_simd, values: &mut *values, line, at };
                    $lines
                }
            }

            $(
                #[inline(always)]
                fn register<S: Simd>(self, $register_simd: S, $x: Vector<T, S>, $len: usize) -> Vector<T, S> {
                    $register
                }
            )?
        }
    };
}

/// The first `len` lanes.
#[inline(always)]
fn first_lanes<T: Scalar, S: Simd>(simd: S, len: usize) -> Mask<T, S> {
    let bits = if len < 64 { (1 << len) - 1 } else { u64::MAX };
    Mask::<T, S>::from_bitmask(simd, bits)
}

/// The first `len` lanes' exponentials divided by the greatest one's, and 0 in the others; and their logarithms.
///
/// The other lanes are kept from the exponential: that of −∞ is 0 by way of subnormal numbers, which some processors take
/// longer for than for all the rest.
#[inline(always)]
fn exponentials_in_register<T: Scalar, S: Simd>(simd: S, x: Vector<T, S>, len: usize) -> (Vector<T, S>, Vector<T, S>) {
    let zero = splat(simd, T::zero());
    if len >= Vector::<T, S>::LEN {
        let x = x - x.reduce_max();
        return (vector::exp::<T, S>(simd, x), x);
    }
    let inside = first_lanes::<T, S>(simd, len);
    let x = inside.select(x - inside.select(x, splat(simd, T::neg_infinity())).reduce_max(), zero);
    (inside.select(vector::exp::<T, S>(simd, x), zero), x)
}

/// The softmax of the first two lanes: 1 / (1 + e^(other − x)), which needs no sum over lanes.
#[inline(always)]
fn softmax_of_two<T: Scalar, S: Simd>(simd: S, x: Vector<T, S>) -> Vector<T, S> {
    let other = first_lanes::<T, S>(simd, 1).select(x.rotate_elements_left::<1>(), x.rotate_elements_right::<1>());
    let one = splat::<T, S>(simd, T::one());
    // Times 0, the greater one is 0, but NaN if it is infinite.
    one / (vector::exp::<T, S>(simd, other - x) + x.max(other).mul_add(splat(simd, T::zero()), one))
}

/// Folds `row` vector by vector, the last one filled up with `padding`.
#[inline(always)]
fn fold<T: Scalar, S: Simd, R>(simd: S, row: &[T], padding: T, first: R, step: impl Fn(R, Vector<T, S>) -> R) -> R {
    let mut result = first;
    let vectors = row.chunks_exact(Vector::<T, S>::LEN);
    let rest = vectors.remainder();
    for vector in vectors {
        result = step(result, Vector::<T, S>::from_slice(simd, vector));
    }
    if !rest.is_empty() {
        result = step(result, load_few(simd, rest, padding));
    }
    result
}

/// The greatest number of `row`, and −∞ of none. Any number of it if NaN is among them.
#[inline(always)]
fn greatest<T: Scalar, S: Simd>(simd: S, row: &[T]) -> T {
    let least = T::neg_infinity();
    fold(
        simd,
        row,
        least,
        splat(simd, least),
        #[inline(always)]
        |most: Vector<T, S>, x| most.max(x),
    )
    .reduce_max()
}

/// Replaces each number of `row` by its exponential divided by the greatest one's, and returns the sum of them.
///
/// A row with NaN or ∞, or with nothing but −∞, gives NaN as its sum.
#[inline(always)]
fn exponentials<T: Scalar, S: Simd>(simd: S, row: &mut [T], most: T) -> T {
    let most = splat(simd, most);
    let mut sum = splat(simd, T::zero());
    let mut vectors = row.chunks_exact_mut(Vector::<T, S>::LEN);
    for vector in &mut vectors {
        let y = vector::exp::<T, S>(simd, Vector::<T, S>::from_slice(simd, vector) - most);
        y.store_slice(vector);
        sum += y;
    }
    let rest = vectors.into_remainder();
    if !rest.is_empty() {
        let x = load_few::<T, S>(simd, rest, T::zero());
        let inside = first_lanes::<T, S>(simd, rest.len());
        let y = vector::exp::<T, S>(simd, inside.select(x - most, splat(simd, T::zero())));
        store_few(y, rest);
        sum += inside.select(y, splat(simd, T::zero()));
    }
    sum.reduce_sum()
}

/// The softmax of many rows that would leave most lanes of a vector empty: the exponentials of all of them in one go.
#[inline(always)]
fn short_softmaxes<T: Scalar, S: Simd>(simd: S, values: &mut [T], len: usize) {
    for row in values.chunks_exact_mut(len) {
        let most = row.iter().fold(T::neg_infinity(), |most, x| if *x > most { *x } else { most });
        for x in row {
            *x -= most;
        }
    }
    map(
        simd,
        values,
        #[inline(always)]
        |x| vector::exp::<T, S>(simd, x),
    );
    for row in values.chunks_exact_mut(len) {
        let scale = T::one() / row.iter().fold(T::zero(), |sum, x| sum + *x);
        for x in row {
            *x *= scale;
        }
    }
}

rowwise! {
    /// eˣ / Σ eˣ over the row, the greatest x subtracted first. Keras: `softmax(axis=-1)`.
    ///
    /// Within some 8 ε of the exact one for rows of up to 1000 numbers. A row with NaN or ∞, or with nothing but −∞,
    /// becomes NaN (as in Keras).
    Softmax, |simd, row| {
        if row.len() <= Vector::<T, S>::LEN {
            let y = Activation::<T>::register(Softmax, simd, load_few::<T, S>(simd, row, T::zero()), row.len());
            return store_few(y, row);
        }
        let most = greatest(simd, row);
        let scale = splat(simd, T::one() / exponentials(simd, row, most));
        map(
            simd,
            row,
            #[inline(always)]
            |x| x * scale,
        );
    },
    |simd, x, len| {
        if len == 2 {
            return softmax_of_two::<T, S>(simd, x);
        }
        let (y, _) = exponentials_in_register::<T, S>(simd, x, len);
        y / y.reduce_sum()
    },
    rows |simd, values, len| {
        if values.len() > len && len <= 2 * Vector::<T, S>::LEN {
            return short_softmaxes(simd, values, len);
        }
        for row in values.chunks_exact_mut(len) {
            Activation::<T>::row(Softmax, simd, row);
        }
    },
    lines |simd, column| {
        let most = column.greatest();
        column.map(#[inline(always)] |x| vector::exp::<T, S>(simd, x - most));
        let sum = column.fold(splat(simd, T::zero()), #[inline(always)] |sum: Vector<T, S>, x| sum + x);
        let scale = splat::<T, S>(simd, T::one()) / sum;
        column.map(#[inline(always)] |x| x * scale);
    }
}

rowwise! {
    /// x − ln Σ eˣ over the row, the greatest x subtracted first. Keras: `log_softmax(axis=-1)`.
    ///
    /// Within some 8 ε max(1, |x|, |y|) for rows of up to 1000 numbers. A row with NaN or ∞, or with nothing but −∞,
    /// becomes NaN (as in Keras).
    LogSoftmax, |simd, row| {
        if row.len() <= Vector::<T, S>::LEN {
            let y = Activation::<T>::register(LogSoftmax, simd, load_few::<T, S>(simd, row, T::zero()), row.len());
            return store_few(y, row);
        }
        let most = splat(simd, greatest(simd, row));
        let sum = fold(
            simd,
            row,
            T::neg_infinity(),
            splat(simd, T::zero()),
            #[inline(always)]
            |sum: Vector<T, S>, x| sum + vector::exp::<T, S>(simd, x - most),
        )
        .reduce_sum();
        let ln = vector::ln::<T, S>(simd, splat(simd, sum));
        map(
            simd,
            row,
            #[inline(always)]
            |x| (x - most) - ln,
        );
    },
    |simd, x, len| {
        let (y, x) = exponentials_in_register::<T, S>(simd, x, len);
        let sum = y.reduce_sum();
        x - vector::ln::<T, S>(simd, splat(simd, sum))
    },
    lines |simd, column| {
        let most = column.greatest();
        let sum = column.fold(
            splat(simd, T::zero()),
            #[inline(always)]
            |sum: Vector<T, S>, x| sum + vector::exp::<T, S>(simd, x - most),
        );
        let ln = vector::ln::<T, S>(simd, sum);
        column.map(#[inline(always)] |x| (x - most) - ln);
    }
}

rowwise! {
    /// max(x − τ, 0) over the row, with the τ that makes their sum 1. Keras: `sparsemax(axis=-1)`, whose version
    /// 3.15.1 is wrong where more than one result isn't 0 (its issue 23425); this is the function of the paper
    /// (Martins and Astudillo 2016).
    ///
    /// Without sorting: from τ = max x − 1, which is never too large, each round takes the numbers above τ for the
    /// ones that count, and the τ that makes their sum 1. That is Newton's method on a convex function with straight
    /// pieces, so τ only grows, and is found when the numbers above it no longer become fewer (after Michelot 1986).
    /// It takes one round for each number at most, and few in practice.
    ///
    /// Within some 8 ε max(1, |x|) for rows of up to 1000 numbers. A row with NaN or ∞, or with nothing but −∞,
    /// becomes NaN.
    Sparsemax, |simd, row| {
        let most = splat(simd, greatest(simd, row));
        let nan = fold(
            simd,
            row,
            row.first().copied().unwrap_or(T::zero()),
            Mask::<T, S>::splat(simd, false),
            #[inline(always)]
            |nan: Mask<T, S>, x| nan | (x - most).is_nan(),
        )
        .any_true();
        if nan {
            row.fill(T::nan());
            return;
        }
        let mut tau = -T::one();
        let mut before = T::infinity();
        for _ in 0..row.len() {
            let above = splat(simd, tau);
            let (sum, count) = fold(
                simd,
                row,
                T::neg_infinity(),
                (splat(simd, T::zero()), splat(simd, T::zero())),
                #[inline(always)]
                |(sum, count): (Vector<T, S>, Vector<T, S>), x| {
                    let x = x - most;
                    let counts = x.simd_gt(above);
                    let zero = splat(simd, T::zero());
                    (sum + counts.select(x, zero), count + counts.select(splat(simd, T::one()), zero))
                },
            );
            let count = count.reduce_sum();
            if count == before {
                break;
            }
            before = count;
            tau = (sum.reduce_sum() - T::one()) / count;
        }
        map(
            simd,
            row,
            #[inline(always)]
            |x| {
                let y = (x - most) - tau;
                y.simd_lt(splat(simd, T::zero())).select(splat(simd, T::zero()), y)
            },
        );
    },
    lines |simd, column| {
        let most = column.greatest();
        let zero = splat::<T, S>(simd, T::zero());
        let nan = column.fold(
            Mask::<T, S>::splat(simd, false),
            #[inline(always)]
            |nan: Mask<T, S>, x| nan | (x - most).is_nan(),
        );
        let mut tau = splat::<T, S>(simd, -T::one());
        let mut before = splat::<T, S>(simd, T::infinity());
        // A row whose numbers above τ are as many as before keeps its τ while others go on.
        for _ in 0..column.values.len() / column.line {
            let (sum, count) = column.fold(
                (zero, zero),
                #[inline(always)]
                |(sum, count): (Vector<T, S>, Vector<T, S>), x| {
                    let x = x - most;
                    let counts = x.simd_gt(tau);
                    (sum + counts.select(x, zero), count + counts.select(splat(simd, T::one()), zero))
                },
            );
            if (count.simd_eq(before) | nan).all_true() {
                break;
            }
            before = count;
            tau = (sum - T::one()) / count;
        }
        column.map(
            #[inline(always)]
            |x| {
                let y = (x - most) - tau;
                nan.select(splat(simd, T::nan()), y.simd_lt(zero).select(zero, y))
            },
        );
    }
}
