//! What the macro generates, as users see it: types, fields, constants, functions, and the places where it can stand.

#![allow(clippy::float_cmp, reason = "exactly equal is what is meant")]

use nn_runtime::{Dense, Layer, Network, NoBias, Tensor, argmax, sequential};

sequential! {
    /// Over- or underweight, from height and weight.
    #[derive(Clone, Debug, PartialEq)]
    #[classes(Underweight, Overweight)]
    pub struct Classifier {
        hidden: dense(3, input = 2, relu),
        output: dense(2, softmax),
    }
}

#[test]
fn fields() {
    let mut net = Classifier::zeros();
    let hidden: &mut Dense<f32, 2, 3> = &mut net.hidden;
    hidden.kernel = [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]];
    hidden.bias = [0.5; 3];
    let Classifier { hidden, output } = net;
    let _: Dense<f32, 3, 2> = output;
    assert_eq!(hidden, Dense::new([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], [0.5; 3]));

    sequential! {
        #[dtype(f64)]
        struct NoBiases { dense(3, input = 2, use_bias = false) }
    }
    let _: Dense<f64, 2, 3, NoBias> = NoBiases::zeros().dense;
}

/// Every tensor is where a whole vector can be loaded at once, on the stack, on the heap, and in the program itself.
#[test]
#[cfg(any(target_arch = "x86", target_arch = "x86_64", target_arch = "aarch64"))]
fn alignment() {
    sequential! {
        struct Odd { dense(3, input = 5), dense(7, use_bias = false), dense(1) }
    }
    static IN_THE_PROGRAM: Odd = Odd::zeros();
    let (on_the_stack, on_the_heap) = (Odd::zeros(), Odd::boxed_zeros());
    for net in [&IN_THE_PROGRAM, &on_the_stack, &on_the_heap] {
        for parameter in net.parameters() {
            assert_eq!(parameter.values.as_ptr().addr() % 64, 0, "{}", parameter.name);
        }
    }
}

const ZEROS: Classifier = Classifier::zeros();
static SHARED: Classifier = Classifier::zeros();

#[test]
fn constants_and_statics() {
    assert_eq!(ZEROS, Classifier::zeros());
    assert_eq!(SHARED.forward(&[1.8, 75.0]), [0.5, 0.5]);
}

#[test]
fn parameters() {
    let mut net = Classifier::init(7);
    let listed: Vec<_> = net.parameters().map(|p| (p.name, p.shape, p.values.to_vec())).collect();
    let expected: [(&str, &[usize], &[f32]); 4] = [
        ("hidden.kernel", &[2, 3], net.hidden.kernel.as_flattened()),
        ("hidden.bias", &[3], &net.hidden.bias),
        ("output.kernel", &[3, 2], net.output.kernel.as_flattened()),
        ("output.bias", &[2], &net.output.bias),
    ];
    assert_eq!(listed.len(), 4);
    for ((name, shape, values), expected) in listed.iter().zip(expected) {
        assert_eq!((*name, *shape, values.as_slice()), expected);
    }
    for (i, parameter) in net.parameters_mut().enumerate() {
        assert_eq!((parameter.name, parameter.shape), (listed[i].0, listed[i].1));
        parameter.values.fill(i as f32);
    }
    assert_eq!(net.hidden, Dense::new([[0.0; 3]; 2], [1.0; 3]));
    assert_eq!(net.output, Dense::new([[2.0; 2]; 3], [3.0; 2]));
    let without = sequential![relu(input = 3)];
    assert_eq!(without.parameters().count(), 0);
}

#[test]
fn numbers() {
    assert_eq!(Classifier::NAME, "Classifier");
    assert_eq!(Classifier::INPUT_SHAPE, [2]);
    assert_eq!(Classifier::CLASSES, ["Underweight", "Overweight"]);
    assert_eq!(Classifier::PARAMETERS, 6 + 3 + 6 + 2);
    assert_eq!(Classifier::WEIGHT_BYTES, 4 * 17);
    // Two for each weight, and one for each number that an activation acts on.
    assert_eq!(Classifier::FLOPS, 2 * 6 + 3 + 2 * 6 + 2);
    assert_eq!(Classifier::SCRATCH_BYTES, 4 * 3);
    assert_eq!(
        Classifier::LAYERS,
        [
            Layer {
                name: "hidden",
                kind: "dense",
                layout: nn_runtime::Layout::Dense,
                activation: "relu",
                output_shape: &[3],
                parameters: 9,
                branches: &[],
                merge: ""
            },
            Layer {
                name: "output",
                kind: "dense",
                layout: nn_runtime::Layout::Dense,
                activation: "softmax",
                output_shape: &[2],
                parameters: 8,
                branches: &[],
                merge: ""
            },
        ]
    );

    sequential! {
        #[dtype(f64)]
        struct Long {
            rescaling(0.5, input = (2, 3)),
            flatten(),
            dense(9, tanh),
            dense(4, relu(max_value = 2.0)),
            leaky_relu(0.1),
            dense(20),
            reshape(4, 5),
            softmax(),
        }
    }
    assert_eq!(Long::INPUT_SHAPE, [2, 3]);
    assert_eq!(Long::WEIGHT_BYTES, 8 * Long::PARAMETERS);
    assert_eq!(Long::FLOPS, 2 * 6 + (2 * 54 + 9) + (2 * 36 + 4) + 4 + 2 * 80 + 20);
    // At most 9 and 6 numbers are kept at once, or 9 and 4.
    assert_eq!(Long::SCRATCH_BYTES, 8 * 15);
    let layers: Vec<_> = Long::LAYERS.iter().map(|l| (l.name, l.kind, l.activation, l.output_shape)).collect();
    let expected: [(&str, &str, &str, &[usize]); 8] = [
        ("rescaling", "rescaling", "", &[2, 3]),
        ("flatten", "flatten", "", &[6]),
        ("dense", "dense", "tanh", &[9]),
        ("dense_1", "dense", "relu(max_value = 2.0)", &[4]),
        ("leaky_relu", "leaky_relu", "leaky_relu(0.1)", &[4]),
        ("dense_2", "dense", "", &[20]),
        ("reshape", "reshape", "", &[4, 5]),
        ("softmax", "softmax", "", &[4, 5]),
    ];
    assert_eq!(layers, expected);
}

#[test]
fn pictures() {
    let summary = Classifier::summary().to_string();
    for text in ["Classifier", "hidden", "dense, relu", "output", "dense, softmax", "17 (68.00 B)"] {
        assert!(summary.contains(text), "no `{text}` in\n{summary}");
    }
    let diagram = Classifier::diagram().to_string();
    for text in ["<svg", "</svg>", "hidden", "Underweight", "Overweight"] {
        assert!(diagram.contains(text), "no `{text}` in\n{diagram}");
    }
    assert_eq!(sequential_summary(&sequential![dense(1, input = 1)]).lines().next(), Some("Model: \"Sequential\""));
}

/// Of a network whose type has no name.
/// Each layer's choice, the reasons, and what the sizes that only rustc knows become.
#[test]
fn the_schedule_tells_what_was_chosen_and_why() {
    const WIDE: usize = 300;
    sequential! {
        pub struct Scheduled {
            scale: rescaling(0.5, input = WIDE),
            wide: dense(WIDE, tanh),
            small: dense(8),
            norm: batch_normalization(),
            relu(),
            single: dense(1, sigmoid),
        }
    }
    let schedule = Scheduled::schedule().to_string();
    let lines: Vec<&str> = schedule.lines().map(str::trim).collect();
    assert_eq!(lines[0], "Schedule: \"Scheduled\"");
    for step in [
        "scale (rescaling): in place",
        "wide (dense): shared product, 351.56 KB of weights, tanh fused",
        "small (dense): called product, 9.38 KB of weights, norm (batch_normalization) fused, relu fused",
        "single (dense): inlined product, 32.00 B of weights, sigmoid fused",
    ] {
        let at = lines.iter().position(|line| *line == step).unwrap_or_else(|| panic!("no `{step}` in\n{schedule}"));
        assert!(!lines[at + 1].contains("(dense)"), "no reason for `{step}` in\n{schedule}");
    }
    assert!(sequential_schedule(&sequential![dense(1, input = 64)]).contains("dot product"));
}

/// Each convolution is called what it is, and steps by themselves say how many they are.
#[test]
fn the_schedule_says_which_convolution() {
    const PLACES: usize = 3;
    let net = sequential![
        conv2d(4, kernel = PLACES, input = (9, 9, 1)),
        conv2d(6, kernel = 1, relu),
        depthwise_conv2d(kernel = 3),
        conv2d_transpose(2, kernel = 2),
        reshape(6, -1),
        time_distributed(dense(3)),
    ];
    let schedule = sequential_schedule(&net);
    for step in [
        "conv2d (conv2d): direct convolution, 144.00 B of weights",
        "conv2d_1 (conv2d): shared product, 96.00 B of weights, relu fused",
        "depthwise_conv2d (depthwise_conv2d): depthwise convolution, 216.00 B of weights",
        "conv2d_transpose (conv2d_transpose): transposed convolution, 192.00 B of weights",
        "dense (dense): inlined product, 144.00 B of weights, each of 6 steps",
    ] {
        assert!(schedule.lines().any(|line| line.trim() == step), "no `{step}` in\n{schedule}");
    }
}

/// On any number of threads, and of samples, the same as on one.
#[test]
fn batches_over_all_cores_are_the_same() {
    let net = sequential![dense(64, input = 16, tanh), dense(33), dense(1)];
    for samples in [0, 1, 63, 64, 65, 1000] {
        let inputs: Vec<[f32; 16]> =
            (0..samples).map(|i| core::array::from_fn(|j| ((i * 16 + j) as f32).sin())).collect();
        let (mut parallel, mut serial) = (vec![[0.0]; samples], vec![[0.0]; samples]);
        net.par_forward_batch(&inputs, &mut parallel);
        net.forward_batch(&inputs, &mut serial);
        assert_eq!(parallel, serial, "{samples} samples");
    }
}

#[test]
#[should_panic(expected = "a batch of 3 inputs needs as many outputs, but there are 2")]
fn a_batch_over_all_cores_needs_as_many_outputs_as_inputs() {
    sequential![dense(1, input = 1)].par_forward_batch(&[[0.0]; 3], &mut [[0.0]; 2]);
}

fn sequential_schedule<N: Network>(_: &N) -> String {
    N::schedule().to_string()
}

fn sequential_summary<N: Network>(_: &N) -> String {
    N::summary().to_string()
}

#[test]
fn classes() {
    assert_eq!(ClassifierClass::ALL, [ClassifierClass::Underweight, ClassifierClass::Overweight]);
    assert_eq!(ClassifierClass::Overweight.name(), "Overweight");
    assert_eq!(format!("{:>12}", ClassifierClass::Underweight), " Underweight");
    let mut net = Classifier::zeros();
    assert_eq!(net.classify(&[1.8, 75.0]), (ClassifierClass::Underweight, 0.5));
    net.output.bias = [0.0, 3.0_f32.ln()];
    let (class, probability) = net.classify(&[1.8, 75.0]);
    assert_eq!(class, ClassifierClass::Overweight);
    assert!((probability - 0.75).abs() < 1e-6);
    // NaN is no class's, but no panic either.
    assert!(net.classify(&[f32::NAN, 75.0]).1.is_nan());
}

#[test]
fn largest_output() {
    assert_eq!(argmax(&[0.1, 0.7, 0.7]), 1);
    assert_eq!(argmax(&[f64::NEG_INFINITY; 3]), 0);
    assert_eq!(argmax(&[0.5, f32::NAN, 9.0, f32::NAN]), 1);
    assert_eq!(argmax(&[-0.0, 0.0]), 0);
}

#[test]
#[should_panic = "the largest of no numbers"]
fn largest_of_none() {
    let _ = argmax::<f32>(&[]);
}

#[test]
fn shapes() {
    let net = sequential![flatten(input = (8, 8)), dense(6), reshape(1, 2, 3)];
    let image: [[f32; 8]; 8] = [[0.5; 8]; 8];
    let output: [[[f32; 3]; 2]; 1] = net.forward(&image);
    assert_eq!(output.as_flattened().as_flattened().len(), 6);
    let same: [[[f64; 1]; 3]; 2] = sequential![
        #[dtype(f64)]
        dropout(0.5, input = (2, 3, 1))
    ]
    .forward(&[[[2.0]; 3]; 2]);
    assert_eq!(same, [[[2.0]; 3]; 2]);
}

#[test]
fn layers_that_are_not_named_have_keras_s_names() {
    sequential! {
        struct Names { dense(3, input = 2), relu(), dense(3), dense(3), relu(), mine: dense(1) }
    }
    let net = Names::zeros();
    let _ = (&net.dense, &net.dense_1, &net.dense_2, &net.mine);
    let names: Vec<_> = Names::LAYERS.iter().map(|layer| layer.name).collect();
    assert_eq!(names, ["dense", "relu", "dense_1", "dense_2", "relu_1", "mine"]);
}

const FEATURES: usize = 5;
const HIDDEN: usize = 7;

mod sizes {
    pub(super) const OUTPUTS: usize = 3;
}

#[test]
fn indices_outside_the_vocabulary_give_nan_and_nothing_else() {
    let net = sequential![embedding(2, 2, input = (1, 3), embeddings = [[1.0, 2.0], [3.0, 4.0]])];
    let inputs = [[[0, 2, 1]], [[1, 1, u32::MAX]]];
    let mut outputs = [[[[0.0; 2]; 3]; 1]; 2];
    net.forward_batch(&inputs, &mut outputs);
    for (input, output) in inputs[0..].iter().zip(&outputs) {
        for (index, vector) in input[0].iter().zip(output[0]) {
            match index {
                0 => assert_eq!(vector, [1.0, 2.0]),
                1 => assert_eq!(vector, [3.0, 4.0]),
                _ => assert!(vector.iter().all(|number| number.is_nan())),
            }
        }
        let one = net.forward(input);
        assert!(one.flat().iter().zip(output.flat()).all(|(a, b)| a.to_bits() == b.to_bits()));
    }
}

#[test]
fn the_largest_of_a_window_with_nan_is_nan() {
    let net = sequential![max_pool1d(2, input = (12, 3))];
    for spoilt in 0..12 * 3 {
        let mut input = [[-1.0; 3]; 12];
        input[11 - spoilt / 3] = [f32::INFINITY, f32::NEG_INFINITY, 2.0];
        input[spoilt / 3][spoilt % 3] = f32::NAN;
        for level in nn_runtime::simd::levels() {
            let output = net.forward_at(level, &input);
            for (step, row) in output.iter().enumerate() {
                for (channel, y) in row.iter().enumerate() {
                    let window = [input[2 * step][channel], input[2 * step + 1][channel]];
                    let is_nan = window.iter().any(|x| x.is_nan());
                    assert!(if is_nan { y.is_nan() } else { *y == window[0].max(window[1]) }, "{window:?} gives {y}");
                }
            }
        }
    }
}

#[test]
fn constants_as_sizes() {
    sequential! {
        struct Sized {
            dense(HIDDEN, input = FEATURES, relu),
            dense({ 2 * HIDDEN }, input = 7),
            dense(sizes::OUTPUTS + 3, input = 2 * HIDDEN),
            reshape(-1, 2, input = 6),
            flatten(input = (3, 2)),
        }
    }
    assert_eq!(Sized::PARAMETERS, 5 * 7 + 7 + 7 * 14 + 14 + 14 * 6 + 6);
    assert_eq!(Sized::SCRATCH_BYTES, 4 * (7 + 14));
    let output: [f32; 6] = Sized::init(1).forward(&[0.5; FEATURES]);
    let literal = sequential![dense(7, input = 5, relu), dense(14), dense(6), reshape(3, 2), flatten()];
    assert_eq!(output, with_seed_1(literal).forward(&[0.5; 5]));
}

const SCALE: f32 = 0.5;
const SLOPE: f32 = 0.25;
const EACH: [f32; 2] = [2.0, 3.0];

#[test]
fn constants_as_numbers() {
    let net =
        sequential![rescaling(SCALE + 1.0, offset = -SCALE, input = 2), leaky_relu(SLOPE - 0.5), elu(2.0 * SCALE)];
    assert_eq!(net.forward(&[1.0, -1.0]), [1.0, 0.5]);
    let net = sequential![rescaling(EACH, input = (2, 2)), normalization(mean = EACH, variance = 2.0 + 2.0)];
    assert_eq!(net.forward(&[[1.0, 1.0], [2.0, 2.0]]), [[0.0, 0.0], [1.0, 1.5]]);
    let net = sequential![discretization(EACH, input = 2), discretization([-SCALE, SCALE, SCALE + 1.0])];
    assert_eq!(net.forward(&[2.5, 1.0]), [2.0, 1.0]);
    let net = sequential![discretization([-1.0, 2.0, 2.0], input = 5)];
    let [below, at, above, infinite, none] = net.forward(&[f32::NEG_INFINITY, -1.0, 2.0, f32::INFINITY, f32::NAN]);
    assert_eq!([below, at, above, infinite], [0.0, 1.0, 3.0, 3.0]);
    assert!(none.is_nan());
    let net = sequential![dense(2, input = 1, kernel_initializer = constant(SCALE * 4.0), bias_initializer = ones)];
    assert_eq!(net.forward(&[1.0]), [3.0; 2]);
}

/// An expression's weights are drawn with seed 0.
fn with_seed_1<N: Network>(_: N) -> N {
    N::init(1)
}

/// The greatest output's index, for any network of one axis or more.
fn class<N: Network>(net: &N, input: &N::Input) -> usize {
    argmax(net.forward(input).flat())
}

/// A network in a generic function is a type of its own there.
fn doubled<T: Into<f32>>(x: T) -> f32 {
    let net = sequential![rescaling(2.0, input = 1)];
    net.forward(&[x.into()])[0]
}

#[test]
fn generic_code() {
    let mut net = Classifier::zeros();
    net.output.bias[1] = 1.0;
    assert_eq!(class(&net, &[0.0, 0.0]), 1);
    assert_eq!(class(&sequential![dropout(0.1, input = (2, 2))], &[[1.0, 2.0], [4.0, 3.0]]), 2);
    assert_eq!([doubled(3_u8), doubled(1.5_f32)], [6.0, 3.0]);
}

#[test]
fn networks_cross_threads() {
    let doubled = std::thread::spawn(|| sequential![rescaling(2.0, input = 1)].forward(&[4.0])).join();
    assert_eq!(doubled.ok(), Some([8.0]));
    let net = std::sync::Arc::new(Classifier::zeros());
    let other = std::sync::Arc::clone(&net);
    let output = std::thread::spawn(move || other.forward(&[1.0, 2.0])).join();
    assert_eq!(output.ok(), Some(net.forward(&[1.0, 2.0])));
}

#[test]
fn two_networks_in_one_expression() {
    let both = sequential![rescaling(2.0, input = 1)].forward(&sequential![rescaling(3.0, input = 1)].forward(&[1.0]));
    assert_eq!(both, [6.0]);
}

/// Whether the samples of a batch lie in lanes is a matter of sizes, whoever knows them.
#[test]
fn constant_sizes_lie_in_lanes_as_others_do() {
    sequential! {
        struct Known { dense(7, input = 5, relu), dense(3, softmax) }
    }
    sequential! {
        struct Constant { dense(HIDDEN, input = FEATURES, relu), dense(sizes::OUTPUTS, softmax) }
    }
    sequential! {
        struct Large { dense({ 10 * HIDDEN }, input = { 10 * FEATURES }) }
    }
    const { assert!(Known::IN_LANES && Constant::IN_LANES && !Large::IN_LANES) };
    let (known, constant) = (Known::init(3), Constant::init(3));
    let inputs: Vec<[f32; FEATURES]> =
        (0..37_u8).map(|i| [f32::from(i) / 8.0, 1.0, -0.5, -f32::from(i), 0.25]).collect();
    let mut outputs = [[[0.0; sizes::OUTPUTS]; 37]; 2];
    known.forward_batch(&inputs, &mut outputs[0]);
    constant.forward_batch(&inputs, &mut outputs[1]);
    assert_eq!(outputs[0], outputs[1]);
    for (input, output) in inputs.iter().zip(&outputs[0]) {
        let one = known.forward(input);
        assert!(one.iter().zip(output).all(|(a, b)| (a - b).abs() < 1e-6), "{one:?} and {output:?}");
    }
}
