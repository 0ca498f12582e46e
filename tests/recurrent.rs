//! Recurrent layers compute what the interpreter does, at every SIMD level, one sample and many.
//!
//! What a step makes of the rounding of those before it may grow, and does not here: the bound is 64 ε for outputs of at most
//! 1, of weights that don't make the errors grow.

use nn_runtime::simd::levels;
use nn_runtime::{Element, Network, Scalar, Tensor, sequential};

use crate::common::reference::{Bound, Written, check as check_levels, network};
use crate::common::{part, wide};

const BOUND: Bound = Bound::Epsilons(64.0);

fn check<N: Written>() {
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
    check_levels(&*net, &inputs, &[0, 1, 11], BOUND);
}

/// A test of each network, in both number types.
macro_rules! networks {
    ($($name:ident { $($layers:tt)* })*) => {$(
        mod $name {
            super::network! { struct Single { $($layers)* } }
            super::network! { #[dtype(f64)] struct Double { $($layers)* } }

            #[test]
            fn f32() {
                super::check::<Single>();
            }

            #[test]
            fn f64() {
                super::check::<Double>();
            }
        }
    )*};
}

// Units around each number of lanes, few features and many, lengths around the number of steps that are taken at once.
networks! {
    simple_1 { simple_rnn(1, input = (1, 1)) }
    simple_5 { simple_rnn(5, input = (9, 3), go_backwards = true) }
    simple_100 { simple_rnn(100, input = (5, 30), use_bias = false, return_sequences = true) }
    simple_300 { simple_rnn(300, input = (3, 2)) }
    lstm_1 { lstm(1, input = (8, 1)) }
    lstm_3 { lstm(3, input = (7, 2), return_sequences = true) }
    lstm_8 { lstm(8, input = (17, 1), use_bias = false) }
    lstm_16 { lstm(16, input = (4, 24)) }
    lstm_19 { lstm(19, input = (10, 5), go_backwards = true, return_sequences = true) }
    lstm_32 { lstm(32, input = (20, 1), return_sequences = true) }
    lstm_47 { lstm(47, input = (9, 33), go_backwards = true) }
    lstm_100 { lstm(100, input = (9, 70), go_backwards = true, return_sequences = true) }
    lstm_stack { lstm(17, input = (6, 2), return_sequences = true), lstm(9, return_sequences = true), lstm(33) }
    lstm_softmax { lstm(20, softmax, input = (5, 2), recurrent_activation = softmax) }
    gru_1 { gru(1, input = (3, 1)) }
    gru_7 { gru(7, input = (9, 4), reset_after = false, return_sequences = true) }
    gru_16 { gru(16, input = (8, 3)) }
    gru_21 { gru(21, input = (11, 3), reset_after = false, use_bias = false) }
    gru_32 { gru(32, input = (20, 1), return_sequences = true) }
    gru_40 { gru(40, input = (9, 40), go_backwards = true, use_bias = false) }
    gru_64_before { gru(64, input = (9, 40), reset_after = false) }
    gru_120 { gru(120, input = (5, 3)) }
    gru_200_before { gru(200, input = (3, 3), reset_after = false) }
    gru_stack { gru(20, input = (6, 2), return_sequences = true), simple_rnn(18, return_sequences = true), gru(5) }
}

fn epsilon<T: Scalar>() -> f64 {
    T::epsilon().into_f64()
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
