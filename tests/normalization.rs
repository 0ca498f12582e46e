//! Normalisations whose numbers have a mean that is large against their deviation, where a mean of few digits would be wrong.

use nn_runtime::simd::levels;
use nn_runtime::{Element, Network, Tensor, sequential};

use crate::common::reference::{Bound, Written, compare, expected, network, reference};

/// Deviations from -1 to 1 in steps of 2⁻¹³, so that `f32` has each of them beside a mean of 1024.
fn deviations(count: usize) -> Vec<f64> {
    let mut state = 7_u32;
    (0..count)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            f64::from(state >> 18) / 8192.0 - 1.0
        })
        .collect()
}

/// Compares the network of deviations from any mean with its interpreter of the deviations alone, within so many epsilons of
/// `max(1, |result|)`.
fn check<N: Written>(epsilons: f64) {
    let (net, deviations) = (N::init(0), deviations(N::Input::LEN));
    let around = |mean: f64| {
        let mut input = N::Input::ZEROS;
        input.flat_mut().iter_mut().zip(&deviations).for_each(|(x, d)| *x = Element::from_f64(mean + d));
        input
    };
    let expected = expected(&reference(&net), &around(0.0));
    for mean in [0.0, 1.0, -30.0, 1024.0] {
        for level in levels() {
            let output = net.forward_at(level, &around(mean));
            compare(&expected, output.flat(), Bound::Epsilons(epsilons), &format!("mean {mean} at {level:?}"));
        }
    }
}

macro_rules! cases {
    ($($name:ident { $($layer:tt)* })*) => { $(
        #[test]
        fn $name() {
            network! {
                struct Single { $($layer)* }
            }
            network! {
                #[dtype(f64)]
                struct Double { $($layer)* }
            }
            // What `ops::normalize` promises.
            check::<Single>(1e-6 / f64::from(f32::EPSILON));
            check::<Double>(1e-14 / f64::EPSILON);
        }
    )* };
}

cases! {
    layer { layer_normalization(input = 1000) }
    layer_of_rows { layer_normalization(input = (7, 333)) }
    layer_of_columns { layer_normalization(input = (2500, 5), axis = 1) }
    one_group { group_normalization(groups = 1, input = (48, 3)) }
    groups { group_normalization(groups = 3, input = (50, 50, 6), epsilon = 1e-5) }
    each_channel { group_normalization(groups = -1, input = (100, 100, 5)) }
}

/// A vector with NaN has no length; one of zeros has the least.
#[test]
fn a_length_that_is_no_number() {
    let net = sequential![unit_normalization(input = 3)];
    for level in levels() {
        assert!(net.forward_at(level, &[f32::NAN, 1.0, 2.0]).iter().all(|y| y.is_nan()));
        let [infinite, others @ ..] = net.forward_at(level, &[f32::INFINITY, 1.0, -2.0]);
        assert!(infinite.is_nan() && others == [0.0, 0.0]);
        let [zero, short, _] = net.forward_at(level, &[0.0, -1e-13, 0.0]);
        assert!(zero == 0.0 && (short + 0.1).abs() < 1e-7);
    }
}
