//! Networks compute what Keras computes. `tests/keras/README.md` says where the goldens come from.

#![allow(clippy::float_cmp, reason = "exactly equal is what is meant")]

use nn_runtime::simd::levels;
use nn_runtime::{Element, Network, Scalar, Tensor, sequential};

use crate::common::reference::{self, Written};
use crate::common::{bits, onnx, read, tensor, wide};

fn same_weights<N: Network>(a: &N, b: &N) -> bool {
    a.parameters().zip(b.parameters()).all(|(a, b)| bits(a.values) == bits(b.values))
}

/// Panics unless `net` gives each golden output for its input, at every SIMD level, and its interpreter does.
fn check<N: Written>(net: &N, name: &str) {
    let relative = if <N::Scalar as Scalar>::NAME == "f32" { 1e-5 } else { 1e-12 };
    let absolute = relative / 10.0;
    let file = read(format!("keras/golden/{name}.io.safetensors"));
    let (inputs, outputs) = (tensor(&file, "input"), tensor(&file, "output"));
    assert_eq!(inputs.shape[1..], *N::INPUT_SHAPE);
    assert_eq!(Some(&outputs.shape[1..]), N::LAYERS.last().map(|layer| layer.output_shape));
    let samples = inputs.values.chunks(N::Input::LEN).zip(outputs.values.chunks(N::Output::LEN));
    assert_eq!(samples.len(), 5);
    let (mut batch, reference) = (Vec::new(), reference::reference(net));
    for (input, expected) in samples.clone() {
        let interpreted = reference.evaluate(&[input]).unwrap().concat();
        let near = interpreted.iter().zip(expected).all(|(y, e)| (y.value - e).abs() <= absolute + relative * e.abs());
        assert!(near, "the interpreter of {name} gives {interpreted:?}, and Keras {expected:?}");
        let mut x = N::Input::ZEROS;
        for (x, &value) in x.flat_mut().iter_mut().zip(input) {
            *x = Element::from_f64(value);
        }
        for level in levels() {
            let found = wide(net.forward_at(level, &x).flat());
            let near = found.iter().zip(expected).all(|(y, e)| (y - e).abs() <= absolute + relative * e.abs());
            assert!(near, "{name} at {level:?} gives {found:?}, and Keras {expected:?}");
        }
        batch.push(x);
    }
    for level in levels() {
        let mut outputs = vec![N::Output::ZEROS; batch.len()];
        net.forward_batch_at(level, &batch, &mut outputs);
        for (found, (_, expected)) in outputs.iter().zip(samples.clone()) {
            let found = wide(found.flat());
            let near = found.iter().zip(expected).all(|(y, e)| (y - e).abs() <= absolute + relative * e.abs());
            assert!(near, "a batch of {name} at {level:?} gives {found:?}, and Keras {expected:?}");
        }
    }
    onnx::check(net, name, &batch);
}

/// A model of Keras's: the weights are the same by way of the compiler and by way of the run time, and with them the
/// outputs are Keras's.
macro_rules! case {
    ($name:ident, $dtype:ident, $(#[weights($file:literal)])? { $($layers:tt)* }) => {
        #[allow(clippy::approx_constant, clippy::excessive_precision, clippy::unreadable_literal, reason = "Python's")]
        mod $name {
            super::sequential! {
                #[dtype($dtype)]
                $(#[weights($file)])?
                struct Net { $($layers)* }
            }

            impl crate::common::reference::Written for Net {
                const TEXT: &'static str = stringify!(#[dtype($dtype)] struct Net { $($layers)* });
            }

            #[test]
            #[allow(unused_mut, reason = "some have no weights")]
            fn gives_what_keras_gives() {
                let mut net = Net::zeros();
                $(
                    net.load_safetensors(&super::read(concat!("keras/golden/", $file))).unwrap();
                    assert!(super::same_weights(&net, Net::pretrained()));
                )?
                super::check(&net, stringify!($name));
            }
        }
    };
}

include!("keras/golden/cases.rs");

/// The network's input is some rows of a golden activation's.
fn check_activation<N: Network>(net: &N, name: &str) {
    let goldens = read("keras/golden/activations.safetensors");
    let (inputs, outputs) =
        (tensor(&goldens, &format!("{name}.f64.input")), tensor(&goldens, &format!("{name}.f64.output")));
    let row = N::INPUT_SHAPE[0];
    assert_eq!(inputs.values.len() % row, 0, "{name}");
    let mut batch = Vec::new();
    for (input, expected) in inputs.values.chunks(row).zip(outputs.values.chunks(row)) {
        let mut x = N::Input::ZEROS;
        x.flat_mut().iter_mut().zip(input).for_each(|(x, &value)| *x = Element::from_f64(value));
        let found = wide(net.forward(&x).flat());
        for ((&x, y), e) in input.iter().zip(&found).zip(expected) {
            // What a row gives is as exact as its greatest number.
            let scale = if row == 174 { x.abs() } else { input.iter().fold(0.0_f64, |most, x| most.max(x.abs())) };
            let near = (y - e).abs() <= 5.0 * f64::EPSILON * scale.max(e.abs()).max(1.0) || y == e;
            assert!(near, "{name} of {x} is {y}, and Keras's is {e}");
        }
        batch.push(x);
    }
    onnx::check(net, &name.replace(|c: char| !c.is_alphanumeric() && c != '.', "_"), &batch);
}

/// Checks each activation as it is written in a network: in `f64`, where a parameter that was rounded would be seen.
macro_rules! activations {
    ($input:literal: $($name:ident $(($($arguments:tt)*))?),* $(,)?) => {$(
        let net = sequential![#[dtype(f64)] activation($name $(($($arguments)*))?, input = $input)];
        check_activation(&net, &stringify!($name $(($($arguments)*))?).replace(" (", "("));
    )*};
}

/// Checks each activation that is a layer of its own.
macro_rules! activation_layers {
    ($input:literal: $($name:ident($($arguments:tt)*)),* $(,)?) => {$(
        let net = sequential![#[dtype(f64)] dropout(0.5, input = $input), $name($($arguments)*)];
        check_activation(&net, &concat!("layer:", stringify!($name($($arguments)*))).replace(" (", "("));
    )*};
}

#[test]
fn activations() {
    activations! { 174:
        linear, relu, relu(negative_slope = 0.1), relu(max_value = 2.0), relu(threshold = 0.5),
        relu(negative_slope = 0.1, max_value = 2.0, threshold = 0.5), relu6, leaky_relu, leaky_relu(0.1), elu, elu(0.5),
        selu, celu, celu(0.5), gelu, gelu(approximate), sigmoid, hard_sigmoid, sparse_sigmoid, log_sigmoid, silu,
        hard_silu, mish, tanh, hard_tanh, tanh_shrink, soft_shrink, soft_shrink(0.3), hard_shrink, hard_shrink(0.3),
        softplus, squareplus, squareplus(2.0), sparse_plus, softsign, exponential, threshold(0.5, -1.0),
        threshold(-1.0, 20.0),
    }
    activations! { 9: softmax, log_softmax }
    // Keras 3.15.1's own is wrong where more than one output isn't 0 (its issue 23425), so this is the paper's.
    check_activation(
        &sequential![
            #[dtype(f64)]
            activation(sparsemax, input = 9)
        ],
        "paper:sparsemax",
    );
}

#[test]
fn activation_layers() {
    activation_layers! { 174:
        relu(), relu(max_value = 6.0), relu(negative_slope = 0.1, max_value = 2.0, threshold = 0.5), leaky_relu(),
        leaky_relu(negative_slope = 0.1), elu(), elu(alpha = 0.5),
    }
    activation_layers! { 9: softmax() }
    // The function's default slope is 0.2, the layer's 0.3.
    let layer = sequential![leaky_relu(input = 1)];
    let function = sequential![activation(leaky_relu, input = 1)];
    assert_eq!([layer.forward(&[-1.0]), function.forward(&[-1.0])], [[-0.3], [-0.2]]);
}

/// The mean, the standard deviation and the range of 240,000 numbers in four kernels are those of Keras's 960,000, as
/// near as such means are to each other.
fn check_initializer<N: Network>(name: &str) {
    let goldens = read("keras/golden/initializers.safetensors");
    let [mean, deviation, least, most] = *tensor(&goldens, &format!("{name}.stats")).values else { panic!("{name}") };
    let draws: Vec<f64> =
        (0..4).flat_map(|seed| wide(N::boxed_init(seed).parameters().next().expect("a kernel").values)).collect();
    let count = draws.len() as f64;
    assert_eq!(draws.len(), 240_000);
    let our_mean = draws.iter().sum::<f64>() / count;
    let our_deviation = (draws.iter().map(|x| (x - our_mean).powi(2)).sum::<f64>() / count).sqrt();
    let (our_least, our_most) = draws.iter().fold((f64::MAX, f64::MIN), |(a, b), &x| (a.min(x), b.max(x)));
    // Six standard errors of a difference of two such means.
    let six = 6.0 * deviation * (1.0 / count + 1.0 / 960_000.0).sqrt();
    assert!((our_mean - mean).abs() < six, "{name}'s mean is {our_mean}, and Keras's {mean}");
    assert!((our_deviation - deviation).abs() < six, "{name}'s deviation is {our_deviation}, and Keras's {deviation}");
    // The ends of a bounded distribution are near its bounds. A normal one's five deviations away, more or less.
    let bounded = most < 4.0 * deviation;
    let apart = if bounded { 0.002 * deviation } else { 1.5 * deviation };
    let near = (our_least - least).abs() < apart && (our_most - most).abs() < apart;
    assert!(near, "{name} is from {our_least} to {our_most}, and Keras's from {least} to {most}");
}

macro_rules! initializers {
    ($($name:ident),*) => {$({
        sequential! {
            struct Net { dense(200, input = 300, kernel_initializer = $name) }
        }
        check_initializer::<Net>(stringify!($name));
    })*};
}

#[test]
fn initializers() {
    initializers!(
        glorot_uniform,
        glorot_normal,
        he_uniform,
        he_normal,
        lecun_uniform,
        lecun_normal,
        random_uniform,
        random_normal,
        truncated_normal,
        orthogonal
    );
}
