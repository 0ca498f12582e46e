//! The interpreter: what it takes and gives, each activation, and its gradients. What ops make is told by the kernels, which
//! share nothing with it: the workspace's `tests/networks.rs` compares them.

#![allow(clippy::float_cmp, reason = "exactly equal is what is meant")]

use super::{Error, Input, Reference, Role};
use crate::activation::ACTIVATIONS;

#[track_caller]
fn reference(network: &str) -> Reference {
    let tokens = network.parse().expect("tokens");
    Reference::new(tokens).unwrap_or_else(|error| panic!("{network}: {error}"))
}

/// The outputs of one input.
#[track_caller]
fn outputs(reference: &Reference, input: &[f64]) -> Vec<f64> {
    let outputs = reference.evaluate(&[input]).expect("an input of this length");
    outputs[0].iter().map(|y| y.value).collect()
}

/// The error of a text that can't be interpreted.
#[track_caller]
fn error(network: &str) -> Error {
    Reference::new(network.parse().expect("tokens")).err().expect("an error")
}

#[test]
fn parameters_and_inputs_are_listed() {
    let reference = reference("words: embedding(10, 4, input = 6), gru(3), batch_normalization(trainable = false)");
    assert_eq!(reference.inputs(), [Input { shape: vec![6], is_indices: true }]);
    let listed = reference.parameters().iter();
    let listed: Vec<_> = listed.map(|one| (one.name.as_str(), one.shape.as_slice(), one.role)).collect();
    assert_eq!(
        listed,
        [
            ("words.embeddings", &[10, 4][..], Role::Trainable),
            ("gru.kernel", &[4, 9], Role::Trainable),
            ("gru.recurrent_kernel", &[3, 9], Role::Trainable),
            ("gru.bias", &[2, 9], Role::Trainable),
            ("batch_normalization.gamma", &[3], Role::Frozen),
            ("batch_normalization.beta", &[3], Role::Frozen),
            ("batch_normalization.moving_mean", &[3], Role::Statistic),
            ("batch_normalization.moving_variance", &[3], Role::Statistic),
        ]
    );
}

#[test]
fn values_are_all_that_flows() {
    let mut reference = reference("dense(2, input = 2, use_bias = false), residual(relu)");
    reference.set("dense.kernel", &[1.0, 0.0, 0.0, -1.0]).expect("a kernel");
    let values = reference.values(&[&[3.0, 5.0]]).expect("values");
    let values: Vec<Vec<f64>> = values.into_iter().map(|value| value.iter().map(|x| x.value).collect()).collect();
    assert_eq!(values, [[3.0, 5.0], [3.0, -5.0], [3.0, 0.0], [6.0, -5.0]]);
}

#[test]
fn what_only_rustc_knows_is_an_error() {
    assert_eq!(error("dense(UNITS, input = 2)"), Error::Constant("UNITS".to_owned()));
    assert_eq!(error("rescaling(1.0 / SCALE, input = 2)"), Error::Constant("(1.0 / SCALE)".to_owned()));
    assert_eq!(error("elu(ALPHA, input = 2)"), Error::Constant("ALPHA".to_owned()));
}

#[test]
fn mistakes_are_told() {
    let Error::Network(errors) = error("dense(3, input = 2, rleu)") else { panic!("no errors of the text") };
    assert!(errors.len() == 1 && errors[0].contains("`rleu`"), "{errors:?}");
    let mut reference = reference("dense(3, input = 2)");
    assert_eq!(reference.set("dense.kernle", &[]), Err(Error::Missing("dense.kernle".to_owned())));
    let told = |error: Error| error.to_string();
    assert_eq!(
        reference.set("dense.bias", &[1.0]).map_err(told),
        Err("dense.bias has 3 numbers, but 1 were given".into())
    );
    assert_eq!(reference.evaluate(&[&[1.0]]).map_err(told), Err("the input has 2 numbers, but 1 were given".into()));
    assert_eq!(reference.evaluate(&[]).map_err(told), Err("the list of inputs has 1 numbers, but 0 were given".into()));
}

/// Constants are of the network's number type.
#[test]
fn constants_are_rounded_as_the_network_rounds_them() {
    assert_eq!(outputs(&reference("rescaling(0.1, input = 1)"), &[1.0]), [f64::from(0.1_f32)]);
    assert_eq!(outputs(&reference("#[dtype(f64)] rescaling(0.1, input = 1)"), &[1.0]), [0.1]);
}

/// Each row of the table, with its arguments and without, where it can be.
#[test]
fn every_activation_has_a_formula() {
    for row in ACTIVATIONS {
        let arguments: Vec<String> =
            row.parameters.iter().map(|parameter| format!("{} = 0.5", parameter.name)).collect();
        let general =
            format!("{}({})", row.name, [&arguments[..], row.flag.map(str::to_owned).as_slice()].concat().join(", "));
        let plain = (row.name != "threshold").then(|| row.name.to_owned());
        for activation in plain.into_iter().chain([general]) {
            let mut reference = reference(&format!("dense(3, {activation}, input = 1, use_bias = false)"));
            reference.set("dense.kernel", &[1.0, -2.0, 0.25]).expect("a kernel");
            let outputs = outputs(&reference, &[1.0]);
            assert!(outputs.iter().all(|y| y.is_finite()), "{activation}: {outputs:?}");
        }
    }
    assert_eq!(
        outputs(&reference("discretization([-1.0, 0.5], input = 4)"), &[-2.0, -1.0, 0.0, 0.5]),
        [0.0, 1.0, 1.0, 2.0]
    );
}

#[test]
fn errors_are_bounds_of_roundings() {
    let mut reference = reference("dense(1, input = 3)");
    reference.set("dense.kernel", &[1.0, -2.0, 0.5]).expect("a kernel");
    reference.set("dense.bias", &[4.0]).expect("a bias");
    let sum = reference.evaluate(&[&[1.0, 3.0, 2.0]]).expect("an output")[0][0];
    // Five epsilons of the sum of the terms' sizes.
    assert_eq!((sum.value, sum.error), (0.0, 5.0 * 12.0));
    let nan = reference.evaluate(&[&[f64::NAN, 3.0, 2.0]]).expect("an output")[0][0];
    assert!(nan.value.is_nan() && nan.error == 0.0);
}

/// A loss, what it is for an output, and its derivatives by the sums before the activation.
struct Loss {
    activation: &'static str,
    of: fn(&[f64]) -> f64,
    by_sums: fn(&[f64]) -> Vec<f64>,
}

/// Half the sum of squares after a `tanh`, and a cross-entropy.
const LOSSES: [Loss; 2] = [
    Loss {
        activation: "tanh",
        of: |y| 0.5 * y.iter().map(|y| y * y).sum::<f64>(),
        by_sums: |y| y.iter().map(|y| y * (1.0 - y * y)).collect(),
    },
    Loss { activation: "softmax", of: |y| -y[1].ln(), by_sums: |y| vec![y[0], y[1] - 1.0, y[2]] },
];

#[test]
fn gradients_are_those_of_books() {
    let near = |a: f64, b: f64| assert!((a - b).abs() <= 1e-9, "{a} is not {b}");
    let (kernel, bias, x) = ([0.5, -0.25, 0.75, 1.0, -1.5, 0.3], [0.1, -0.2, 0.0], [0.7, -1.2]);
    for Loss { activation, of, by_sums } in LOSSES {
        let mut reference = reference(&format!("#[dtype(f64)] dense(3, {activation}, input = 2)"));
        reference.set("dense.kernel", &kernel).expect("a kernel");
        reference.set("dense.bias", &bias).expect("a bias");
        let gradient = reference.gradient(&[&x], |outputs| of(&outputs[0])).expect("a gradient");
        let by_sums = by_sums(&outputs(&reference, &x));
        for (unit, by_sum) in by_sums.iter().enumerate() {
            near(gradient.parameters[0][unit], by_sum * x[0]);
            near(gradient.parameters[0][3 + unit], by_sum * x[1]);
            near(gradient.parameters[1][unit], *by_sum);
        }
        for (found, weights) in gradient.inputs[0].iter().zip(kernel.chunks(3)) {
            near(*found, by_sums.iter().zip(weights).map(|(by_sum, weight)| by_sum * weight).sum());
        }
    }
}

/// An index has no derivative, and what it chooses has one.
#[test]
fn gradients_of_an_embedding() {
    let mut reference = reference("embedding(3, 2, input = 2)");
    reference.set("embedding.embeddings", &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]).expect("a table");
    assert_eq!(outputs(&reference, &[2.0, 0.0]), [5.0, 6.0, 1.0, 2.0]);
    assert!(outputs(&reference, &[3.0, 0.0])[..2].iter().all(|y| y.is_nan()));
    let gradient = reference.gradient(&[&[2.0, 2.0]], |outputs| outputs[0].iter().sum()).expect("a gradient");
    assert_eq!(gradient.inputs, [[0.0, 0.0]]);
    for (found, expected) in gradient.parameters[0].iter().zip([0.0, 0.0, 0.0, 0.0, 2.0, 2.0]) {
        assert!((found - expected).abs() <= 1e-9, "{gradient:?}");
    }
}

/// Gives all parameters numbers that are the next of some, as the parts of a network take those of the whole.
fn fill(reference: &mut Reference, numbers: &mut impl Iterator<Item = f64>) {
    for parameter in reference.parameters().to_vec() {
        let values: Vec<f64> = numbers.take(parameter.values.len()).collect();
        reference.set(&parameter.name, &values).expect("a parameter of this size");
    }
}

/// Layers that are made of layers lower to what they say: the whole is made of its parts' outputs, exactly.
#[test]
fn the_whole_is_made_of_its_parts() {
    type Part<'a> = &'a dyn Fn(&[f64]) -> Vec<f64>;
    type Make = fn(&[f64], &[Part<'_>]) -> Vec<f64>;
    fn sum(a: &[f64], b: &[f64]) -> Vec<f64> {
        a.iter().zip(b).map(|(a, b)| a + b).collect()
    }
    /// The lines of two tensors beside each other, each with so many numbers.
    fn lines(a: &[f64], width: usize, b: &[f64], other: usize) -> Vec<f64> {
        a.chunks(width).zip(b.chunks(other)).flat_map(|(a, b)| [a, b].concat()).collect()
    }
    /// The same steps from the last to the first.
    fn turned(x: &[f64], width: usize) -> Vec<f64> {
        x.chunks(width).rev().flatten().copied().collect()
    }
    let cases: [(&str, &[&str], Make); 8] = [
        ("residual(dense(4, tanh), dense(3), input = 3)", &["dense(4, tanh, input = 3), dense(3)"], |x, parts| {
            sum(&parts[0](x), x)
        }),
        (
            "concat(dense(2), identity(), (relu, dense(1)), input = 3)",
            &["dense(2, input = 3)", "relu(input = 3), dense(1)"],
            |x, parts| [parts[0](x), x.to_vec(), parts[1](x)].concat(),
        ),
        ("concat(relu, identity(), input = (4, 3))", &["relu(input = 12)"], |x, parts| lines(&parts[0](x), 3, x, 3)),
        (
            "time_distributed(dense(2, tanh), softmax, input = (4, 3))",
            &["dense(2, tanh, input = 3), softmax()"],
            |x, parts| x.chunks(3).flat_map(parts[0]).collect(),
        ),
        (
            "bidirectional(lstm(2, return_sequences = true), input = (4, 3))",
            &["lstm(2, return_sequences = true, input = (4, 3))", "lstm(2, return_sequences = true, input = (4, 3))"],
            |x, parts| lines(&parts[0](x), 2, &turned(&parts[1](&turned(x, 3)), 2), 2),
        ),
        (
            "bidirectional(gru(2), merge_mode = sum, input = (4, 3))",
            &["gru(2, input = (4, 3))", "gru(2, go_backwards = true, input = (4, 3))"],
            |x, parts| sum(&parts[0](x), &parts[1](x)),
        ),
        (
            "bidirectional(simple_rnn(2), merge_mode = mul, input = (4, 3))",
            &["simple_rnn(2, input = (4, 3))", "simple_rnn(2, go_backwards = true, input = (4, 3))"],
            |x, parts| parts[0](x).iter().zip(parts[1](x)).map(|(a, b)| a * b).collect(),
        ),
        (
            "bidirectional(simple_rnn(2), merge_mode = ave, input = (4, 3))",
            &["simple_rnn(2, input = (4, 3))", "simple_rnn(2, go_backwards = true, input = (4, 3))"],
            |x, parts| parts[0](x).iter().zip(parts[1](x)).map(|(a, b)| 0.5 * (a + b)).collect(),
        ),
    ];
    let number = |index: i32| f64::from((index * 37 + 11) % 101) / 50.0 - 1.0;
    for (whole, parts, make) in cases {
        let (mut net, mut numbers) = (reference(whole), (0..).map(number));
        fill(&mut net, &mut (0..).map(number));
        let parts: Vec<Reference> = parts
            .iter()
            .map(|part| {
                let mut part = reference(part);
                fill(&mut part, &mut numbers);
                part
            })
            .collect();
        let parts: Vec<_> = parts.iter().map(|part| move |x: &[f64]| outputs(part, x)).collect();
        let parts: Vec<Part<'_>> = parts.iter().map(|part| part as _).collect();
        let x: Vec<f64> = (50..).map(number).take(net.inputs()[0].len()).collect();
        assert_eq!(outputs(&net, &x), make(&x, &parts), "{whole}");
    }
}
