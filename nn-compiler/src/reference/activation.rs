//! What each activation is, computed plainly in `f64`.

use super::{Error, Interpreted, Operands, approximate::Approximate};
use crate::ops::Activation;

/// What an activation makes of a number, whose other numbers are those of its fields, or of a row.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Formula {
    /// It rounds nothing.
    Exact(fn(f64, &[f64]) -> f64),
    /// Its own error is 4 epsilons of the greatest one of |x| (up to 8), |y| and 1 at most.
    Pointwise(fn(f64, &[f64]) -> f64),
    /// Its own error is 8 epsilons at most.
    Rowwise(fn(&[f64]) -> Vec<f64>, Scale),
}

/// What the error of a row's results is a multiple of.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Scale {
    OfOne,
    /// Of one, or of the size of the largest finite number that it is given.
    OfLargest,
}

impl Activation {
    /// What it makes of rows of so many numbers.
    pub(crate) fn interpret(&self, x: &[Approximate], row: usize, at: &Operands<'_>) -> Interpreted {
        let fields: Vec<Vec<f64>> =
            self.fields.iter().map(|(_, number)| at.numbers(number)).collect::<Result<_, Error>>()?;
        let fields = fields.concat();
        let pointwise = |formula: fn(f64, &[f64]) -> f64, epsilons: f64| {
            x.iter()
                .map(|x| {
                    let y = x.map(at.epsilon, |x| if x.is_nan() { x } else { formula(x, &fields) });
                    Approximate::new(y.value, y.error + epsilons * x.value.abs().min(8.0).max(y.value.abs()).max(1.0))
                })
                .collect()
        };
        Ok(match self.interpret {
            Formula::Exact(formula) => pointwise(formula, 0.0),
            Formula::Pointwise(formula) => pointwise(formula, 4.0),
            Formula::Rowwise(formula, scale) => x
                .chunks(row.max(1))
                .flat_map(|x| {
                    let values: Vec<f64> = x.iter().map(|x| x.value).collect();
                    let finite = values.iter().filter(|x| x.is_finite());
                    let own = match scale {
                        Scale::OfOne => 8.0,
                        Scale::OfLargest => 8.0 * finite.fold(1.0_f64, |largest, x| largest.max(x.abs())),
                    };
                    let passed_on = 2.0 * x.iter().fold(0.0_f64, |most, x| most.max(x.error));
                    formula(&values).into_iter().map(move |y| Approximate::new(y, passed_on + own))
                })
                .collect(),
        })
    }
}

pub(crate) fn sigmoid(x: f64) -> f64 {
    if x < 0.0 { x.exp() / (1.0 + x.exp()) } else { 1.0 / (1.0 + (-x).exp()) }
}

pub(crate) fn hard_sigmoid(x: f64, slope: f64) -> f64 {
    (slope * x + 0.5).clamp(0.0, 1.0)
}

pub(crate) fn softplus(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

pub(crate) fn squareplus(x: f64, b: f64) -> f64 {
    let sum = x.abs() + x.hypot(b.sqrt());
    if x < 0.0 { 0.5 * b / sum } else { 0.5 * sum }
}

/// Keras's `relu` with its steps in the same order.
pub(crate) fn relu_with(x: f64, [slope, most, threshold]: [f64; 3]) -> f64 {
    let above = if x > threshold { x } else { 0.0 };
    let clipped = if most.is_finite() { above.max(0.0).min(most) } else { above };
    if slope == 0.0 { clipped } else { clipped - slope * (threshold - x).max(0.0) }
}

pub(crate) fn sparse_plus(x: f64) -> f64 {
    match x {
        x if x <= -1.0 => 0.0,
        x if x < 1.0 => 0.25 * (x + 1.0).powi(2),
        x => x,
    }
}

/// x − tanh x, without cancellation near 0.
pub(crate) fn tanh_shrink(x: f64) -> f64 {
    let z = x * x;
    if z > 1e-4 { x - x.tanh() } else { x * z * (1.0 / 3.0 - z * (2.0 / 15.0 - z * (17.0 / 315.0))) }
}

/// The numbers less the greatest; NaN if that can't be.
fn below_greatest(x: &[f64]) -> Vec<f64> {
    let most = x.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let nan = x.iter().any(|x| (x - most).is_nan());
    x.iter().map(|x| if nan { f64::NAN } else { x - most }).collect()
}

pub(crate) fn softmax(x: &[f64]) -> Vec<f64> {
    log_softmax(x).into_iter().map(f64::exp).collect()
}

pub(crate) fn log_softmax(x: &[f64]) -> Vec<f64> {
    let x = below_greatest(x);
    let sum: f64 = x.iter().map(|x| x.exp()).sum();
    x.iter().map(|x| x - sum.ln()).collect()
}

/// By sorting (Martins and Astudillo 2016, algorithm 1).
pub(crate) fn sparsemax(x: &[f64]) -> Vec<f64> {
    let x = below_greatest(x);
    let mut sorted = x.clone();
    sorted.sort_by(|a, b| b.total_cmp(a));
    let (mut sum, mut tau) = (0.0, 0.0);
    for (count, z) in (1..).map(f64::from).zip(&sorted) {
        sum += z;
        if 1.0 + count * z > sum {
            tau = (sum - 1.0) / count;
        }
    }
    x.iter().map(|x| if x.is_nan() { *x } else { (x - tau).max(0.0) }).collect()
}
