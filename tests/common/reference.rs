//! Networks beside the interpreter of their text, which is what they should compute.

use nn_compiler::reference::{Approximate, Reference};
use nn_runtime::simd::levels;
use nn_runtime::{Network, Scalar, Tensor};

use super::wide;

/// A network with the text that it was compiled from.
pub(crate) trait Written: Network {
    const TEXT: &'static str;
}

/// Compiles a network, and keeps its text: the same tokens, so that the two can't differ.
#[allow(unused_macros, reason = "one of the programs that include this doesn't need it")]
macro_rules! network {
    ($(#[$($attribute:tt)*])* struct $Name:ident { $($layers:tt)* }) => {
        nn_runtime::sequential! { $(#[$($attribute)*])* struct $Name { $($layers)* } }

        impl crate::common::reference::Written for $Name {
            const TEXT: &'static str = stringify!($(#[$($attribute)*])* struct $Name { $($layers)* });
        }
    };
}
#[allow(unused_imports, reason = "likewise")]
pub(crate) use network;

/// The interpreter of a network, with its parameters.
pub(crate) fn reference<N: Written>(net: &N) -> Reference {
    let mut reference = Reference::new(N::TEXT.parse().expect("tokens")).unwrap_or_else(|error| panic!("{error}"));
    let listed = reference.parameters().iter().map(|one| (one.name.clone(), one.shape.clone()));
    let own = net.parameters().map(|one| (one.name.to_owned(), one.shape.to_vec()));
    assert!(listed.eq(own), "{}: the interpreter has other parameters", N::NAME);
    net.parameters().for_each(|one| reference.set(one.name, &wide(one.values)).expect("a parameter of this size"));
    reference
}

/// What a network should give for an input.
pub(crate) fn expected<A: Tensor>(reference: &Reference, input: &A) -> Vec<Approximate> {
    let outputs = reference.evaluate(&[&wide(input.flat())]).expect("an input of the network's");
    outputs.into_iter().next().expect("an output")
}

/// How far from it the network's numbers may be.
#[derive(Clone, Copy)]
pub(crate) enum Bound {
    /// As far as the interpreter says that rounding may take them.
    Rounding,
    /// So many epsilons of the greater one of |y| and 1: where errors don't grow as they might.
    Epsilons(f64),
}

/// Panics unless an output is what it should be: NaN and infinity where they should be, and infinity for what is too large.
#[track_caller]
#[allow(clippy::float_cmp, reason = "what is exactly equal needs no bound")]
pub(crate) fn compare<T: Scalar>(expected: &[Approximate], found: &[T], bound: Bound, what: &str) {
    let (found, epsilon, most) = (wide(found), T::epsilon().into_f64(), T::max_value().into_f64());
    assert_eq!(found.len(), expected.len(), "{what}");
    for (i, (&found, &Approximate { value, error })) in found.iter().zip(expected).enumerate() {
        let bound = epsilon
            * match bound {
                Bound::Rounding => error,
                Bound::Epsilons(epsilons) => epsilons * value.abs().max(1.0),
            };
        let is_same = found == value || found.is_nan() && value.is_nan();
        let is_overflown = value.abs() > most && found == value * f64::INFINITY;
        let is_near = value.is_finite() && (found - value).abs() <= bound;
        assert!(is_same || is_overflown || is_near, "{what}: output {i} is {found}, not {value} within {bound:e}");
    }
}

/// Compares a network with its interpreter at every SIMD level: each of the inputs by itself, and batches of so many of them,
/// which go around.
#[track_caller]
pub(crate) fn check<N: Written>(net: &N, inputs: &[N::Input], batches: &[usize], bound: Bound) {
    let reference = reference(net);
    let expected: Vec<_> = inputs.iter().map(|input| expected(&reference, input)).collect();
    for level in levels() {
        for (sample, (input, expected)) in inputs.iter().zip(&expected).enumerate() {
            let what = format!("{}, sample {sample} at {level:?}", N::NAME);
            compare(expected, net.forward_at(level, input).flat(), bound, &what);
        }
        for &count in batches {
            let batch: Vec<N::Input> = inputs.iter().cycle().take(count).copied().collect();
            let mut outputs = vec![N::Output::ZEROS; count];
            net.forward_batch_at(level, &batch, &mut outputs);
            for (row, (output, expected)) in outputs.iter().zip(expected.iter().cycle()).enumerate() {
                compare(expected, output.flat(), bound, &format!("{}, sample {row} of {count} at {level:?}", N::NAME));
            }
        }
    }
}
