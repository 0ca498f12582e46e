//! Recurrent layers compute what a plain computation in `f64` does, at every SIMD level, one sample and many.
//!
//! The reference is Keras's formulas, a number at a time. What a step makes of the rounding of those before it is not
//! followed: the bound is 64 ε for outputs of at most 1, of weights that don't make the errors grow.

use nn_runtime::simd::levels;
use nn_runtime::{Element, Network, Scalar, Tensor, sequential};

use crate::common::{part, wide};

/// A layer as the reference reads it.
#[derive(Clone, Copy)]
struct Plain {
    gates: usize,
    reverse: bool,
    sequences: bool,
    reset_after: bool,
    activation: fn(&mut [f64]),
    recurrent_activation: fn(&mut [f64]),
}

const PLAIN: Plain = Plain {
    gates: 1,
    reverse: false,
    sequences: false,
    reset_after: true,
    activation: |x| x.iter_mut().for_each(|x| *x = x.tanh()),
    recurrent_activation: |x| x.iter_mut().for_each(|x| *x = sigmoid(*x)),
};
const LSTM: Plain = Plain { gates: 4, ..PLAIN };
const GRU: Plain = Plain { gates: 3, ..PLAIN };

fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

fn softmax(x: &mut [f64]) {
    let most = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    for x in &mut *x {
        *x = (*x - most).exp();
    }
    let sum: f64 = x.iter().sum();
    for x in x {
        *x /= sum;
    }
}

/// The sums of `x` with the columns of `kernel`, which begin with `bias`.
fn products(x: &[f64], kernel: &[f64], bias: &[f64], columns: usize) -> Vec<f64> {
    let start = |column| bias.get(column).copied().unwrap_or(0.0);
    (0..columns)
        .map(|column| x.iter().enumerate().fold(start(column), |sum, (i, x)| sum + x * kernel[i * columns + column]))
        .collect()
}

/// The layers of a network, one after the other.
fn reference<N: Network>(net: &N, input: &[f64], layers: &[Plain]) -> Vec<f64> {
    let mut x = input.to_vec();
    let mut features = *N::INPUT_SHAPE.last().expect("features");
    for (layer, plain) in N::LAYERS.iter().zip(layers) {
        let find = |variable: &str| {
            let name = format!("{}.{variable}", layer.name);
            net.parameters().find(|parameter| parameter.name == name).map(|parameter| wide(parameter.values))
        };
        let (kernel, recurrent) = (find("kernel").expect("a kernel"), find("recurrent_kernel").expect("a kernel"));
        let units = *layer.output_shape.last().expect("units");
        let columns = plain.gates * units;
        let bias = find("bias").unwrap_or_default();
        let (bias, recurrent_bias) = bias.split_at(bias.len().min(columns));
        let (mut h, mut c) = (vec![0.0; units], vec![0.0; units]);
        let mut outputs = Vec::new();
        let steps: Vec<&[f64]> = x.chunks(features).collect();
        let order: Vec<&&[f64]> = if plain.reverse { steps.iter().rev().collect() } else { steps.iter().collect() };
        for x in order {
            let mut a = products(x, &kernel, bias, columns);
            let b = products(&h, &recurrent, recurrent_bias, columns);
            match plain.gates {
                1 => {
                    h = a.iter().zip(&b).map(|(a, b)| a + b).collect();
                    (plain.activation)(&mut h);
                }
                4 => {
                    a.iter_mut().zip(&b).for_each(|(a, b)| *a += b);
                    for (gate, sums) in a.chunks_mut(units).enumerate() {
                        (if gate == 2 { plain.activation } else { plain.recurrent_activation })(sums);
                    }
                    for u in 0..units {
                        c[u] = a[units + u] * c[u] + a[u] * a[2 * units + u];
                    }
                    h.copy_from_slice(&c);
                    (plain.activation)(&mut h);
                    (0..units).for_each(|u| h[u] *= a[3 * units + u]);
                }
                _ => {
                    a[..2 * units].iter_mut().zip(&b).for_each(|(a, b)| *a += b);
                    a[..2 * units].chunks_mut(units).for_each(plain.recurrent_activation);
                    let (gates, candidates) = a.split_at_mut(2 * units);
                    let b = if plain.reset_after {
                        (0..units).map(|u| gates[units + u] * b[2 * units + u]).collect::<Vec<_>>()
                    } else {
                        let reset: Vec<f64> = (0..units).map(|u| gates[units + u] * h[u]).collect();
                        products(&reset, &recurrent, &[], columns)[2 * units..].to_vec()
                    };
                    candidates.iter_mut().zip(b).for_each(|(a, b)| *a += b);
                    (plain.activation)(candidates);
                    (0..units).for_each(|u| h[u] = gates[u] * h[u] + (1.0 - gates[u]) * candidates[u]);
                }
            }
            if plain.sequences {
                outputs.extend_from_slice(&h);
            }
        }
        x = if plain.sequences { outputs } else { h };
        features = units;
    }
    x
}

fn epsilon<T: Scalar>() -> f64 {
    T::epsilon().into_f64()
}

fn check<N: Network>(layers: &[Plain]) {
    let mut net = N::boxed_init(3);
    for (i, value) in net.parameters_mut().flat_map(|parameter| parameter.values).enumerate() {
        // Biases are zero at first, and orthogonal matrices are no test of what belongs where.
        *value += N::Scalar::from_f64(((i * 37 % 101) as f64 / 50.0 - 1.0) * 0.05);
    }
    let inputs: Vec<N::Input> = (0..11)
        .map(|sample| {
            let mut input = N::Input::ZEROS;
            for (i, x) in input.flat_mut().iter_mut().enumerate() {
                *x = Element::from_f64(((i * 29 + sample * 53) % 97) as f64 / 48.0 - 1.0);
            }
            input
        })
        .collect();
    let expected: Vec<Vec<f64>> = inputs.iter().map(|input| reference(&*net, &wide(input.flat()), layers)).collect();
    let bound = 64.0 * epsilon::<N::Scalar>();
    let near = |output: &N::Output, expected: &[f64], what: &str| {
        let found = wide(output.flat());
        assert_eq!(found.len(), expected.len());
        for (i, (found, expected)) in found.iter().zip(expected).enumerate() {
            assert!((found - expected).abs() <= bound, "{what}: output {i} is {found}, not {expected}");
        }
    };
    for level in levels() {
        for (input, expected) in inputs.iter().zip(&expected).take(3) {
            near(&net.forward_at(level, input), expected, &format!("{level:?}"));
        }
        for count in [0, 1, 11] {
            let mut outputs = vec![N::Output::ZEROS; count];
            net.forward_batch_at(level, &inputs[..count], &mut outputs);
            for (output, expected) in outputs.iter().zip(&expected) {
                near(output, expected, &format!("{level:?}, {count} samples"));
            }
        }
    }
}

/// A test of each network, in both number types.
macro_rules! networks {
    ($($name:ident { $($layers:tt)* } [$($plain:expr),*])*) => {$(
        mod $name {
            #[allow(unused_imports, reason = "not every network has each")]
            use super::{GRU, LSTM, PLAIN, Plain};

            super::sequential! { struct Single { $($layers)* } }
            super::sequential! { #[dtype(f64)] struct Double { $($layers)* } }

            #[test]
            fn f32() {
                super::check::<Single>(&[$($plain),*]);
            }

            #[test]
            fn f64() {
                super::check::<Double>(&[$($plain),*]);
            }
        }
    )*};
}

// Units around each number of lanes, few features and many, lengths around the number of steps that are taken at once.
networks! {
    simple_1 { simple_rnn(1, input = (1, 1)) } [PLAIN]
    simple_5 { simple_rnn(5, input = (9, 3), go_backwards = true) } [Plain { reverse: true, ..PLAIN }]
    simple_100 { simple_rnn(100, input = (5, 30), use_bias = false, return_sequences = true) }
        [Plain { sequences: true, ..PLAIN }]
    simple_300 { simple_rnn(300, input = (3, 2)) } [PLAIN]
    lstm_1 { lstm(1, input = (8, 1)) } [LSTM]
    lstm_3 { lstm(3, input = (7, 2), return_sequences = true) } [Plain { sequences: true, ..LSTM }]
    lstm_8 { lstm(8, input = (17, 1), use_bias = false) } [LSTM]
    lstm_16 { lstm(16, input = (4, 24)) } [LSTM]
    lstm_19 { lstm(19, input = (10, 5), go_backwards = true, return_sequences = true) }
        [Plain { sequences: true, reverse: true, ..LSTM }]
    lstm_32 { lstm(32, input = (20, 1), return_sequences = true) } [Plain { sequences: true, ..LSTM }]
    lstm_47 { lstm(47, input = (9, 33), go_backwards = true) } [Plain { reverse: true, ..LSTM }]
    lstm_100 { lstm(100, input = (9, 70), go_backwards = true, return_sequences = true) }
        [Plain { reverse: true, sequences: true, ..LSTM }]
    lstm_stack { lstm(17, input = (6, 2), return_sequences = true), lstm(9, return_sequences = true), lstm(33) }
        [Plain { sequences: true, ..LSTM }, Plain { sequences: true, ..LSTM }, LSTM]
    lstm_softmax { lstm(20, softmax, input = (5, 2), recurrent_activation = softmax) }
        [Plain { activation: super::softmax, recurrent_activation: super::softmax, ..LSTM }]
    gru_1 { gru(1, input = (3, 1)) } [GRU]
    gru_7 { gru(7, input = (9, 4), reset_after = false, return_sequences = true) }
        [Plain { sequences: true, reset_after: false, ..GRU }]
    gru_16 { gru(16, input = (8, 3)) } [GRU]
    gru_21 { gru(21, input = (11, 3), reset_after = false, use_bias = false) } [Plain { reset_after: false, ..GRU }]
    gru_32 { gru(32, input = (20, 1), return_sequences = true) } [Plain { sequences: true, ..GRU }]
    gru_40 { gru(40, input = (9, 40), go_backwards = true, use_bias = false) } [Plain { reverse: true, ..GRU }]
    gru_64_before { gru(64, input = (9, 40), reset_after = false) } [Plain { reset_after: false, ..GRU }]
    gru_120 { gru(120, input = (5, 3)) } [GRU]
    gru_200_before { gru(200, input = (3, 3), reset_after = false) } [Plain { reset_after: false, ..GRU }]
    gru_stack { gru(20, input = (6, 2), return_sequences = true), simple_rnn(18, return_sequences = true), gru(5) }
        [Plain { sequences: true, ..GRU }, Plain { sequences: true, ..PLAIN }, GRU]
}

/// A network in both directions, one after the other, is what `merge` makes of the two.
fn check_both<N, F, B>(merge: fn(&[f64], &[f64]) -> Vec<f64>)
where
    N: Network,
    F: Network<Input = N::Input, Scalar = N::Scalar>,
    B: Network<Input = N::Input, Scalar = N::Scalar>,
{
    let both = N::boxed_init(5);
    // The tensors of the forward layer come first.
    let mut weights = both.parameters();
    let (forward, backward) = (part::<F>(&mut weights), part::<B>(&mut weights));
    let last = |net: &[nn_runtime::Layer]| net.last().map(|layer| layer.output_shape.to_vec()).unwrap_or_default();
    let units = last(B::LAYERS).last().copied().unwrap_or(1);
    let inputs: Vec<N::Input> = (0..5)
        .map(|sample| {
            let mut input = N::Input::ZEROS;
            for (i, x) in input.flat_mut().iter_mut().enumerate() {
                *x = Element::from_f64(((i * 31 + sample * 17) % 89) as f64 / 44.0 - 1.0);
            }
            input
        })
        .collect();
    let width = last(F::LAYERS).last().copied().unwrap_or(1);
    let expected = |input: &N::Input, level| {
        let (a, b) = (forward.forward_at(level, input), backward.forward_at(level, input));
        let (a, b) = (wide(a.flat()), wide(b.flat()));
        // The backward layer's steps are turned.
        let steps = a.chunks(width).zip(b.chunks(units).rev());
        steps.flat_map(|(a, b)| merge(a, b)).collect::<Vec<f64>>()
    };
    let near = |found: &N::Output, expected: &[f64]| {
        let found = wide(found.flat());
        assert_eq!(found.len(), expected.len());
        let bound = 64.0 * epsilon::<N::Scalar>();
        for (found, expected) in found.iter().zip(expected) {
            assert!((found - expected).abs() <= bound, "{found:?} is not {expected:?}");
        }
    };
    for level in levels() {
        let mut outputs = vec![N::Output::ZEROS; inputs.len()];
        both.forward_batch_at(level, &inputs, &mut outputs);
        for (input, output) in inputs.iter().zip(&outputs) {
            let expected = expected(input, level);
            near(&both.forward_at(level, input), &expected);
            near(output, &expected);
        }
    }
}

fn pairs(merge: fn(f64, f64) -> f64) -> impl Fn(&[f64], &[f64]) -> Vec<f64> {
    move |a, b| a.iter().zip(b).map(|(a, b)| merge(*a, *b)).collect()
}

/// A test of each network in both directions, beside a network of each.
macro_rules! directions {
    ($($name:ident { $($both:tt)* } { $($forward:tt)* } { $($backward:tt)* } $merge:expr;)*) => {$(
        mod $name {
            super::sequential! { struct Both { $($both)* } }
            super::sequential! { struct Forward { $($forward)* } }
            super::sequential! { struct Backward { $($backward)* } }
            super::sequential! { #[dtype(f64)] struct Both64 { $($both)* } }
            super::sequential! { #[dtype(f64)] struct Forward64 { $($forward)* } }
            super::sequential! { #[dtype(f64)] struct Backward64 { $($backward)* } }

            #[test]
            fn is_the_two_merged() {
                super::check_both::<Both, Forward, Backward>($merge);
                super::check_both::<Both64, Forward64, Backward64>($merge);
            }
        }
    )*};
}

directions! {
    both_lstm { bidirectional(lstm(9, return_sequences = true), input = (17, 5)) }
        { lstm(9, return_sequences = true, input = (17, 5)) }
        { lstm(9, return_sequences = true, go_backwards = true, input = (17, 5)) }
        |a, b| [a, b].concat();
    both_gru_last { bidirectional(gru(33, reset_after = false), merge_mode = ave, input = (9, 30)) }
        { gru(33, reset_after = false, input = (9, 30)) }
        { gru(33, reset_after = false, go_backwards = true, input = (9, 30)) }
        |a, b| super::pairs(f64::midpoint)(a, b);
    both_large { bidirectional(lstm(100, return_sequences = true), merge_mode = mul, input = (11, 70)) }
        { lstm(100, return_sequences = true, input = (11, 70)) }
        { lstm(100, return_sequences = true, go_backwards = true, input = (11, 70)) }
        |a, b| super::pairs(|a, b| a * b)(a, b);
    both_simple { bidirectional(simple_rnn(1, return_sequences = true), merge_mode = sum, input = (1, 1)) }
        { simple_rnn(1, return_sequences = true, input = (1, 1)) }
        { simple_rnn(1, return_sequences = true, go_backwards = true, input = (1, 1)) }
        |a, b| super::pairs(|a, b| a + b)(a, b);
    // Of different units and kinds.
    other { bidirectional(
            there: lstm(7, return_sequences = true),
            backward_layer = back: gru(20, return_sequences = true, go_backwards = true),
            input = (10, 3),
        ) }
        { lstm(7, return_sequences = true, input = (10, 3)) }
        { gru(20, return_sequences = true, go_backwards = true, input = (10, 3)) }
        |a, b| [a, b].concat();
    other_last { bidirectional(lstm(2), backward_layer = simple_rnn(5, go_backwards = true), input = (3, 3)) }
        { lstm(2, input = (3, 3)) }
        { simple_rnn(5, go_backwards = true, input = (3, 3)) }
        |a, b| [a, b].concat();
}

/// Recurrent layers stand in others as dense ones do: the whole is what its parts are, one after the other.
#[test]
fn within_other_layers() {
    sequential! { struct Nested {
        residual(bidirectional(gru(4, return_sequences = true, input = (6, 4)), merge_mode = ave)),
        concat(lstm(3, return_sequences = true), (bidirectional(lstm(2, return_sequences = true)), gru(5, return_sequences = true)), identity()),
        time_distributed(dense(8)),
        reshape(3, 2, 8),
        time_distributed(bidirectional(simple_rnn(3, return_sequences = true)), lstm(2)),
    } }
    sequential! { struct Residual { bidirectional(gru(4, return_sequences = true, input = (6, 4)), merge_mode = ave) } }
    sequential! { struct First { lstm(3, return_sequences = true, input = (6, 4)) } }
    sequential! { struct Second {
        bidirectional(lstm(2, return_sequences = true, input = (6, 4))),
        gru(5, return_sequences = true),
    } }
    sequential! { struct Each { dense(8, input = 12) } }
    sequential! { struct Last { bidirectional(simple_rnn(3, return_sequences = true, input = (2, 8))), lstm(2) } }
    let names: Vec<&str> = Nested::LAYERS.iter().map(|layer| layer.name).collect();
    let inner = |prefix: &str| names.iter().filter(|name| name.starts_with(prefix)).count();
    assert_eq!((inner("forward_"), inner("backward_"), inner("bidirectional")), (3, 3, 3), "{names:?}");
    let net = Nested::init(2);
    let mut weights = net.parameters();
    let residual = part::<Residual>(&mut weights);
    let (first, second) = (part::<First>(&mut weights), part::<Second>(&mut weights));
    let (each, last) = (part::<Each>(&mut weights), part::<Last>(&mut weights));
    assert!(weights.next().is_none());
    let expected = |input: &[[f32; 4]; 6]| {
        let mut sum = residual.forward(input);
        sum.as_flattened_mut().iter_mut().zip(input.as_flattened()).for_each(|(sum, x)| *sum += x);
        let (a, b) = (first.forward(&sum), second.forward(&sum));
        let step = |step: usize| -> [f32; 12] { [&a[step][..], &b[step], &sum[step]].concat().try_into().expect("12") };
        let steps = std::array::from_fn(|at| each.forward(&step(at)));
        let [a, b, c, d, e, f] = steps;
        [[a, b], [c, d], [e, f]].map(|pair| last.forward(&pair))
    };
    let inputs: Vec<[[f32; 4]; 6]> = (0..7)
        .map(|sample| std::array::from_fn(|step| [sample as f32 / 7.0, -0.5, 0.25 * step as f32, 1.0 - step as f32]))
        .collect();
    for level in levels() {
        let mut outputs = vec![[[0.0; 2]; 3]; 7];
        net.forward_batch_at(level, &inputs, &mut outputs);
        for (input, output) in inputs.iter().zip(outputs) {
            let expected = expected(input);
            for found in [net.forward_at(level, input), output] {
                for (a, b) in found.as_flattened().iter().zip(expected.as_flattened()) {
                    assert!((a - b).abs() <= 64.0 * f32::EPSILON, "{a} is not {b} at {level:?}");
                }
            }
        }
    }
}
