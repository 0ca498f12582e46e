//! Numbers with a bound of what another order of operations, and rounding, may make of them (Higham 2002, section 3.3).

use std::ops::{Add, Div, Mul, Neg, Sub};

/// A number, and how far from it what a network computes may be, to first order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Approximate {
    /// The number.
    pub value: f64,
    /// The bound, in epsilons of the network's number type; 0 for NaN and infinities, which must be themselves.
    pub error: f64,
}

impl Approximate {
    pub(crate) fn new(value: f64, error: f64) -> Self {
        Self { value, error: if value.is_finite() { error } else { 0.0 } }
    }

    /// A number that one operation has rounded.
    fn rounded(value: f64, error: f64) -> Self {
        Self::new(value, error + value.abs())
    }

    /// What `function` makes of it, but for the function's own error.
    pub(crate) fn map(self, epsilon: f64, function: impl Fn(f64) -> f64) -> Self {
        let value = function(self.value);
        if self.error == 0.0 {
            return Self::new(value, 0.0);
        }
        let ends = [-epsilon, epsilon].map(|epsilon| (function(self.value + epsilon * self.error) - value).abs());
        Self::new(value, ends[0].max(ends[1]) / epsilon)
    }

    /// The larger of the two; NaN if one is.
    pub(crate) fn max(self, other: Self) -> Self {
        let value = if self.value.is_nan() || self.value >= other.value { self.value } else { other.value };
        Self::new(value, self.error.max(other.error))
    }

    pub(crate) fn sqrt(self) -> Self {
        let root = self.value.sqrt();
        Self::rounded(root, if self.error == 0.0 { 0.0 } else { self.error / (2.0 * root) })
    }
}

/// A sum of products, in whatever order: n + 2 epsilons of the sum of the terms' sizes, for n products. That is twice the worst
/// case of the theory (Higham 2002, section 3.1), since the sum here is rounded too.
pub(crate) struct Dot {
    value: f64,
    sizes: f64,
    error: f64,
    roundings: f64,
}

impl Dot {
    /// What begins with a number.
    pub(crate) fn from(start: f64) -> Self {
        Self { value: start, sizes: start.abs(), error: 0.0, roundings: 2.0 }
    }

    pub(crate) fn add(&mut self, x: Approximate, weight: f64) {
        let product = x.value * weight;
        self.value += product;
        self.sizes += product.abs();
        self.error += x.error * weight.abs();
        self.roundings += 1.0;
    }

    /// The numbers, each by its row of a column of the matrix, which has so many columns. Most of the time is spent here, and
    /// tests run without optimisation: hence the plainest of loops.
    pub(crate) fn add_column(&mut self, x: &[Approximate], matrix: &[f64], column: usize, columns: usize) {
        let (mut value, mut sizes, mut error) = (self.value, self.sizes, self.error);
        let (mut row, mut at) = (0, column);
        while row < x.len() {
            let (term, weight) = (&x[row], matrix[at]);
            let product = term.value * weight;
            value += product;
            sizes += if product < 0.0 { -product } else { product };
            if term.error != 0.0 {
                error += term.error * weight.abs();
            }
            row += 1;
            at += columns;
        }
        *self = Self { value, sizes, error, roundings: self.roundings + x.len() as f64 };
    }

    pub(crate) fn sum(&self) -> Approximate {
        Approximate::new(self.value, self.error + self.roundings * self.sizes)
    }
}

/// The sum of `start` and the products of these pairs, in whatever order.
pub(crate) fn dot(start: f64, pairs: impl IntoIterator<Item = (Approximate, f64)>) -> Approximate {
    let mut dot = Dot::from(start);
    pairs.into_iter().for_each(|(x, weight)| dot.add(x, weight));
    dot.sum()
}

/// The sum, in whatever order.
pub(crate) fn sum(terms: impl IntoIterator<Item = Approximate>) -> Approximate {
    dot(0.0, terms.into_iter().map(|term| (term, 1.0)))
}

/// A number that is what it is.
impl From<f64> for Approximate {
    fn from(value: f64) -> Self {
        Self::new(value, 0.0)
    }
}

impl<T: Into<Self>> Add<T> for Approximate {
    type Output = Self;

    fn add(self, other: T) -> Self {
        let other = other.into();
        Self::rounded(self.value + other.value, self.error + other.error)
    }
}

impl<T: Into<Self>> Sub<T> for Approximate {
    type Output = Self;

    fn sub(self, other: T) -> Self {
        self + -other.into()
    }
}

impl<T: Into<Self>> Mul<T> for Approximate {
    type Output = Self;

    fn mul(self, other: T) -> Self {
        let other = other.into();
        let error = self.error * other.value.abs() + other.error * self.value.abs();
        Self::rounded(self.value * other.value, error)
    }
}

impl<T: Into<Self>> Div<T> for Approximate {
    type Output = Self;

    fn div(self, other: T) -> Self {
        let other = other.into();
        let value = self.value / other.value;
        Self::rounded(value, (self.error + other.error * value.abs()) / other.value.abs())
    }
}

impl Neg for Approximate {
    type Output = Self;

    fn neg(self) -> Self {
        Self { value: -self.value, ..self }
    }
}
