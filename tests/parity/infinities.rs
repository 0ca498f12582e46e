//! NaN and the infinities go through a network as they go through the interpreter, wherever they come in, and
//! reach nothing that doesn't depend on them.
//!
//! The other numbers are small fractions of powers of two, so that most sums are exact and none is of one sign in one
//! order of additions and of another in the next.

use nn_compiler::reference::Reference;
use nn_runtime::simd::levels;
use nn_runtime::{Element, Network, Tensor};

use crate::common::reference::{Bound, Written, compare, expected, reference};
use crate::common::{bits, wide};

const SPECIAL: [f64; 3] = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY];

/// Lengths of batches around those that kernels take at once.
const LENGTHS: [usize; 6] = [1, 2, 7, 8, 9, 33];

pub(crate) fn check<N: Written>() {
    let mut net = N::boxed_zeros();
    fill(&mut *net);
    let inputs: Vec<N::Input> = (0..33).map(input::<N>).collect();
    spoilt_inputs(&*net, &inputs);
    spoilt_parameters(&mut *net, &inputs[..9]);
}

/// The `i`-th of some numbers with both signs and a few zeros.
fn number(i: usize) -> f64 {
    let mixed = (i as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 33;
    (mixed % 9) as f64 / 8.0 - 0.5
}

fn fill<N: Network>(net: &mut N) {
    let mut numbers = (0..).map(number);
    for parameter in net.parameters_mut() {
        parameter.values.iter_mut().zip(&mut numbers).for_each(|(value, number)| *value = N::Scalar::from_f64(number));
    }
}

fn input<N: Network>(row: usize) -> N::Input {
    let mut input = N::Input::ZEROS;
    let numbers = (row * N::Input::LEN..).map(|i| number(7 * i + 3));
    input.flat_mut().iter_mut().zip(numbers).for_each(|(x, number)| *x = Element::from_f64(4.0 * number));
    input
}

/// One number of one sample.
fn spoilt_inputs<N: Written>(net: &N, inputs: &[N::Input]) {
    let reference = reference(net);
    let len = N::Input::LEN;
    let places: Vec<usize> = if len <= 40 { (0..len).collect() } else { vec![0, 1, 15, 16, len / 2, len - 2, len - 1] };
    for special in SPECIAL {
        for &place in &places {
            let mut input = inputs[place % inputs.len()];
            input.flat_mut()[place] = Element::from_f64(special);
            let expected = expected(&reference, &input);
            for level in levels() {
                let what = format!("{special} as input {place} at {level:?}");
                compare(&expected, net.forward_at(level, &input).flat(), Bound::Rounding, &what);
            }
            compare(&expected, net.forward(&input).flat(), Bound::Rounding, &format!("{special} as input {place}"));
        }
    }
    for (turn, count) in LENGTHS.into_iter().enumerate() {
        let rows = [0, count / 2, count - 1].into_iter().enumerate();
        let cases = rows.map(|(i, row)| (SPECIAL[(turn + i) % 3], row, places[(5 * turn + i) % places.len()]));
        let cases: Vec<_> = cases
            .map(|(special, row, place)| {
                let mut spoilt = inputs[..count].to_vec();
                spoilt[row].flat_mut()[place] = Element::from_f64(special);
                let expected = expected(&reference, &spoilt[row]);
                (format!("{special} as input {place} of sample {row} of {count}"), row, spoilt, expected)
            })
            .collect();
        for level in levels() {
            let [mut clean, mut found] = [vec![N::Output::ZEROS; count], vec![N::Output::ZEROS; count]];
            net.forward_batch_at(level, &inputs[..count], &mut clean);
            for (what, row, spoilt, expected) in &cases {
                net.forward_batch_at(level, spoilt, &mut found);
                compare(expected, found[*row].flat(), Bound::Rounding, &format!("{what} at {level:?}"));
                for other in (0..count).filter(|other| other != row) {
                    let [clean, found] = [&clean, &found].map(|outputs| bits(outputs[other].flat()));
                    assert!(clean == found, "{what} changes sample {other} at {level:?}");
                }
            }
        }
    }
}

/// One weight, of the layers before which all numbers are exact: if it is not known which of two numbers near 0 is
/// greater, it is not known which infinity they become.
fn spoilt_parameters<N: Written>(net: &mut N, inputs: &[N::Input]) {
    let mut reference = reference(net);
    let inexact = N::LAYERS.iter().position(|layer| {
        !matches!(layer.kind, "dense" | "flatten" | "reshape" | "dropout") || !matches!(layer.activation, "" | "relu")
    });
    let exact = &N::LAYERS[..inexact.map_or(N::LAYERS.len(), |inexact| inexact + 1)];
    let shapes: Vec<_> = net.parameters().map(|parameter| (parameter.name, parameter.shape)).collect();
    for (index, (name, shape)) in shapes.into_iter().enumerate() {
        if !exact.iter().any(|layer| name.strip_prefix(layer.name).is_some_and(|variable| variable.starts_with('.'))) {
            continue;
        }
        // The ends, and the ends of its rows: what a load beyond a row's end takes along.
        let (len, row) = (shape.iter().product::<usize>(), shape.last().copied().unwrap_or(1));
        let mut places = vec![0, row - 1, row % len, len / 2, len - row, len - 1];
        places.sort_unstable();
        places.dedup();
        for (special, place) in
            SPECIAL.into_iter().flat_map(|special| places.iter().map(move |&place| (special, place)))
        {
            let mut before = N::Scalar::from_f64(special);
            swap(net, &mut reference, index, place, &mut before);
            let expected: Vec<_> = inputs.iter().map(|input| expected(&reference, input)).collect();
            for level in levels() {
                let mut outputs = vec![N::Output::ZEROS; inputs.len()];
                net.forward_batch_at(level, inputs, &mut outputs);
                let single = net.forward_at(level, &inputs[0]);
                for (row, (expected, found)) in
                    expected.iter().zip(&outputs).chain([(&expected[0], &single)]).enumerate()
                {
                    let what = format!("{special} as number {place} of {name} for sample {row} at {level:?}");
                    compare(expected, found.flat(), Bound::Rounding, &what);
                }
            }
            swap(net, &mut reference, index, place, &mut before);
        }
    }
}

/// Swaps one number of a parameter, and tells the interpreter.
fn swap<N: Network>(net: &mut N, reference: &mut Reference, parameter: usize, place: usize, value: &mut N::Scalar) {
    let parameter = net.parameters_mut().nth(parameter).expect("a parameter");
    std::mem::swap(&mut parameter.values[place], value);
    reference.set(parameter.name, &wide(parameter.values)).expect("a parameter of this size");
}
