//! Networks compute what a plain computation in `f64` does, at every SIMD level, whatever the sizes of their layers.
//!
//! The bounds, with ε the epsilon of the network's number type: a weighted sum of n numbers is within (n + 2) ε of the
//! sum of its terms' sizes. That is twice the worst case of the theory (Higham 2002, section 3.1), since the reference
//! rounds too. An activation is within 4 ε of the greater one of |x| (up to 8), |y| and 1, and one that takes the whole
//! row within 8 ε. What a layer makes of the error of its input comes on top of its own: the reference keeps book.

#![allow(clippy::float_cmp, reason = "exactly equal is what is meant")]

mod infinities;
mod lengths;
#[allow(dead_code, reason = "it has more than is needed here")]
#[path = "../nn-runtime/tests/reference/mod.rs"]
mod reference;

use nn_runtime::__private_0_1_0::IsaChoice;
use nn_runtime::simd::{best, levels};
use nn_runtime::{Element, Network, Scalar, Tensor, sequential};
use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestRunner};

use crate::common::{bits, wide};

/// A number, and how far from it the network's own may be.
#[derive(Clone, Copy, Debug)]
struct Approximate {
    value: f64,
    error: f64,
}

impl Approximate {
    /// Infinity and NaN must be themselves.
    fn new(value: f64, error: f64) -> Self {
        Self { value, error: if value.is_finite() { error } else { 0.0 } }
    }

    fn is(self, found: f64, most: f64) -> bool {
        let Self { value, error } = self;
        let overflown = value.abs() > most && found == value * f64::INFINITY;
        found == value || found.is_nan() && value.is_nan() || overflown || (found - value).abs() <= error
    }
}

/// What a layer with constants does; its text is not in the network, so the test tells.
enum Constants {
    Rescaling(&'static [f64], &'static [f64]),
    Normalization(&'static [f64], &'static [f64]),
}

/// The layers of a network, computed one after the other in the plainest way.
fn reference<N: Network>(net: &N, input: &[f64], constants: &[(&str, Constants)]) -> Vec<Approximate> {
    let epsilon = N::Scalar::epsilon_wide();
    let mut x: Vec<_> = input.iter().map(|&value| Approximate { value, error: 0.0 }).collect();
    for layer in N::LAYERS {
        let row = *layer.output_shape.last().expect("an axis");
        match layer.kind {
            "flatten"
            | "reshape"
            | "dropout"
            | "gaussian_noise"
            | "gaussian_dropout"
            | "alpha_dropout"
            | "spatial_dropout1d"
            | "spatial_dropout2d"
            | "spatial_dropout3d"
            | "activity_regularization" => {}
            "dense" => {
                x = dense(net, layer.name, &x, row, epsilon);
                activate(&mut x, row, layer.activation, epsilon);
            }
            "rescaling" | "normalization" => {
                let (_, constants) = constants.iter().find(|(name, _)| *name == layer.name).expect("constants");
                x.iter_mut().enumerate().for_each(|(i, x)| *x = elementwise(*x, i, constants, epsilon));
            }
            kind => activate(&mut x, row, if layer.activation.is_empty() { kind } else { layer.activation }, epsilon),
        }
    }
    x
}

fn dense<N: Network>(net: &N, layer: &str, x: &[Approximate], units: usize, epsilon: f64) -> Vec<Approximate> {
    let find = |variable: &str| {
        let parameter = net.parameters().find(|parameter| parameter.name == format!("{layer}.{variable}"));
        parameter.map(|parameter| wide(parameter.values))
    };
    let (kernel, bias) = (find("kernel").expect("a kernel"), find("bias"));
    (0..units)
        .map(|unit| {
            let start = bias.as_ref().map_or(0.0, |bias| bias[unit]);
            let (mut value, mut sizes, mut error) = (start, start.abs(), 0.0);
            for (i, x) in x.iter().enumerate() {
                let weight = kernel[i * units + unit];
                value += x.value * weight;
                sizes += (x.value * weight).abs();
                error += x.error * weight.abs();
            }
            Approximate::new(value, error + (x.len() + 2) as f64 * epsilon * sizes)
        })
        .collect()
}

fn elementwise(x: Approximate, i: usize, constants: &Constants, epsilon: f64) -> Approximate {
    match constants {
        Constants::Rescaling(scale, offset) => {
            let (scale, offset) = (scale[i % scale.len()], offset[i % offset.len()]);
            let error = scale.abs() * x.error + 2.0 * epsilon * ((x.value * scale).abs() + offset.abs());
            Approximate::new(x.value * scale + offset, error)
        }
        Constants::Normalization(mean, variance) => {
            let (mean, deviation) = (mean[i % mean.len()], variance[i % variance.len()].sqrt().max(1e-7));
            let value = (x.value - mean) / deviation;
            let error = (x.error + 2.0 * epsilon * (x.value.abs() + mean.abs())) / deviation;
            Approximate::new(value, error + 2.0 * epsilon * value.abs())
        }
    }
}

/// A function of a row.
type OfRow = fn(&[f64]) -> Vec<f64>;

fn activate(x: &mut [Approximate], row: usize, activation: &str, epsilon: f64) {
    let rowwise: Option<OfRow> = match activation {
        "" => return,
        "softmax" => Some(softmax),
        "log_softmax" => Some(log_softmax),
        "sparsemax" => Some(sparsemax),
        _ => None,
    };
    let Some(truth) = rowwise else {
        let cases = reference::pointwise::<f64>();
        let truth = cases.iter().find(|case| case.name == activation).unwrap_or_else(|| panic!("{activation}")).truth;
        for x in x {
            let y = if x.value.is_nan() { f64::NAN } else { truth(x.value) };
            let passed_on = [x.value - x.error, x.value + x.error].map(|x| (truth(x) - y).abs());
            let own = 4.0 * epsilon * x.value.abs().min(8.0).max(y.abs()).max(1.0);
            *x = Approximate::new(y, passed_on[0].max(passed_on[1]) + own);
        }
        return;
    };
    for x in x.chunks_mut(row) {
        let values: Vec<f64> = x.iter().map(|x| x.value).collect();
        let passed_on = 2.0 * x.iter().fold(0.0_f64, |most, x| most.max(x.error));
        let most = values.iter().fold(1.0_f64, |most, x| if x.is_finite() { most.max(x.abs()) } else { most });
        let own = 8.0 * epsilon * if activation == "softmax" { 1.0 } else { most };
        for (x, y) in x.iter_mut().zip(truth(&values)) {
            *x = Approximate::new(y, passed_on + own);
        }
    }
}

/// The numbers less the greatest; NaN if that can't be.
fn below_greatest(x: &[f64]) -> Vec<f64> {
    let most = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let nan = x.iter().any(|x| (x - most).is_nan());
    x.iter().map(|x| if nan { f64::NAN } else { x - most }).collect()
}

fn softmax(x: &[f64]) -> Vec<f64> {
    log_softmax(x).into_iter().map(f64::exp).collect()
}

fn log_softmax(x: &[f64]) -> Vec<f64> {
    let x = below_greatest(x);
    let sum: f64 = x.iter().map(|x| x.exp()).sum();
    x.iter().map(|x| x - sum.ln()).collect()
}

/// By sorting (Martins and Astudillo 2016, algorithm 1).
fn sparsemax(x: &[f64]) -> Vec<f64> {
    let x = below_greatest(x);
    let mut sorted = x.clone();
    sorted.sort_by(|a, b| b.total_cmp(a));
    let (mut sum, mut tau) = (0.0, 0.0);
    for (count, z) in (1..).map(f64::from).zip(&sorted) {
        sum += z;
        if 1.0 + count * z > sum {
            tau = (sum - 1.0) / count;
        }
    }
    x.iter().map(|x| if x.is_nan() { *x } else { (x - tau).max(0.0) }).collect()
}

/// The epsilon and the greatest number of a type, for the reference.
trait Wide {
    fn epsilon_wide() -> f64;
    fn max_wide() -> f64;
}

impl<T: Scalar> Wide for T {
    fn epsilon_wide() -> f64 {
        T::epsilon().into_f64()
    }

    fn max_wide() -> f64 {
        T::max_value().into_f64()
    }
}

/// Numbers around 1, and now and then 0, tiny, or huge.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        12 => -2.0..2.0,
        2 => -30.0..30.0,
        1 => Just(0.0),
        1 => Just(-0.0),
        1 => (-1.0..1.0).prop_map(|x| x * 1e-6),
    ]
}

/// Seven samples of `len` numbers of one scale, two of them spoilt.
fn samples(len: usize) -> impl Strategy<Value = Vec<Vec<f64>>> {
    let samples = prop::collection::vec(prop::collection::vec(number(), len), 7);
    let scale = prop_oneof![8 => Just(1.0), 1 => Just(1e3), 1 => Just(1e15)];
    let infinity = prop_oneof![Just(f64::INFINITY), Just(f64::NEG_INFINITY)];
    (samples, scale, 0..len, infinity).prop_map(|(mut samples, scale, spoilt, infinity)| {
        samples.iter_mut().flatten().for_each(|x| *x *= scale);
        samples[5][spoilt] = f64::NAN;
        samples[6][spoilt] = infinity;
        samples
    })
}

/// Everything that computes agrees with the reference, and bit for bit with what else does the same.
fn check_one<N: Network>(seed: u64, samples: &[Vec<f64>], constants: &[(&str, Constants)]) {
    let mut net = N::boxed_init(seed);
    // A bias is 0 at first.
    for (i, parameter) in net.parameters_mut().enumerate().filter(|(_, parameter)| parameter.shape.len() == 1) {
        for (j, value) in parameter.values.iter_mut().enumerate() {
            *value = N::Scalar::from_f64(((i + 37 * j) as u64 + seed % 101) as f64 % 101.0 / 50.0 - 1.0);
        }
    }
    let inputs: Vec<N::Input> = samples
        .iter()
        .map(|sample| {
            let mut input = N::Input::ZEROS;
            input.flat_mut().iter_mut().zip(sample).for_each(|(x, &value)| *x = Element::from_f64(value));
            input
        })
        .collect();
    // All samples and more, so that blocks of rows are full, and some are left over.
    let batch: Vec<N::Input> = inputs.iter().cycle().take(9 + inputs.len()).copied().collect();
    for level in levels() {
        for count in [0, 1, inputs.len(), batch.len()] {
            let mut outputs = vec![N::Output::ZEROS; count];
            net.forward_batch_at(level, &batch[..count], &mut outputs);
            for (input, output) in batch.iter().zip(&outputs) {
                compare::<N>(&*net, input, output, constants, level);
            }
        }
        for input in &inputs {
            compare::<N>(&*net, input, &net.forward_at(level, input), constants, level);
        }
    }
    for input in &inputs {
        let same = |output: N::Output| bits(output.flat()) == bits(net.forward(input).flat());
        // A small network takes another level than the best.
        assert!(if N::ISA == IsaChoice::Best {
            same(net.forward_at(best(), input))
        } else {
            levels().any(|level| same(net.forward_at(level, input)))
        });
    }
}

/// Compares an output with the reference.
fn compare<N: Network>(
    net: &N,
    input: &N::Input,
    output: &N::Output,
    constants: &[(&str, Constants)],
    level: nn_runtime::simd::Level,
) {
    let (x, found) = (wide(input.flat()), wide(output.flat()));
    let expected = reference(net, &x, constants);
    assert_eq!(found.len(), expected.len());
    for (i, (found, expected)) in found.iter().zip(&expected).enumerate() {
        let most = N::Scalar::max_wide();
        assert!(expected.is(*found, most), "output {i} is {found} at {level:?}, not {expected:?}, of {x:?}");
    }
}

fn check<N: Network>(constants: &[(&str, Constants)]) {
    let config = ProptestConfig {
        cases: 8,
        rng_seed: RngSeed::Fixed(1),
        failure_persistence: None,
        // Other random numbers say no more.
        max_shrink_iters: 0,
        ..ProptestConfig::default()
    };
    TestRunner::new(config)
        .run(&(any::<u64>(), samples(N::Input::LEN)), |(seed, inputs)| {
            check_one::<N>(seed, &inputs, constants);
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
}

/// A test of each network, in both number types.
macro_rules! networks {
    ($($name:ident { $($layers:tt)* } $([$(($layer:literal, $constants:expr)),*])?)*) => {$(
        mod $name {
            #[allow(unused_imports, reason = "some have constants")]
            use super::Constants::{Normalization, Rescaling};

            super::sequential! {
                struct Single { $($layers)* }
            }
            super::sequential! {
                #[dtype(f64)]
                struct Double { $($layers)* }
            }

            /// What isn't in the network's text.
            const CONSTANTS: &[(&str, super::Constants)] = &[$($(($layer, $constants)),*)?];

            #[test]
            fn f32() {
                super::check::<Single>(CONSTANTS);
            }

            #[test]
            fn f64() {
                super::check::<Double>(CONSTANTS);
            }

            #[test]
            fn infinities() {
                super::infinities::check::<Single>(CONSTANTS);
                super::infinities::check::<Double>(CONSTANTS);
            }

            #[test]
            fn lengths() {
                super::lengths::check::<Single>(CONSTANTS);
                super::lengths::check::<Double>(CONSTANTS);
            }
        }
    )*};
}

// Every size around a number of lanes is one of inputs and one of units, with and without a bias; every activation
// follows some layer's sum.
networks! {
    from_1_to_2_to_3 { dense(2, input = 1, relu), dense(3) }
    from_3_to_1_to_4 { dense(1, input = 3, use_bias = false), dense(4, softmax) }
    from_4_to_5_to_7 { dense(5, input = 4, elu(0.5), use_bias = false), dense(7, tanh, use_bias = false) }
    from_7_to_8_to_9 { dense(8, input = 7, gelu), dense(9, log_softmax, use_bias = false) }
    from_9_to_15_to_16 { dense(15, input = 9, leaky_relu(0.1), use_bias = false), dense(16, sparsemax) }
    from_16_to_17_to_31 { dense(17, input = 16, sigmoid), dense(31, softplus, use_bias = false) }
    from_31_to_33_to_1 { dense(33, input = 31, silu, use_bias = false), dense(1, mish) }
    from_33_to_64_to_2 { dense(64, input = 33, relu6), dense(2, exponential, use_bias = false) }
    from_64_to_65_to_3 { dense(65, input = 64, hard_tanh, use_bias = false), dense(3, selu) }
    from_65_to_127_to_5 { dense(127, input = 65, softsign), dense(5, soft_shrink(0.3)) }
    from_127_to_129_to_8 { dense(129, input = 127, squareplus(2.0), use_bias = false), dense(8, hard_silu) }
    from_129_to_200_to_15 { dense(200, input = 129, celu(0.5)), dense(15, log_sigmoid, use_bias = false) }
    from_200_to_64_to_17 { dense(64, input = 200, relu(max_value = 2.0), use_bias = false), dense(17, softmax) }
    from_5_to_33_to_65 { dense(33, input = 5), dense(65, log_softmax) }
    from_8_to_31_to_127 { dense(31, input = 8, hard_sigmoid), dense(127, sparsemax, use_bias = false) }
    from_15_to_16_to_129 { dense(16, input = 15, gelu(approximate)), dense(129, sparse_plus) }
    from_17_to_9_to_200 { dense(9, input = 17, sparse_sigmoid, use_bias = false), dense(200, tanh_shrink) }
    from_300_to_1_to_32 { dense(1, input = 300), dense(32, relu) }
    from_900_to_10_to_48 { dense(10, input = 900, relu), dense(48, softmax) }
    from_6_to_32_to_3_to_24_to_2 { dense(32, input = 6, relu), dense(3), dense(24, relu), dense(2, log_softmax) }
    from_2_to_4_to_33 { dense(4, input = 2, threshold(-1.0, 20.0)), dense(33, hard_shrink(0.3)) }

    a_shape_of_its_own { reshape(3, 2, input = 6), flatten() }
    nothing_while_running {
        gaussian_noise(0.1, input = 6),
        gaussian_dropout(0.5),
        alpha_dropout(0.5),
        activity_regularization(l1 = 0.1),
        reshape(3, 2),
        spatial_dropout1d(0.5),
        reshape(3, 1, 2),
        spatial_dropout2d(0.5),
        reshape(3, 1, 2, 1),
        spatial_dropout3d(0.5),
        softmax(),
    }
    nothing_at_all { dropout(0.5, input = (2, 3, 5)) }
    one_scale { scaled: rescaling(0.5, offset = -1.25, input = (3, 7)) } [("scaled", Rescaling(&[0.5], &[-1.25]))]
    scale_of_each {
        scaled: rescaling([0.1, -2.0, 3.0, 1.0, 7.0], input = (7, 5)),
        flatten(),
        dense(3),
        rescaling(2.0, offset = [0.1, 0.2, 0.3]),
    } [
        ("scaled", Rescaling(&[0.1, -2.0, 3.0, 1.0, 7.0], &[0.0])),
        ("rescaling", Rescaling(&[2.0], &[0.1, 0.2, 0.3]))
    ]
    standard { normal: normalization(mean = 0.25, variance = 0.3, input = 19) } [
        ("normal", Normalization(&[0.25], &[0.3]))
    ]
    standard_of_each {
        normal: normalization(mean = [0.1, -2.0, 3.0], variance = [0.1, 1.0, 40.0], input = (3, 3)),
        softmax(),
        flatten(),
        dense(4, relu(negative_slope = 0.1, max_value = 2.0, threshold = 0.5)),
    } [("normal", Normalization(&[0.1, -2.0, 3.0], &[0.1, 1.0, 40.0]))]
    rows { softmax(input = (5, 3)), log_softmax(), sparsemax() }
    long_rows { log_softmax(input = (2, 33)), reshape(3, 22), softmax(), reshape(66), tanh() }
    an_activation_of_its_own { dense(17, input = 3), elu(), reshape(17, 1), softmax(), flatten(), dense(2) }
}
