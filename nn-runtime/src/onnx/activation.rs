//! An activation as nodes: ONNX's own operator where it has the same one, and else the formula. Those of each are in its own
//! file; this is what they are made of.

use super::graph::{Graph, Value};
use super::model::Attribute;
use crate::Scalar;
use crate::activation::Activation;

/// An activation as nodes.
pub trait Nodes<T: Scalar>: Activation<T> {
    /// Adds nodes that compute the activation of `x`, whose last axis is last if the activation is one of rows.
    #[doc(hidden)]
    fn nodes(self, graph: &mut Graph<'_, T>, x: Value) -> Value;

    /// What recurrent operators call it, if they have it.
    #[doc(hidden)]
    const IN_RECURRENT: Option<&'static str> = None;
}

/// What several activations are made of.
impl<T: Scalar> Graph<'_, T> {
    /// How many numbers a row has.
    pub(crate) fn row(&self) -> usize {
        self.current.channels()
    }

    pub(crate) fn times(&mut self, x: Value, factor: f64) -> Value {
        let factor = self.number(factor);
        self.call("Mul", &[x, factor])
    }

    pub(crate) fn plus(&mut self, x: Value, summand: f64) -> Value {
        let summand = self.number(summand);
        self.call("Add", &[x, summand])
    }

    /// eˣ − 1, which is within ε of the exact one.
    pub(crate) fn expm1(&mut self, x: Value) -> Value {
        let exp = self.call("Exp", &[x]);
        self.plus(exp, -1.0)
    }

    pub(crate) fn clip(&mut self, x: Value, least: f64, most: f64) -> Value {
        let (least, most) = (self.number(least), self.number(most));
        self.call("Clip", &[x, least, most])
    }

    /// `slope` x + `offset`, but no less than 0 and no more than 1.
    pub(crate) fn line_to_one(&mut self, x: Value, slope: f64, offset: f64) -> Value {
        if Self::IS_SINGLE {
            let (alpha, beta) = (Attribute::float(T::from_f64(slope)), Attribute::float(T::from_f64(offset)));
            return self.node("HardSigmoid", &[x], &[("alpha", alpha), ("beta", beta)]);
        }
        let line = self.times(x, slope);
        let line = self.plus(line, offset);
        self.clip(line, 0.0, 1.0)
    }

    /// `below` where `x` is below 0, and else `above`.
    pub(crate) fn where_negative(&mut self, x: Value, below: Value, above: Value) -> Value {
        let zero = self.number(0.0);
        let is_below = self.call("Less", &[x, zero]);
        self.call("Where", &[is_below, below, above])
    }

    /// 0 where |x| is no more than `threshold`; what is outside is moved towards 0 by `bias`.
    pub(crate) fn shrink(&mut self, x: Value, threshold: T, bias: T) -> Value {
        if Self::IS_SINGLE {
            let (lambd, bias) = (Attribute::float(threshold), Attribute::float(bias));
            return self.node("Shrink", &[x], &[("lambd", lambd), ("bias", bias)]);
        }
        let magnitude = self.call("Abs", &[x]);
        let limit = self.number(threshold.into_f64());
        let zero = self.number(0.0);
        let is_inside = self.call("LessOrEqual", &[magnitude, limit]);
        let sign = self.call("Sign", &[x]);
        let shift = self.times(sign, bias.into_f64());
        let moved = self.call("Sub", &[x, shift]);
        self.call("Where", &[is_inside, zero, moved])
    }
}

impl<T: Scalar> Graph<'_, T> {
    /// `activation(x)`.
    pub fn activate<A: Nodes<T>>(&mut self, activation: A) {
        let x = if A::ROWWISE { self.channels_last() } else { self.current.value };
        self.current.value = activation.nodes(self, x);
    }

    /// `activation(x)`, along rows of so many numbers, which may be those of several axes.
    pub fn activate_along<A: Nodes<T>>(&mut self, row: usize, activation: A) {
        if !A::ROWWISE || row == self.current.channels() {
            return self.activate(activation);
        }
        let (shape, elements) = (self.current.shape.clone(), self.current.shape.iter().product::<usize>());
        self.reshape(&[elements / row, row]);
        self.activate(activation);
        self.reshape(&shape);
    }
}
