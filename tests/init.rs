//! Initial weights: reproducible, and what the initialisers say. Their statistics beside Keras's are in `keras.rs`.

#![allow(clippy::float_cmp, reason = "exactly equal is what is meant")]

use nn_runtime::{Network, Scalar, sequential};

sequential! {
    #[derive(Clone, Debug, PartialEq)]
    struct Net {
        first: dense(3, input = 3),
        second: dense(3, bias_initializer = random_uniform),
    }
}

#[test]
fn a_seed_gives_the_same_weights() {
    assert_eq!(Net::init(7), Net::init(7));
    assert_eq!(Net::init(7), *Net::boxed_init(7));
    for seed in [0, 1, 8, u64::MAX, 7 << 32] {
        assert_ne!(Net::init(7).first, Net::init(seed).first, "seed {seed}");
    }
}

#[test]
fn tensors_of_one_network_differ() {
    let net = Net::init(7);
    assert_ne!(net.first.kernel, net.second.kernel);
    // Nor is one seed's second tensor another's first.
    for seed in 0..100 {
        assert_ne!(Net::init(seed).first.kernel, net.second.kernel);
    }
}

/// The first numbers of some distributions, for all machines and all versions: who trains from a seed relies on them.
#[test]
fn first_numbers() {
    macro_rules! first {
        ($dtype:ident, $initializer:ident) => {{
            let net = sequential![
                #[dtype($dtype)]
                #[seed(7)]
                dense(2, input = 2, use_bias = false, kernel_initializer = $initializer)
            ];
            let [[a, b], [c, d]] = net.dense.kernel;
            [a, b, c, d]
        }};
    }
    assert_eq!(first!(f32, glorot_uniform), [0.267_960_76, -0.222_463_89, 1.216_752_6, -0.976_383_8]);
    assert_eq!(
        first!(f64, glorot_uniform),
        [0.267_960_765_846_386_95, -0.222_463_886_602_151_1, 1.216_752_628_797_201_5, -0.976_383_817_200_425_8]
    );
    assert_eq!(
        first!(f64, random_normal),
        [0.086_279_561_619_384_2, -0.071_630_212_548_285_24, 0.005_755_223_781_632_96, 0.081_845_217_703_102_64]
    );
    assert_eq!(
        first!(f64, he_normal),
        [1.961_733_620_138_799_8, -1.628_652_180_612_020_7, 0.130_856_204_782_978_35, 1.860_910_187_792_185_9]
    );
    assert_eq!(
        first!(f64, orthogonal),
        [0.997_782_660_284_204_6, -0.066_556_463_519_148_35, 0.066_556_463_519_148_33, 0.997_782_660_284_204_6]
    );
}

/// The numbers of a large kernel.
macro_rules! kernel {
    ($($initializer:tt)*) => {{
        let net = sequential![dense(100, input = 200, kernel_initializer = $($initializer)*)];
        net.dense.kernel.as_flattened().to_vec()
    }};
}

fn mean(values: &[f32]) -> f64 {
    values.iter().map(|&x| f64::from(x)).sum::<f64>() / values.len() as f64
}

fn deviation(values: &[f32]) -> f64 {
    let mean = mean(values);
    (values.iter().map(|&x| (f64::from(x) - mean).powi(2)).sum::<f64>() / values.len() as f64).sqrt()
}

#[track_caller]
fn near(found: f64, expected: f64, error: f64) {
    assert!((found - expected).abs() < error, "{found} instead of {expected}");
}

#[test]
fn parameters_of_distributions() {
    // Errors are five standard errors of 20,000 numbers.
    let uniform = kernel!(random_uniform(minval = -1.0, maxval = 3.0));
    assert!(uniform.iter().all(|x| (-1.0..3.0).contains(x)));
    near(mean(&uniform), 1.0, 0.041);
    near(deviation(&uniform), 4.0 / 12_f64.sqrt(), 0.02);
    let normal = kernel!(random_normal(mean = 5.0, stddev = 2.0));
    near(mean(&normal), 5.0, 0.071);
    near(deviation(&normal), 2.0, 0.05);
    assert!(normal.iter().any(|x| *x > 11.0));
    let truncated = kernel!(truncated_normal(mean = 5.0, stddev = 2.0));
    assert!(truncated.iter().all(|x| (1.0..=9.0).contains(x)));
    near(mean(&truncated), 5.0, 0.063);
    near(deviation(&truncated), 2.0 * 0.879_625_661, 0.05);
    assert!(kernel!(zeros).iter().all(|x| *x == 0.0));
    assert!(kernel!(ones).iter().all(|x| *x == 1.0));
    assert!(kernel!(constant(0.25)).iter().all(|x| *x == 0.25));
}

#[test]
fn a_bias_is_zero_unless_said() {
    let net = Net::init(7);
    assert_eq!(net.first.bias, [0.0; 3]);
    assert!(net.second.bias.iter().all(|x| *x != 0.0 && x.abs() < 0.05));
    // Both fans of a bias are its own size, so this is within √(6 / 4).
    let net = sequential![dense(4, input = 1000, bias_initializer = he_uniform)];
    assert!(net.dense.bias.iter().any(|x| x.abs() > 0.3) && net.dense.bias.iter().all(|x| x.abs() < 1.225));
}

/// Panics unless the vectors are orthonormal but for their length, which is `gain`.
fn assert_orthogonal<T: Scalar, const N: usize>(vectors: &[[T; N]], gain: f64) {
    let wide = |x: T| x.into_f64();
    for (i, a) in vectors.iter().enumerate() {
        for (j, b) in vectors.iter().enumerate() {
            let product: f64 = a.iter().zip(b).map(|(&a, &b)| wide(a) * wide(b)).sum();
            let expected = if i == j { gain * gain } else { 0.0 };
            near(product, expected, 4.0 * wide(T::epsilon()) * gain * gain);
        }
    }
}

fn transposed<T: Scalar, const M: usize, const N: usize>(matrix: &[[T; N]; M]) -> [[T; M]; N] {
    std::array::from_fn(|i| std::array::from_fn(|j| matrix[j][i]))
}

#[test]
fn orthogonal_matrices() {
    let tall = sequential![dense(7, input = 40, kernel_initializer = orthogonal)];
    assert_orthogonal(&transposed(&tall.dense.kernel), 1.0);
    let wide = sequential![dense(40, input = 7, kernel_initializer = orthogonal(gain = 2.0))];
    assert_orthogonal(&wide.dense.kernel, 2.0);
    let square = sequential![
        #[dtype(f64)]
        dense(16, input = 16, kernel_initializer = orthogonal)
    ];
    assert_orthogonal(&square.dense.kernel, 1.0);
    assert_orthogonal(&transposed(&square.dense.kernel), 1.0);
    let one = sequential![dense(1, input = 1, kernel_initializer = orthogonal)];
    assert_eq!(one.dense.kernel[0][0].abs(), 1.0);
}

#[test]
fn weights_in_the_text() {
    const BIAS: [f32; 2] = [0.5, -0.5];
    sequential! {
        struct Given { dense(2, input = 2, kernel = [[1.0, -1.0], [-1.0, 1.0]], bias = BIAS) }
    }
    let net = sequential![dense(2, input = 2, kernel = [[1.0, -1.0], [-1.0, 1.0]], bias = BIAS)];
    for (kernel, bias) in [
        (net.dense.kernel, net.dense.bias),
        (Given::init(1).dense.kernel, Given::init(1).dense.bias),
        (Given::boxed_init(2).dense.kernel, Given::boxed_init(2).dense.bias),
    ] {
        assert_eq!((kernel, bias), ([[1.0, -1.0], [-1.0, 1.0]], BIAS));
    }
    assert_eq!(Given::zeros().dense.bias, [0.0; 2]);
    assert_eq!(net.forward(&[3.0, 1.0]), [2.5, -2.5]);
}

#[test]
fn the_seed_of_an_expression() {
    fn bits<N: Network<Scalar = f32>>(net: &N) -> Vec<u32> {
        net.parameters().flat_map(|parameter| parameter.values).map(|x| x.to_bits()).collect()
    }
    sequential! {
        struct Named { dense(3, input = 2) }
    }
    assert_eq!(
        bits(&sequential![
            #[seed(7)]
            dense(3, input = 2)
        ]),
        bits(&Named::init(7))
    );
    assert_eq!(bits(&sequential![dense(3, input = 2)]), bits(&Named::init(0)));
    assert_eq!(
        bits(&sequential![
            #[seed(18446744073709551615)]
            dense(3, input = 2)
        ]),
        bits(&Named::init(u64::MAX))
    );
}
