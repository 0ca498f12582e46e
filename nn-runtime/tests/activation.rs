//! The activations at every SIMD level, against the interpreter's formulas in `f64` and against Keras.

#![allow(clippy::float_cmp, reason = "exactly equal is what is meant")]

#[path = "activation/cases.rs"]
mod cases;

use cases::{Case, pointwise, truth};
use nn_format::Safetensors;
use nn_runtime::activation::{LogSoftmax, Relu, Softmax, Sparsemax, activate, activate_at};
use nn_runtime::simd::{Level, levels};
use nn_runtime::{Element, Scalar};

/// Panics if `y` is further than `epsilons` · ε · max(1, |x|, |exact|) from `exact`.
fn assert_near<T: Scalar>(what: &str, x: f64, y: T, exact: f64, epsilons: f64) {
    let y = Element::into_f64(y);
    let most = Element::into_f64(T::max_value());
    let scale = Element::into_f64(T::epsilon()) * exact.abs().max(x.abs()).max(1.0);
    let same = y == exact || y.is_nan() && exact.is_nan() || y == f64::INFINITY && exact > most;
    assert!(same || (y - exact).abs() <= epsilons * scale, "{what} at {x} is {y} instead of {exact}");
}

/// Numbers around 0, closer to it, and up to where everything is flat or overflows. None is a threshold, since that
/// isn't exact in every type.
fn inputs<T: Scalar>(len: usize) -> Vec<T> {
    let size = [0.11, 0.97, 7.1, 40.0, 1e-3, 2000.0, 1e9];
    (0..len).map(|i| T::from_f64(size[i % size.len()] * (((i * 37) % 101) as f64 / 50.0 - 1.0))).collect()
}

fn pointwise_is_right<T: Scalar>() {
    for case in pointwise::<T>().into_iter().filter(Case::is_written) {
        for len in [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 50, 707] {
            let x = inputs::<T>(len);
            let exact = truth(case.name, &x, 1);
            for level in levels() {
                let mut y = x.clone();
                (case.apply)(level, &mut y);
                let what = format!("{} of {len} numbers at {level:?}", case.name);
                for ((&x, &y), &exact) in x.iter().zip(&y).zip(&exact) {
                    assert_near(&what, Element::into_f64(x), y, exact, 4.0);
                }
            }
        }
    }
}

#[test]
fn f32_is_right() {
    pointwise_is_right::<f32>();
}

#[test]
fn f64_is_right() {
    pointwise_is_right::<f64>();
}

fn nan_and_infinity<T: Scalar>() {
    for case in pointwise::<T>() {
        for level in levels() {
            let mut y = [T::nan(), -T::nan(), T::neg_infinity(), T::infinity()];
            (case.apply)(level, &mut y);
            let what = format!("{} at {level:?}", case.name);
            assert!(y[0].is_nan() && y[1].is_nan(), "{what} of NaN is {} and {}", y[0], y[1]);
            assert_near(&what, 0.0, y[2], case.at_infinity[0], 1.0);
            assert_near(&what, 0.0, y[3], case.at_infinity[1], 1.0);
        }
    }
}

#[test]
fn nan_stays_nan_and_infinity_has_its_limit() {
    nan_and_infinity::<f32>();
    nan_and_infinity::<f64>();
}

/// An activation of rows, at a level, for rows of that length.
type OfRows<T> = fn(Level, &mut [T], usize);

fn rowwise<T: Scalar>() -> [(&'static str, OfRows<T>); 3] {
    [
        ("softmax", |level, values, row_len| activate_at(level, Softmax, values, row_len)),
        ("log_softmax", |level, values, row_len| activate_at(level, LogSoftmax, values, row_len)),
        ("sparsemax", |level, values, row_len| activate_at(level, Sparsemax, values, row_len)),
    ]
}

fn rows_are_right<T: Scalar>() {
    for (name, apply) in rowwise::<T>() {
        for row_len in [1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 50, 1000] {
            for size in [0.0, 1e-3, 0.3, 3.0, 100.0] {
                let x: Vec<T> =
                    (0..3 * row_len).map(|i| T::from_f64(size * (((i * 37) % 101) as f64 / 50.0 - 1.2))).collect();
                let exact = truth(name, &x, row_len);
                for level in levels() {
                    let mut y = x.clone();
                    apply(level, &mut y, row_len);
                    let what = format!("{name} of {row_len} numbers up to {size} at {level:?}");
                    for ((&x, &y), &exact) in x.iter().zip(&y).zip(&exact) {
                        assert_near(&what, Element::into_f64(x), y, exact, 8.0);
                    }
                }
            }
        }
    }
}

#[test]
fn rows_are_right_in_f32() {
    rows_are_right::<f32>();
}

#[test]
fn rows_are_right_in_f64() {
    rows_are_right::<f64>();
}

fn rows_at_the_limits<T: Scalar>() {
    let (infinity, one) = (T::infinity(), T::one());
    for (name, apply) in rowwise::<T>() {
        for level in levels() {
            for len in [1, 2, 5, 16, 33] {
                for place in [0, len / 2, len - 1] {
                    for spoiler in [T::nan(), infinity] {
                        let mut row = vec![one; len];
                        row[place] = spoiler;
                        apply(level, &mut row, len);
                        assert!(row.iter().all(|y| y.is_nan()), "{name} with {spoiler} at {level:?}: {row:?}");
                    }
                }
                let mut row = vec![-infinity; len];
                apply(level, &mut row, len);
                assert!(row.iter().all(|y| y.is_nan()), "{name} of nothing but -inf at {level:?}: {row:?}");
                // One of many may be −∞, and numbers may be as far apart as can be.
                let mut row = vec![-infinity; len];
                row[len / 2] = T::max_value();
                apply(level, &mut row, len);
                let none = if name == "log_softmax" { -infinity } else { T::zero() };
                for (i, &y) in row.iter().enumerate() {
                    let only = if name == "log_softmax" { T::zero() } else { one };
                    assert_eq!(y, if i == len / 2 { only } else { none }, "{name} at {level:?}");
                }
            }
            apply(level, &mut [], 3);
            apply(level, &mut [], 0);
        }
    }
}

#[test]
fn rows_with_nan_or_infinity_are_nan() {
    rows_at_the_limits::<f32>();
    rows_at_the_limits::<f64>();
}

#[test]
fn activate_takes_the_best_level() {
    let mut x = [-1.0f32, 2.0, -0.0];
    activate(Relu, &mut x, 3);
    assert_eq!(x, [0.0, 2.0, 0.0]);
}

/// `name`'s numbers among the goldens, and how long a row is.
fn golden<T: Scalar>(goldens: &Safetensors, name: &str, which: &str) -> Option<(Vec<T>, usize)> {
    let name = if T::NAME == "f64" { format!("{name}.f64.{which}") } else { format!("{name}.{which}") };
    let tensor = goldens.tensor(&name)?;
    let values = (0..).map_while(|i| tensor.value_at(i)).map(T::from_f64).collect();
    let row_len = tensor.shape.iter().last().unwrap();
    Some((values, row_len))
}

fn keras_agrees<T: Scalar>(goldens: &Safetensors) -> usize {
    let mut found = 0;
    let mut compare = |name: &str, apply: &dyn Fn(Level, &mut [T], usize)| {
        let Some((x, row_len)) = golden::<T>(goldens, name, "input") else { return };
        let (exact, _) = golden::<T>(goldens, name, "output").unwrap();
        for level in levels() {
            let mut y = x.clone();
            apply(level, &mut y, row_len);
            let what = format!("{name} at {level:?}");
            for ((x, y), exact) in x.chunks(row_len).zip(y.chunks(row_len)).zip(exact.chunks(row_len)) {
                let most = x.iter().map(|&x| Element::into_f64(x).abs()).fold(0.0, f64::max);
                for ((&x, &y), &exact) in x.iter().zip(y).zip(exact) {
                    // What is left of a sum over the row is as exact as the row's greatest number.
                    let scale = if is_rowwise(name) { most } else { Element::into_f64(x) };
                    assert_near(&what, scale, y, Element::into_f64(exact), 5.0);
                }
            }
        }
        found += 1;
    };
    for case in pointwise::<T>() {
        compare(case.name, &|level, values, _| (case.apply)(level, values));
    }
    for (name, apply) in rowwise::<T>() {
        // Keras 3.15.1's own sparsemax is wrong: keras issue 23425.
        let name = if name == "sparsemax" { "paper:sparsemax" } else { name };
        compare(name, &apply);
        compare(&format!("{name}.column"), &apply);
    }
    found
}

fn is_rowwise(name: &str) -> bool {
    name.contains("max") && !name.contains("value")
}

#[test]
fn keras_gives_the_same() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/keras/golden/activations.safetensors");
    let Ok(bytes) = std::fs::read(path) else {
        return; // the package alone hasn't got them
    };
    let goldens = Safetensors::parse(&bytes).unwrap();
    assert_eq!([keras_agrees::<f32>(&goldens), keras_agrees::<f64>(&goldens)], [44, 44]);
}
