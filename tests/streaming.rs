//! A network step by step gives what it gives for the whole sequence, at every SIMD level, however long that is.

use nn_runtime::simd::{Level, best, levels};
use nn_runtime::{Element, Scalar, Streaming, Tensor, sequential};

/// The input of one step.
fn input<A: Tensor>(step: usize) -> A {
    let mut input = A::ZEROS;
    for (i, x) in input.flat_mut().iter_mut().enumerate() {
        *x = A::Scalar::from_f64(((i * 29 + step * 53) % 97) as f64 / 48.0 - 1.0);
    }
    input
}

fn near<T: Scalar>(found: &[T], expected: &[T], what: &str) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        let error = (found.into_f64() - expected.into_f64()).abs();
        assert!(
            error <= 32.0 * T::epsilon().into_f64() * expected.into_f64().abs().max(1.0),
            "{what}: {found}, {expected}"
        );
    }
}

/// The outputs of a network whose output is a sequence too, and of one that gives the last step's.
fn check<N: Streaming>(is_sequence: bool) {
    let mut net = N::boxed_init(5);
    for (i, value) in net.parameters_mut().flat_map(|parameter| parameter.values).enumerate() {
        *value += N::Scalar::from_f64(((i * 37 % 101) as f64 / 50.0 - 1.0) * 0.05);
    }
    let steps = N::INPUT_SHAPE[0];
    let mut whole = N::Input::ZEROS;
    for (step, x) in whole.flat_mut().chunks_mut(N::StepInput::LEN).enumerate() {
        x.copy_from_slice(input::<N::StepInput>(step).flat());
    }
    for level in levels() {
        let expected = net.forward_at(level, &whole);
        let mut state = N::state();
        for step in 0..steps {
            let output = net.step_at(level, &mut state, &input(step));
            let what = format!("step {step} at {level:?}");
            if is_sequence {
                near(output.flat(), &expected.flat()[step * N::StepOutput::LEN..][..N::StepOutput::LEN], &what);
            } else if step + 1 == steps {
                near(output.flat(), expected.flat(), &what);
            }
        }
    }
    same::<N>(&net, best());
}

/// The function without a level chooses the best, or a lower one for a small network.
fn same<N: Streaming>(net: &N, best: Level) {
    let (mut a, mut b) = (N::state(), N::state());
    for step in 0..40 {
        near(net.step(&mut a, &input(step)).flat(), net.step_at(best, &mut b, &input(step)).flat(), "the best level");
    }
}

/// A test of each network, in both number types.
macro_rules! networks {
    ($($name:ident { $($layers:tt)* } $is_sequence:literal)*) => {$(
        mod $name {
            super::sequential! { #[streaming] struct Single { $($layers)* } }
            super::sequential! { #[streaming] #[dtype(f64)] struct Double { $($layers)* } }

            #[test]
            fn f32() {
                super::check::<Single>($is_sequence);
            }

            #[test]
            fn f64() {
                super::check::<Double>($is_sequence);
            }
        }
    )*};
}

networks! {
    lstm { lstm(20, input = (9, 3)), dense(2) } false
    lstm_sequence { lstm(5, input = (9, 30), return_sequences = true), layer_normalization() } true
    gru { gru(33, input = (12, 1), return_sequences = true), gru(4), dense(3, relu), dense(1) } false
    gru_before { gru(18, reset_after = false, input = (7, 2)) } false
    large { lstm(150, input = (4, 40), return_sequences = true), gru(130) } false
    simple { simple_rnn(40, input = (10, 2)), reshape(8, 5), softmax(), flatten() } false
    around { rescaling(0.5, input = (9, 4)), dropout(0.2), gru(6, return_sequences = true), relu(), batch_normalization() } true
    conv { conv1d(6, kernel = 3, padding = causal, input = (11, 2)) } true
    conv_stack {
        conv1d(8, relu, kernel = 2, padding = causal, input = (30, 1)),
        conv1d(8, relu, kernel = 2, padding = causal, dilation = 2),
        conv1d(8, kernel = 3, padding = causal, dilation = 4, groups = 2),
        tanh(),
        conv1d(3, kernel = 1),
    } true
    conv_and_memory { conv1d(8, relu, kernel = 4, padding = causal, input = (15, 3)), lstm(16), dense(1) } false
    nothing_remembered { rescaling(2.0, input = (4, 3)), unit_normalization() } true
    one_apart { gru(5, return_sequences = true, input = (1, 3)), time_distributed(dense(2)) } true
    words { embedding(11, 6, input = 9), gru(5, return_sequences = true), lstm(3) } false
    apart { gru(5, return_sequences = true, input = (8, 3)), time_distributed(dense(7, tanh), residual(dense(7)), dense(2)) } true
    around_all { lstm(4, return_sequences = true, input = (9, 4)), residual(gru(4, return_sequences = true), relu()) } true
    around_causal {
        conv1d(6, kernel = 1, input = (12, 3)),
        residual(conv1d(6, relu, kernel = 3, padding = causal, dilation = 2), conv1d(6, kernel = 2, padding = causal)),
        residual(residual(conv1d(6, tanh, kernel = 2, padding = causal)), layer_normalization()),
        conv1d(2, kernel = 1),
    } true
    beside {
        concat(conv1d(3, kernel = 2, padding = causal, input = (9, 4)), (gru(5, return_sequences = true), relu()), identity()),
        concat(lstm(4), gru(3)),
        residual(dense(7, relu)),
    } false
    reshaped { reshape(5, 2, 3, input = (5, 6)), softmax(), reshape(5, 6), simple_rnn(3) } false
}

/// A state goes on where it is, and a copy of it from there; the sequence may be longer than was declared.
#[test]
fn a_state_counts_its_steps() {
    sequential! {
        struct Net { gru(3, input = (2, 1)) }
    }
    let net = Net::init(1);
    let mut state = Net::state();
    for step in 0..5 {
        assert_eq!(state.steps(), step);
        let _ = net.step(&mut state, &[0.5]);
    }
    let mut copy = state.clone();
    assert!(net.step(&mut state, &[-1.0]).iter().eq(&net.step(&mut copy, &[-1.0])));
    assert_eq!(state, copy);
    assert_ne!(state, Net::state());
}

/// A network without a name makes its state itself; a step of words is an index.
#[test]
fn without_a_name() {
    let net = sequential![embedding(20, 4, input = 5), gru(3)];
    let mut state = net.state();
    let mut last = [0.0; 3];
    for word in [7_u32, 0, 19, 3, 3] {
        last = net.step(&mut state, &word);
    }
    near(&last, &net.forward(&[7, 0, 19, 3, 3]), "words");
}
