//! The nodes of each activation: ONNX's own operator where it has the same one, and else the formula.

use alloc::vec;

use super::graph::{Graph, Value};
use super::model::Attribute;
use super::nodes::single;
use crate::Scalar;
use crate::activation::{
    Celu, Discretize, Elu, Exponential, Gelu, GeluApproximate, HardShrink, HardSigmoid, HardSilu, HardTanh, LeakyRelu,
    Linear, LogSigmoid, LogSoftmax, Mish, Relu, Relu6, ReluWith, Selu, Sigmoid, Silu, SoftShrink, Softmax, Softplus,
    Softsign, SparsePlus, SparseSigmoid, Sparsemax, Squareplus, Tanh, TanhShrink, Threshold,
};

/// An activation as nodes.
pub trait Nodes<T: Scalar> {
    /// Adds nodes that compute the activation of `x`, whose last axis is last if the activation is one of rows.
    #[doc(hidden)]
    fn nodes(self, graph: &mut Graph<'_, T>, x: Value) -> Value;

    /// What recurrent operators call it, if they have it.
    #[doc(hidden)]
    const IN_RECURRENT: Option<&'static str> = None;
}

/// Says the nodes of an activation, in terms of the graph `$g` and the value `$x`.
macro_rules! nodes {
    ($($name:ident $(<$scalar:ident>)? $(as $recurrent:literal)? |$self:ident, $g:ident, $x:ident| $body:expr;)*) => {$(
        impl<T: Scalar> Nodes<T> for $name $(<$scalar>)? {
            $(const IN_RECURRENT: Option<&'static str> = Some($recurrent);)?

            fn nodes($self, $g: &mut Graph<'_, T>, $x: Value) -> Value {
                $body
            }
        }
    )*};
}

nodes! {
    Linear |self, _g, x| x;
    Relu as "Relu" |self, g, x| g.call("Relu", &[x]);
    Sigmoid as "Sigmoid" |self, g, x| g.call("Sigmoid", &[x]);
    Tanh as "Tanh" |self, g, x| g.call("Tanh", &[x]);
    Exponential |self, g, x| g.call("Exp", &[x]);
    Softmax |self, g, x| g.node("Softmax", &[x], &[("axis", Attribute::Integer(-1))]);
    LogSoftmax |self, g, x| g.node("LogSoftmax", &[x], &[("axis", Attribute::Integer(-1))]);
    Relu6 |self, g, x| g.clip(x, 0.0, 6.0);
    HardTanh |self, g, x| g.clip(x, -1.0, 1.0);
    ReluWith<T> |self, g, x| relu_with(self, g, x);

    LeakyRelu<T> |self, g, x| {
        if Graph::<T>::IS_SINGLE {
            return g.node("LeakyRelu", &[x], &[("alpha", Attribute::Float(single(self.negative_slope)))]);
        }
        let below = g.times(x, self.negative_slope.widen());
        g.where_negative(x, below, x)
    };

    Elu<T> |self, g, x| elu(g, x, self.alpha);

    Selu |self, g, x| {
        if Graph::<T>::IS_SINGLE {
            // The operator's defaults are the same constants.
            return g.call("Selu", &[x]);
        }
        let y = elu(g, x, T::from_f64(1.673_263_242_354_377_2));
        g.times(y, 1.050_700_987_355_480_5)
    };

    Celu<T> |self, g, x| {
        if Graph::<T>::IS_SINGLE {
            return g.node("Celu", &[x], &[("alpha", Attribute::Float(single(self.alpha)))]);
        }
        let alpha = g.number(self.alpha.widen());
        let scaled = g.call("Div", &[x, alpha]);
        let below = expm1(g, scaled);
        let below = g.call("Mul", &[below, alpha]);
        g.where_negative(x, below, x)
    };

    Gelu |self, g, x| {
        let scaled = g.times(x, core::f64::consts::FRAC_1_SQRT_2);
        let erf = g.call("Erf", &[scaled]);
        let phi = g.plus(erf, 1.0);
        let half = g.times(x, 0.5);
        g.call("Mul", &[half, phi])
    };

    GeluApproximate |self, g, x| {
        let slope = 1.595_769_121_605_730_7;
        let square = g.call("Mul", &[x, x]);
        let cubic = g.times(square, slope * 0.044_715);
        let sum = g.plus(cubic, slope);
        let u = g.call("Mul", &[sum, x]);
        let sigmoid = g.call("Sigmoid", &[u]);
        g.call("Mul", &[x, sigmoid])
    };

    HardSigmoid |self, g, x| g.line_to_one(x, 1.0 / 6.0, 0.5);

    HardSilu |self, g, x| {
        if Graph::<T>::IS_SINGLE {
            return g.call("HardSwish", &[x]);
        }
        let y = g.line_to_one(x, 1.0 / 6.0, 0.5);
        g.call("Mul", &[x, y])
    };

    Silu |self, g, x| {
        let sigmoid = g.call("Sigmoid", &[x]);
        g.call("Mul", &[x, sigmoid])
    };

    Softplus as "Softplus" |self, g, x| softplus(g, x);

    Softsign as "Softsign" |self, g, x| {
        if Graph::<T>::IS_SINGLE {
            return g.call("Softsign", &[x]);
        }
        let magnitude = g.call("Abs", &[x]);
        let divisor = g.plus(magnitude, 1.0);
        g.call("Div", &[x, divisor])
    };

    TanhShrink |self, g, x| {
        let tanh = g.call("Tanh", &[x]);
        g.call("Sub", &[x, tanh])
    };

    SoftShrink<T> |self, g, x| g.shrink(x, self.threshold, self.threshold);
    HardShrink<T> |self, g, x| g.shrink(x, self.threshold, T::zero());

    LogSigmoid |self, g, x| {
        let negated = g.call("Neg", &[x]);
        let softplus = softplus(g, negated);
        g.call("Neg", &[softplus])
    };

    Mish |self, g, x| {
        let softplus = softplus(g, x);
        let tanh = g.call("Tanh", &[softplus]);
        g.call("Mul", &[x, tanh])
    };

    Squareplus<T> |self, g, x| {
        let square = g.call("Mul", &[x, x]);
        let sum = g.plus(square, self.b.widen());
        let root = g.call("Sqrt", &[sum]);
        let magnitude = g.call("Abs", &[x]);
        let sum = g.call("Add", &[magnitude, root]);
        let above = g.times(sum, 0.5);
        let half = g.number(0.5 * self.b.widen());
        let below = g.call("Div", &[half, sum]);
        g.where_negative(x, below, above)
    };

    Threshold<T> |self, g, x| {
        let (threshold, otherwise) = (g.number(self.threshold.widen()), g.number(self.default_value.widen()));
        let is_below = g.call("LessOrEqual", &[x, threshold]);
        g.call("Where", &[is_below, otherwise, x])
    };

    SparsePlus |self, g, x| {
        let line = g.line_to_one(x, 0.5, 0.5);
        let square = g.call("Mul", &[line, line]);
        let one = g.number(1.0);
        let is_below = g.call("Less", &[x, one]);
        g.call("Where", &[is_below, square, x])
    };

    SparseSigmoid |self, g, x| g.line_to_one(x, 0.5, 0.5);

    Sparsemax |self, g, x| sparsemax(g, x);

    Discretize<T> |self, g, x| {
        let boundaries = g.own("boundaries", &[self.boundaries.len()], self.boundaries.to_vec());
        let last = g.integers(&[-1]);
        let column = g.call("Unsqueeze", &[x, last]);
        let is_above = g.call("GreaterOrEqual", &[column, boundaries]);
        let (zero, one) = (g.number(0.0), g.number(1.0));
        let ones = g.call("Where", &[is_above, one, zero]);
        let index = g.node("ReduceSum", &[ones, last], &[("keepdims", Attribute::Integer(0))]);
        let is_number = g.call("Equal", &[x, x]);
        g.call("Where", &[is_number, index, x])
    };
}

fn relu_with<T: Scalar>(
    ReluWith { negative_slope, max_value, threshold }: ReluWith<T>,
    g: &mut Graph<'_, T>,
    x: Value,
) -> Value {
    if (negative_slope, threshold) == (T::zero(), T::zero()) {
        return if max_value.is_finite() { g.clip(x, 0.0, max_value.widen()) } else { g.call("Relu", &[x]) };
    }
    if threshold == T::zero() && !max_value.is_finite() {
        return LeakyRelu { negative_slope }.nodes(g, x);
    }
    let (limit, zero) = (g.number(threshold.widen()), g.number(0.0));
    let is_below = g.call("LessOrEqual", &[x, limit]);
    let mut y = g.call("Where", &[is_below, zero, x]);
    if max_value.is_finite() {
        y = g.clip(y, 0.0, max_value.widen());
    }
    if negative_slope != T::zero() {
        let below = g.call("Sub", &[limit, x]);
        let below = g.call("Relu", &[below]);
        let below = g.times(below, negative_slope.widen());
        y = g.call("Sub", &[y, below]);
    }
    y
}

/// eˣ − 1, which is within ε of the exact one.
fn expm1<T: Scalar>(g: &mut Graph<'_, T>, x: Value) -> Value {
    let exp = g.call("Exp", &[x]);
    g.plus(exp, -1.0)
}

fn elu<T: Scalar>(g: &mut Graph<'_, T>, x: Value, alpha: T) -> Value {
    if Graph::<T>::IS_SINGLE {
        return g.node("Elu", &[x], &[("alpha", Attribute::Float(single(alpha)))]);
    }
    let below = expm1(g, x);
    let below = g.times(below, alpha.widen());
    g.where_negative(x, below, x)
}

fn softplus<T: Scalar>(g: &mut Graph<'_, T>, x: Value) -> Value {
    if Graph::<T>::IS_SINGLE {
        return g.call("Softplus", &[x]);
    }
    let magnitude = g.call("Abs", &[x]);
    let negated = g.call("Neg", &[magnitude]);
    let exp = g.call("Exp", &[negated]);
    let sum = g.plus(exp, 1.0);
    let soft = g.call("Log", &[sum]);
    let hard = g.call("Relu", &[x]);
    g.call("Add", &[hard, soft])
}

/// By sorting, as in the paper: in descending order, the numbers that count are those for which `1 + k x` is more than the
/// sum of the first k.
fn sparsemax<T: Scalar>(g: &mut Graph<'_, T>, x: Value) -> Value {
    let row = g.current.channels();
    let (last, axis) = (g.integers(&[-1]), Attribute::Integer(-1));
    let counts = g.own("counts", &[row], (1..=row).map(|count| T::from_f64(count as f64)).collect());
    let keep = [("axes", Attribute::Integers(vec![-1])), ("keepdims", Attribute::Integer(1))];
    // The greatest number is subtracted first, so that the sums are of small ones.
    let most = g.node("ReduceMax", &[x], &keep);
    let x = g.call("Sub", &[x, most]);
    let all = g.integers(&[row as i64]);
    let [sorted, _] = g.outputs("TopK", &[x, all], &[("axis", axis)]);
    let axis = g.axis_number(-1);
    let sums = g.call("CumSum", &[sorted, axis]);
    let scaled = g.call("Mul", &[counts, sorted]);
    let bounds = g.plus(scaled, 1.0);
    let counts_in = g.call("Greater", &[bounds, sums]);
    let (zero, one) = (g.number(0.0), g.number(1.0));
    let ones = g.call("Where", &[counts_in, one, zero]);
    let numbers = g.call("Where", &[counts_in, sorted, zero]);
    let keep = [("keepdims", Attribute::Integer(1))];
    let count = g.node("ReduceSum", &[ones, last], &keep);
    let sum = g.node("ReduceSum", &[numbers, last], &keep);
    let excess = g.plus(sum, -1.0);
    let tau = g.call("Div", &[excess, count]);
    let above = g.call("Sub", &[x, tau]);
    g.call("Relu", &[above])
}

impl<T: Scalar> Graph<'_, T> {
    fn times(&mut self, x: Value, factor: f64) -> Value {
        let factor = self.number(factor);
        self.call("Mul", &[x, factor])
    }

    fn plus(&mut self, x: Value, summand: f64) -> Value {
        let summand = self.number(summand);
        self.call("Add", &[x, summand])
    }

    fn clip(&mut self, x: Value, least: f64, most: f64) -> Value {
        let (least, most) = (self.number(least), self.number(most));
        self.call("Clip", &[x, least, most])
    }

    /// `slope` x + `offset`, but no less than 0 and no more than 1.
    fn line_to_one(&mut self, x: Value, slope: f64, offset: f64) -> Value {
        if Self::IS_SINGLE {
            let (alpha, beta) = (single(T::from_f64(slope)), single(T::from_f64(offset)));
            return self.node(
                "HardSigmoid",
                &[x],
                &[("alpha", Attribute::Float(alpha)), ("beta", Attribute::Float(beta))],
            );
        }
        let line = self.times(x, slope);
        let line = self.plus(line, offset);
        self.clip(line, 0.0, 1.0)
    }

    /// `below` where `x` is below 0, and else `above`.
    fn where_negative(&mut self, x: Value, below: Value, above: Value) -> Value {
        let zero = self.number(0.0);
        let is_below = self.call("Less", &[x, zero]);
        self.call("Where", &[is_below, below, above])
    }

    /// 0 where |x| is no more than `threshold`; what is outside is moved towards 0 by `bias`.
    fn shrink(&mut self, x: Value, threshold: T, bias: T) -> Value {
        if Self::IS_SINGLE {
            let (lambd, bias) = (Attribute::Float(single(threshold)), Attribute::Float(single(bias)));
            return self.node("Shrink", &[x], &[("lambd", lambd), ("bias", bias)]);
        }
        let magnitude = self.call("Abs", &[x]);
        let limit = self.number(threshold.widen());
        let zero = self.number(0.0);
        let is_inside = self.call("LessOrEqual", &[magnitude, limit]);
        let sign = self.call("Sign", &[x]);
        let shift = self.times(sign, bias.widen());
        let moved = self.call("Sub", &[x, shift]);
        self.call("Where", &[is_inside, zero, moved])
    }
}
