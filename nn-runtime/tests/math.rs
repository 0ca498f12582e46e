//! The vector functions at every SIMD level: their error bounds, special values, and slices of every length.

#![allow(clippy::float_cmp, reason = "exactly equal is what is meant")]

use nn_runtime::simd::{Level, levels};
use nn_runtime::{Scalar, math};

type OnF32 = fn(Level, &mut [f32]);
type OnF64 = fn(Level, &mut [f64]);
type Truth = fn(f64) -> f64;

/// Name, the function at a level, its exact values (within 1 ULP of f64), and its error bounds in f32 and f64.
const FUNCTIONS: [(&str, OnF32, OnF64, Truth, f64, f64); 7] = [
    ("exp", math::exp_at, math::exp_at, pxfm::f_exp, 1.0, 2.0),
    ("expm1", math::expm1_at, math::expm1_at, pxfm::f_expm1, 2.0, 2.0),
    ("ln", math::ln_at, math::ln_at, pxfm::f_log, 1.0, 2.0),
    ("log1p", math::log1p_at, math::log1p_at, pxfm::f_log1p, 2.0, 2.0),
    ("tanh", math::tanh_at, math::tanh_at, pxfm::f_tanh, 2.0, 2.0),
    ("sigmoid", math::sigmoid_at, math::sigmoid_at, sigmoid, 2.0, 2.5), // its truth in f64 is half an ULP off
    ("erf", math::erf_at, math::erf_at, pxfm::f_erf, 2.0, 2.0),
];

fn sigmoid(x: f64) -> f64 {
    if x < 0.0 { pxfm::f_exp(x) / (1.0 + pxfm::f_exp(x)) } else { 1.0 / (1.0 + pxfm::f_exp(-x)) }
}

/// How far `y` is from `exact`, in units in the last place that are `least` or more. Infinite if only one is NaN, or a
/// sign is wrong.
fn error(y: f64, exact: f64, fraction_bits: i32, least: f64) -> f64 {
    if y.is_nan() || exact.is_nan() {
        return if y.is_nan() && exact.is_nan() { 0.0 } else { f64::INFINITY };
    }
    if y.is_sign_negative() != exact.is_sign_negative() {
        return f64::INFINITY;
    }
    if y == exact {
        return 0.0;
    }
    let power = f64::from_bits(exact.to_bits() & 0x7ff0_0000_0000_0000);
    (y - exact).abs() / (power * 2f64.powi(-fraction_bits)).max(least)
}

fn error_f32(y: f32, exact: f64) -> f64 {
    // Beyond the greatest number, infinity stands for the next power of two.
    let beyond = 2f64.powi(128);
    if y.is_infinite() && exact.is_finite() {
        return error(beyond.copysign(f64::from(y)), exact.clamp(-beyond, beyond), 23, 2f64.powi(-149));
    }
    error(f64::from(y), exact, 23, 2f64.powi(-149))
}

fn error_f64(y: f64, exact: f64) -> f64 {
    error(y, exact, 52, f64::from_bits(1))
}

/// Pseudorandom bits: `SplitMix64` (Steele, Lea and Flood 2014).
fn random(seed: u64) -> u64 {
    let bits = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

/// Numbers where something changes, and their neighbours, with both signs.
fn special<T: Scalar>() -> Vec<T> {
    let mut x =
        vec![T::zero(), T::one(), T::infinity(), T::nan(), T::max_value(), T::min_positive_value(), T::epsilon()];
    x.push(T::min_positive_value() * T::epsilon()); // the least subnormal number
    x.push(T::min_positive_value() - T::min_positive_value() * T::epsilon()); // the greatest
    for ends in [
        18.0, 38.0, 87.336, 88.722_83, 88.722_84, 88.73, 89.0, 103.27, 103.97, 103.98, 104.0, 708.39, 709.78, 709.79,
        710.0, 744.44, 745.13, 745.14, 746.0, 2.0, 3.0, 4.0, 6.0, 9.01, 10.0, 19.06, 20.0,
    ] {
        x.push(T::from_f64(ends));
    }
    for k in 0..300 {
        x.push(T::from_f64((f64::from(k) + 0.5) * core::f64::consts::LN_2));
    }
    for point in [1.0, 2f64.sqrt(), 0.5f64.sqrt(), 2f64.sqrt() - 1.0, 1.0 - 0.5f64.sqrt()] {
        for near in -20..=20 {
            x.push(T::from_f64(point) * (T::one() + T::epsilon() * T::from_f64(f64::from(near))));
        }
    }
    let negative: Vec<T> = x.iter().map(|&x| -x).collect();
    x.extend(negative);
    x
}

/// Every exponent with some fractions, both signs.
fn every_f32() -> Vec<f32> {
    let mut x = special::<f32>();
    for high in 0..512 {
        for i in 0..200 {
            let low = u32::try_from(random(high * 200 + i) >> 41).unwrap();
            x.push(f32::from_bits(u32::try_from(high).unwrap() << 23 | low));
        }
    }
    x
}

fn every_f64() -> Vec<f64> {
    let mut x = special::<f64>();
    for high in 0..4096 {
        for i in 0..25 {
            x.push(f64::from_bits(high << 52 | random(high * 25 + i) >> 12));
        }
    }
    for i in 0..40_000 {
        let uniform = f64::from_bits(0x3ff0_0000_0000_0000 | random(i) >> 12) - 1.5;
        x.push(uniform * if i % 2 == 0 { 12.0 } else { 1500.0 });
    }
    x
}

#[test]
fn f32_is_within_its_bounds() {
    let input = every_f32();
    for (name, function, _, truth, bound, _) in FUNCTIONS {
        let exact: Vec<f64> = input.iter().map(|&x| truth(f64::from(x))).collect();
        for level in levels() {
            let mut output = input.clone();
            function(level, &mut output);
            for ((&x, &y), &exact) in input.iter().zip(&output).zip(&exact) {
                let error = error_f32(y, exact);
                assert!(error <= bound, "{name}({x:e}) = {y:e} instead of {exact:e}, {error} ULP, at {level:?}");
            }
        }
    }
}

#[test]
fn f64_is_within_its_bounds() {
    let input = every_f64();
    for (name, _, function, truth, _, bound) in FUNCTIONS {
        let exact: Vec<f64> = input.iter().map(|&x| truth(x)).collect();
        for level in levels() {
            let mut output = input.clone();
            function(level, &mut output);
            for ((&x, &y), &exact) in input.iter().zip(&output).zip(&exact) {
                let error = error_f64(y, exact);
                assert!(error <= bound, "{name}({x:e}) = {y:e} instead of {exact:e}, {error} ULP, at {level:?}");
            }
        }
    }
}

/// What the functions are at the ends, exactly, and with the sign of zero.
fn limits<T: Scalar>(of: impl Fn(&str, Level, &mut [T])) {
    let (zero, one, infinity, nan) = (T::zero(), T::one(), T::infinity(), T::nan());
    let half = T::from_f64(0.5);
    let least = T::min_positive_value() * T::epsilon();
    let table: [(&str, &[(T, T)]); 7] = [
        ("exp", &[(zero, one), (-zero, one), (infinity, infinity), (-infinity, zero), (nan, nan), (least, one)]),
        ("expm1", &[(zero, zero), (-zero, -zero), (infinity, infinity), (-infinity, -one), (nan, nan), (least, least)]),
        ("ln", &[(one, zero), (zero, -infinity), (-zero, -infinity), (infinity, infinity), (-one, nan), (nan, nan)]),
        ("ln", &[(-infinity, nan), (-least, nan)]),
        (
            "log1p",
            &[(zero, zero), (-zero, -zero), (infinity, infinity), (-one, -infinity), (nan, nan), (-least, -least)],
        ),
        ("tanh", &[(zero, zero), (-zero, -zero), (infinity, one), (-infinity, -one), (nan, nan), (-least, -least)]),
        ("erf", &[(zero, zero), (-zero, -zero), (infinity, one), (-infinity, -one), (nan, nan), (-least, -least)]),
    ];
    let more: [(&str, &[(T, T)]); 2] = [
        ("log1p", &[(-infinity, nan), (-one - T::epsilon(), nan)]),
        ("sigmoid", &[(zero, half), (-zero, half), (infinity, one), (-infinity, zero), (nan, nan), (least, half)]),
    ];
    for (name, pairs) in table.into_iter().chain(more) {
        for level in levels() {
            for &(x, expected) in pairs {
                let mut y = [x];
                of(name, level, &mut y);
                let same = y[0] == expected && y[0].is_sign_negative() == expected.is_sign_negative();
                assert!(same || y[0].is_nan() && expected.is_nan(), "{name}({x:e}) = {:e} at {level:?}", y[0]);
            }
        }
    }
}

#[test]
fn limits_are_exact() {
    let find = |name: &str| FUNCTIONS.into_iter().find(|function| function.0 == name).unwrap();
    limits::<f32>(|name, level, x| find(name).1(level, x));
    limits::<f64>(|name, level, x| find(name).2(level, x));
}

/// Each number of a slice gets what it gets by itself, whatever the slice's length.
fn lengths<T: Scalar>(function: fn(Level, &mut [T]), lanes: usize) {
    let input: Vec<T> = (0..3 * lanes + 2).map(|i| T::from_f64((i as f64).mul_add(0.37, 0.01))).collect();
    for level in levels() {
        let each: Vec<T> = input
            .iter()
            .map(|&x| {
                let mut alone = [x];
                function(level, &mut alone);
                alone[0]
            })
            .collect();
        for len in [0, 1, lanes - 1, lanes, lanes + 1, 3 * lanes + 2] {
            let mut output = input.clone();
            function(level, &mut output[..len]);
            assert_eq!(output[..len], each[..len], "{len} numbers at {level:?}");
            assert_eq!(output[len..], input[len..], "behind {len} numbers at {level:?}");
        }
    }
}

#[test]
fn every_length_is_filled() {
    for (_, on_f32, on_f64, ..) in FUNCTIONS {
        for lanes in [2, 4, 8, 16] {
            lengths(on_f32, lanes);
            lengths(on_f64, lanes);
        }
    }
}

#[test]
fn the_public_functions_take_the_best_level() {
    let mut x = [0.5f32, -0.5];
    math::tanh(&mut x);
    assert!((x[0] - 0.5f32.tanh()).abs() < 1e-7 && x[0] == -x[1]);
    let mut x = [0.5f64];
    math::exp(&mut x);
    math::ln(&mut x);
    math::expm1(&mut x);
    math::log1p(&mut x);
    assert!((x[0] - 0.5).abs() < 1e-15);
    math::erf(&mut x);
    math::sigmoid(&mut x);
    assert!((x[0] - sigmoid(pxfm::f_erf(0.5))).abs() < 1e-15);
}
