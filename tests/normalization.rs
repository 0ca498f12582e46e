//! Normalisations whose numbers have a mean that is large against their deviation, where a mean of few digits would be wrong.

use nn_runtime::simd::levels;
use nn_runtime::{Element, Network, Tensor, sequential};

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

/// Panics unless the network normalises deviations from any mean within `bound · max(1, |result|)`. `group` is the group of a
/// number by its index.
fn check<N: Network>(net: &N, group: impl Fn(usize) -> usize, epsilon: f64, bound: f64) {
    let deviations = deviations(N::Input::LEN);
    let groups: Vec<usize> = (0..deviations.len()).map(group).collect();
    let mut expected = deviations.clone();
    for group in 0..=*groups.iter().max().expect("a number") {
        let members: Vec<usize> = (0..groups.len()).filter(|&index| groups[index] == group).collect();
        #[expect(clippy::cast_precision_loss, reason = "few numbers")]
        let mean =
            |f: &dyn Fn(f64) -> f64| members.iter().map(|&i| f(deviations[i])).sum::<f64>() / members.len() as f64;
        let center = mean(&|x| x);
        let deviation = (mean(&|x| (x - center).powi(2)) + epsilon).sqrt();
        for &index in &members {
            expected[index] = (deviations[index] - center) / deviation;
        }
    }
    for mean in [0.0, 1.0, -30.0, 1024.0] {
        let mut input = N::Input::ZEROS;
        input.flat_mut().iter_mut().zip(&deviations).for_each(|(x, d)| *x = Element::from_f64(mean + d));
        for level in levels() {
            let output = net.forward_at(level, &input);
            let worst = output.flat().iter().zip(&expected).map(|(y, x)| (y.into_f64() - x).abs() / x.abs().max(1.0));
            let worst = worst.fold(0.0, f64::max);
            assert!(worst <= bound, "of mean {mean} {worst:e}, more than {bound:e}");
        }
    }
}

macro_rules! cases {
    ($($name:ident $layer:tt, $epsilon:literal, $group:expr;)*) => { $(
        #[test]
        fn $name() {
            sequential! {
                struct Single $layer
            }
            sequential! {
                #[dtype(f64)]
                struct Double $layer
            }
            // What `ops::normalize` promises.
            check(&Single::init(0), $group, $epsilon, 1e-6);
            check(&Double::init(0), $group, $epsilon, 1e-14);
        }
    )* };
}

cases! {
    layer { layer_normalization(input = 1000) }, 1e-3, |_| 0;
    layer_of_rows { layer_normalization(input = (7, 333)) }, 1e-3, |i| i / 333;
    layer_of_columns { layer_normalization(input = (2500, 5), axis = 1) }, 1e-3, |i| i % 5;
    one_group { group_normalization(groups = 1, input = (48, 3)) }, 1e-3, |_| 0;
    groups { group_normalization(groups = 3, input = (50, 50, 6), epsilon = 1e-5) }, 1e-5, |i| i % 6 / 2;
    each_channel { group_normalization(groups = -1, input = (100, 100, 5)) }, 1e-3, |i| i % 5;
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
