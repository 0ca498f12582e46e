//! The activations of one number, and what the interpreter makes of them.

use nn_compiler::reference::Reference;
use nn_runtime::activation::{
    Activation, Celu, Elu, Exponential, Gelu, GeluApproximate, HardShrink, HardSigmoid, HardSilu, HardTanh, LeakyRelu,
    Linear, LogSigmoid, Mish, Relu, Relu6, ReluWith, Selu, Sigmoid, Silu, SoftShrink, Softplus, Softsign, SparsePlus,
    SparseSigmoid, Squareplus, Tanh, TanhShrink, Threshold, activate_at,
};
use nn_runtime::simd::Level;
use nn_runtime::{Element, Scalar};

/// A function of each number of a slice, at a level.
type OfSlice<T> = dyn Fn(Level, &mut [T]) + Sync;

/// An activation of one number.
pub(crate) struct Case<T> {
    /// As written in a network, which is also its name among the goldens.
    pub(crate) name: &'static str,
    /// The activation of each number of a slice.
    pub(crate) apply: Box<OfSlice<T>>,
    /// What Keras gives at −∞ and at ∞, except where ours is said to differ.
    #[allow(dead_code, reason = "one of the programs that include this doesn't need it")]
    pub(crate) at_infinity: [f64; 2],
}

fn case<T: Scalar, A: Activation<T> + Sync + 'static>(
    name: &'static str,
    activation: A,
    at_infinity: [f64; 2],
) -> Case<T> {
    let apply = Box::new(move |level, values: &mut [T]| {
        let row_len = values.len();
        activate_at(level, activation, values, row_len);
    });
    Case { name, apply, at_infinity }
}

impl<T> Case<T> {
    /// Whether a network may have it, and so the interpreter: the others are compared with Keras alone.
    pub(crate) fn is_written(&self) -> bool {
        !self.name.contains("threshold = -")
    }
}

/// What the interpreter makes of rows, each of so many numbers.
pub(crate) fn truth<T: Scalar>(activation: &str, x: &[T], row: usize) -> Vec<f64> {
    if x.is_empty() {
        return Vec::new();
    }
    let network = format!("#[dtype({})] activation({activation}, input = ({}, {row}))", T::NAME, x.len() / row);
    let reference = Reference::new(network.parse().unwrap()).unwrap_or_else(|error| panic!("{network}: {error}"));
    let x: Vec<f64> = x.iter().map(|&x| Element::into_f64(x)).collect();
    reference.evaluate(&[&x]).unwrap().concat().into_iter().map(|y| y.value).collect()
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
        case("linear", Linear, [-INF, INF]),
        case("relu", Relu, [0.0, INF]),
        case("relu(negative_slope = 0.1)", relu(0.1, INF, 0.0), [-INF, INF]),
        case("relu(max_value = 2.0)", relu(0.0, 2.0, 0.0), [0.0, 2.0]),
        case("relu(threshold = 0.5)", relu(0.0, INF, 0.5), [0.0, INF]),
        case("relu(threshold = -0.5)", relu(0.0, INF, -0.5), [0.0, INF]),
        case("relu(negative_slope = 0.1, max_value = 2.0, threshold = 0.5)", relu(0.1, 2.0, 0.5), [-INF, 2.0]),
        case("relu(negative_slope = 0.1, max_value = 2.0, threshold = -0.5)", relu(0.1, 2.0, -0.5), [-INF, 2.0]),
        case("relu6", Relu6, [0.0, 6.0]),
        case("leaky_relu", LeakyRelu { negative_slope: t(0.2) }, [-INF, INF]),
        case("leaky_relu(0.1)", LeakyRelu { negative_slope: t(0.1) }, [-INF, INF]),
        case("elu", Elu { alpha: t(1.0) }, [-1.0, INF]),
        case("elu(0.5)", Elu { alpha: t(0.5) }, [-0.5, INF]),
        case("selu", Selu, [-1.758_099_340_847_376_8, INF]),
        case("celu", Celu { alpha: t(1.0) }, [-1.0, INF]),
        case("celu(0.5)", Celu { alpha: t(0.5) }, [-0.5, INF]),
        case("gelu", Gelu, [NAN, INF]),
        case("gelu(approximate)", GeluApproximate, [NAN, INF]),
        case("sigmoid", Sigmoid, [0.0, 1.0]),
        case("hard_sigmoid", HardSigmoid, [0.0, 1.0]),
        case("sparse_sigmoid", SparseSigmoid, [0.0, 1.0]),
        case("log_sigmoid", LogSigmoid, [-INF, 0.0]),
        case("silu", Silu, [NAN, INF]),
        case("hard_silu", HardSilu, [NAN, INF]),
        case("mish", Mish, [NAN, INF]),
        case("tanh", Tanh, [-1.0, 1.0]),
        case("hard_tanh", HardTanh, [-1.0, 1.0]),
        case("tanh_shrink", TanhShrink, [-INF, INF]),
        case("soft_shrink", SoftShrink { threshold: t(0.5) }, [-INF, INF]),
        case("soft_shrink(0.3)", SoftShrink { threshold: t(0.3) }, [-INF, INF]),
        case("hard_shrink", HardShrink { threshold: t(0.5) }, [-INF, INF]),
        case("hard_shrink(0.3)", HardShrink { threshold: t(0.3) }, [-INF, INF]),
        case("softplus", Softplus, [0.0, INF]),
        case("squareplus", Squareplus { b: t(4.0) }, [0.0, INF]),
        case("squareplus(2.0)", Squareplus { b: t(2.0) }, [0.0, INF]),
        case("sparse_plus", SparsePlus, [0.0, INF]),
        case("softsign", Softsign, [NAN, NAN]),
        case("exponential", Exponential, [0.0, INF]),
        case("threshold(0.5, -1.0)", Threshold { threshold: t(0.5), default_value: t(-1.0) }, [-1.0, INF]),
        case("threshold(-1.0, 20.0)", Threshold { threshold: t(-1.0), default_value: t(20.0) }, [20.0, INF]),
    ]
}
