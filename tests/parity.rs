//! Networks compute what the interpreter does, at every SIMD level, whatever the sizes of their layers, within what it says
//! that rounding may make of it: `Approximate` in nn-compiler's `reference` has the bounds.

mod infinities;
mod lengths;

use nn_runtime::__private_0_1_0::IsaChoice;
use nn_runtime::simd::{best, levels};
use nn_runtime::{Element, Tensor};
use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestRunner};

use crate::common::bits;
use crate::common::reference::{self, Bound, Written, network};

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

/// Everything that computes agrees with the interpreter, and bit for bit with what else does the same.
fn check_one<N: Written>(seed: u64, samples: &[Vec<f64>]) {
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
    reference::check(&*net, &inputs, &[0, 1, inputs.len(), 9 + inputs.len()], Bound::Rounding);
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

fn check<N: Written>() {
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
            check_one::<N>(seed, &inputs);
            Ok(())
        })
        .unwrap_or_else(|error| panic!("{error}"));
}

/// A test of each network, in both number types.
macro_rules! networks {
    ($($name:ident { $($layers:tt)* })*) => {$(
        mod $name {
            super::network! {
                struct Single { $($layers)* }
            }
            super::network! {
                #[dtype(f64)]
                struct Double { $($layers)* }
            }

            #[test]
            fn f32() {
                super::check::<Single>();
            }

            #[test]
            fn f64() {
                super::check::<Double>();
            }

            #[test]
            fn infinities() {
                super::infinities::check::<Single>();
                super::infinities::check::<Double>();
            }

            #[test]
            fn lengths() {
                super::lengths::check::<Single>();
                super::lengths::check::<Double>();
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
    one_scale { rescaling(0.5, offset = -1.25, input = (3, 7)) }
    scale_of_each {
        rescaling([0.1, -2.0, 3.0, 1.0, 7.0], input = (7, 5)),
        flatten(),
        dense(3),
        rescaling(2.0, offset = [0.1, 0.2, 0.3]),
    }
    standard { normalization(mean = 0.25, variance = 0.3, input = 19) }
    standard_of_each {
        normalization(mean = [0.1, -2.0, 3.0], variance = [0.1, 1.0, 40.0], input = (3, 3)),
        softmax(),
        flatten(),
        dense(4, relu(negative_slope = 0.1, max_value = 2.0, threshold = 0.5)),
    }
    rows { softmax(input = (5, 3)), log_softmax(), sparsemax() }
    long_rows { log_softmax(input = (2, 33)), reshape(3, 22), softmax(), reshape(66), tanh() }
    an_activation_of_its_own { dense(17, input = 3), elu(), reshape(17, 1), softmax(), flatten(), dense(2) }
}
