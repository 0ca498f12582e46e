//! The activations of one number, and what they are, computed plainly in `f64`.

use nn_runtime::Scalar;
use nn_runtime::activation::{
    Activation, Celu, Elu, Exponential, Gelu, GeluApproximate, HardShrink, HardSigmoid, HardSigmoidWith, HardSilu,
    HardTanh, LeakyRelu, Linear, LogSigmoid, Mish, Relu, Relu6, ReluWith, Selu, Sigmoid, Silu, SoftShrink, Softplus,
    Softsign, SparsePlus, SparseSigmoid, Squareplus, Tanh, TanhShrink, Threshold, activate_at,
};
use nn_runtime::simd::Level;

/// A function of each number of a slice, at a level.
type OfSlice<T> = dyn Fn(Level, &mut [T]) + Sync;

/// An activation of one number.
pub(crate) struct Case<T> {
    /// As written in a network, which is also its name among the goldens.
    pub(crate) name: &'static str,
    /// The activation of each number of a slice.
    pub(crate) apply: Box<OfSlice<T>>,
    /// What it should be.
    pub(crate) truth: fn(f64) -> f64,
    /// What Keras gives at −∞ and at ∞, except where ours is said to differ.
    #[allow(dead_code, reason = "one of the programs that include this doesn't need it")]
    pub(crate) at_infinity: [f64; 2],
}

fn case<T: Scalar, A: Activation<T> + Sync + 'static>(
    name: &'static str,
    activation: A,
    at_infinity: [f64; 2],
    truth: fn(f64) -> f64,
) -> Case<T> {
    let apply = Box::new(move |level, values: &mut [T]| {
        let row_len = values.len();
        activate_at(level, activation, values, row_len);
    });
    Case { name, apply, truth, at_infinity }
}

fn sigmoid(x: f64) -> f64 {
    if x < 0.0 { x.exp() / (1.0 + x.exp()) } else { 1.0 / (1.0 + (-x).exp()) }
}

fn softplus(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

fn squareplus(x: f64, b: f64) -> f64 {
    let sum = x.abs() + x.hypot(b.sqrt());
    if x < 0.0 { 0.5 * b / sum } else { 0.5 * sum }
}

fn shrunk(x: f64, threshold: f64) -> f64 {
    if x.abs() <= threshold { 0.0 } else { x - threshold.copysign(x) }
}

/// Keras's `relu` with its steps in the same order.
fn relu_with(x: f64, slope: f64, max: f64, threshold: f64) -> f64 {
    let above = if x > threshold { x } else { 0.0 };
    let clipped = if max.is_finite() { above.max(0.0).min(max) } else { above };
    if slope == 0.0 { clipped } else { clipped - slope * (threshold - x).max(0.0) }
}

/// x − tanh x, without cancellation near 0.
fn tanh_shrink(x: f64) -> f64 {
    let z = x * x;
    if z > 1e-4 { x - x.tanh() } else { x * z * (1.0 / 3.0 - z * (2.0 / 15.0 - z * (17.0 / 315.0))) }
}

/// Every activation of one number, with the parameters that the goldens have.
pub(crate) fn pointwise<T: Scalar>() -> Vec<Case<T>> {
    const INF: f64 = f64::INFINITY;
    const NAN: f64 = f64::NAN;
    let t = T::from_f64;
    let relu = |negative_slope, max_value, threshold| ReluWith {
        negative_slope: t(negative_slope),
        max_value: t(max_value),
        threshold: t(threshold),
    };
    vec![
        case("linear", Linear, [-INF, INF], |x| x),
        case("relu", Relu, [0.0, INF], |x| x.max(0.0)),
        case("relu(negative_slope = 0.1)", relu(0.1, INF, 0.0), [-INF, INF], |x| relu_with(x, 0.1, INF, 0.0)),
        case("relu(max_value = 2.0)", relu(0.0, 2.0, 0.0), [0.0, 2.0], |x| relu_with(x, 0.0, 2.0, 0.0)),
        case("relu(threshold = 0.5)", relu(0.0, INF, 0.5), [0.0, INF], |x| relu_with(x, 0.0, INF, 0.5)),
        case("relu(threshold = -0.5)", relu(0.0, INF, -0.5), [0.0, INF], |x| relu_with(x, 0.0, INF, -0.5)),
        case("relu(negative_slope = 0.1, max_value = 2.0, threshold = 0.5)", relu(0.1, 2.0, 0.5), [-INF, 2.0], |x| {
            relu_with(x, 0.1, 2.0, 0.5)
        }),
        case("relu(negative_slope = 0.1, max_value = 2.0, threshold = -0.5)", relu(0.1, 2.0, -0.5), [-INF, 2.0], |x| {
            relu_with(x, 0.1, 2.0, -0.5)
        }),
        case("relu6", Relu6, [0.0, 6.0], |x| x.clamp(0.0, 6.0)),
        case("leaky_relu", LeakyRelu { negative_slope: t(0.2) }, [-INF, INF], |x| if x < 0.0 { 0.2 * x } else { x }),
        case(
            "leaky_relu(0.1)",
            LeakyRelu { negative_slope: t(0.1) },
            [-INF, INF],
            |x| if x < 0.0 { 0.1 * x } else { x },
        ),
        case("elu", Elu { alpha: t(1.0) }, [-1.0, INF], |x| if x < 0.0 { x.exp_m1() } else { x }),
        case("elu(0.5)", Elu { alpha: t(0.5) }, [-0.5, INF], |x| if x < 0.0 { 0.5 * x.exp_m1() } else { x }),
        case("selu", Selu, [-1.758_099_340_847_376_8, INF], |x| {
            1.050_700_987_355_480_5 * if x < 0.0 { 1.673_263_242_354_377_2 * x.exp_m1() } else { x }
        }),
        case("celu", Celu { alpha: t(1.0) }, [-1.0, INF], |x| if x < 0.0 { x.exp_m1() } else { x }),
        case("celu(0.5)", Celu { alpha: t(0.5) }, [-0.5, INF], |x| if x < 0.0 { 0.5 * (x / 0.5).exp_m1() } else { x }),
        case("gelu", Gelu, [NAN, INF], |x| 0.5 * x * pxfm::f_erfc(-x * core::f64::consts::FRAC_1_SQRT_2)),
        case("gelu(approximate)", GeluApproximate, [NAN, INF], |x| {
            x * sigmoid(2.0 * (2.0 * core::f64::consts::FRAC_1_PI).sqrt() * (x + 0.044_715 * x.powi(3)))
        }),
        case("sigmoid", Sigmoid, [0.0, 1.0], sigmoid),
        case("hard_sigmoid", HardSigmoid, [0.0, 1.0], |x| (x / 6.0 + 0.5).clamp(0.0, 1.0)),
        case("hard_sigmoid(0.25)", HardSigmoidWith { slope: t(0.25) }, [0.0, 1.0], |x| {
            (0.25 * x + 0.5).clamp(0.0, 1.0)
        }),
        case("sparse_sigmoid", SparseSigmoid, [0.0, 1.0], |x| (0.5 * (x + 1.0)).clamp(0.0, 1.0)),
        case("log_sigmoid", LogSigmoid, [-INF, 0.0], |x| -softplus(-x)),
        case("silu", Silu, [NAN, INF], |x| x * sigmoid(x)),
        case("hard_silu", HardSilu, [NAN, INF], |x| x * (x / 6.0 + 0.5).clamp(0.0, 1.0)),
        case("mish", Mish, [NAN, INF], |x| x * softplus(x).tanh()),
        case("tanh", Tanh, [-1.0, 1.0], f64::tanh),
        case("hard_tanh", HardTanh, [-1.0, 1.0], |x| x.clamp(-1.0, 1.0)),
        case("tanh_shrink", TanhShrink, [-INF, INF], tanh_shrink),
        case("soft_shrink", SoftShrink { threshold: t(0.5) }, [-INF, INF], |x| shrunk(x, 0.5)),
        case("soft_shrink(0.3)", SoftShrink { threshold: t(0.3) }, [-INF, INF], |x| shrunk(x, 0.3)),
        case("hard_shrink", HardShrink { threshold: t(0.5) }, [-INF, INF], |x| if x.abs() > 0.5 { x } else { 0.0 }),
        case(
            "hard_shrink(0.3)",
            HardShrink { threshold: t(0.3) },
            [-INF, INF],
            |x| if x.abs() > 0.3 { x } else { 0.0 },
        ),
        case("softplus", Softplus, [0.0, INF], softplus),
        case("squareplus", Squareplus { b: t(4.0) }, [0.0, INF], |x| squareplus(x, 4.0)),
        case("squareplus(2.0)", Squareplus { b: t(2.0) }, [0.0, INF], |x| squareplus(x, 2.0)),
        case("sparse_plus", SparsePlus, [0.0, INF], |x| match x {
            x if x <= -1.0 => 0.0,
            x if x < 1.0 => 0.25 * (x + 1.0).powi(2),
            x => x,
        }),
        case("softsign", Softsign, [NAN, NAN], |x| x / (1.0 + x.abs())),
        case("exponential", Exponential, [0.0, INF], f64::exp),
        case("threshold(0.5, -1.0)", Threshold { threshold: t(0.5), default_value: t(-1.0) }, [-1.0, INF], |x| {
            if x > 0.5 { x } else { -1.0 }
        }),
        case("threshold(-1.0, 20.0)", Threshold { threshold: t(-1.0), default_value: t(20.0) }, [20.0, INF], |x| {
            if x > -1.0 { x } else { 20.0 }
        }),
    ]
}
