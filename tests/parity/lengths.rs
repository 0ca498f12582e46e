//! A batch gives what its samples give one by one, however many they are.

use nn_runtime::simd::levels;
use nn_runtime::{Element, Tensor, sequential};

use crate::common::reference::{Bound, Written, compare, expected, reference};

/// More than any block of samples.
const MOST: usize = 70;

pub(crate) fn check<N: Written>() {
    let net = N::boxed_init(3);
    let number = |i: usize| (i as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
    let inputs: Vec<N::Input> = (0..MOST)
        .map(|row| {
            let mut input = N::Input::ZEROS;
            for (i, x) in input.flat_mut().iter_mut().enumerate() {
                *x = Element::from_f64(number(row * N::Input::LEN + i) as f64 / f64::from(1 << 22) - 2.0);
            }
            input
        })
        .collect();
    let reference = reference(&*net);
    let expected: Vec<_> = inputs.iter().map(|input| expected(&reference, input)).collect();
    let check = |count: usize, outputs: &[N::Output], how: &str| {
        for (row, (output, expected)) in outputs.iter().zip(&expected[..count]).enumerate() {
            compare(expected, output.flat(), Bound::Rounding, &format!("sample {row} of {count} {how}"));
        }
    };
    // What isn't written keeps this number, which no layer gives.
    let mut untouched = N::Output::ZEROS;
    untouched.flat_mut().fill(N::Scalar::from_f64(-12345.0));
    // Every length, unless that takes too long without optimisation.
    let every = N::FLOPS < 1000;
    for level in levels() {
        for count in (0..=MOST).filter(|count| every || [0, 1, 2, 3, 5, 8, 9, 17, 33, 64, 70].contains(count)) {
            let mut outputs = vec![untouched; count + 2];
            net.forward_batch_at(level, &inputs[..count], &mut outputs[1..=count]);
            check(count, &outputs[1..=count], &format!("at {level:?}"));
            for around in [0, count + 1] {
                assert!(outputs[around].flat() == untouched.flat(), "a batch of {count} writes what is around it");
            }
        }
    }
    let mut outputs = vec![untouched; MOST];
    for level in levels() {
        outputs.iter_mut().zip(&inputs).for_each(|(output, input)| *output = net.forward_at(level, input));
        check(MOST, &outputs, &format!("by itself at {level:?}"));
    }
    net.forward_batch(&inputs, &mut outputs);
    check(MOST, &outputs, "at the level of its choice");
}

#[test]
fn no_samples() {
    let net = sequential![dense(3, input = 2, relu), dense(2, softmax)];
    net.forward_batch(&[], &mut []);
}

/// The message names both lengths, whichever is greater.
#[test]
fn different_lengths() {
    for (inputs, outputs) in [(3, 2), (2, 3), (0, 1), (64, 0)] {
        let net = sequential![dense(3, input = 2)];
        let batch = || net.forward_batch(&vec![[0.0; 2]; inputs], &mut vec![[0.0; 3]; outputs]);
        let panic = std::panic::catch_unwind(batch).expect_err("a panic");
        let message = panic.downcast::<String>().expect("a message");
        assert_eq!(*message, format!("a batch of {inputs} inputs needs as many outputs, but there are {outputs}"));
    }
}
