use fearless_simd::{Select, Simd, SimdBase, SimdFloat, SimdMask};

use super::Activation;
use super::rows::{Column, fold, greatest};
use crate::Scalar;
use crate::math::map;
#[cfg(feature = "onnx")]
use crate::onnx::{Attribute, Graph, Nodes, Value};
use crate::scalar::{Mask, Vector, splat};

/// max(x − τ, 0) over the row, with the τ that makes their sum 1. Keras: `sparsemax(axis=-1)`, whose version
/// 3.15.1 is wrong where more than one result isn't 0 (its issue 23425); this is the function of the paper
/// (Martins and Astudillo 2016).
///
/// Without sorting: from τ = max x − 1, which is never too large, each round takes the numbers above τ for the
/// ones that count, and the τ that makes their sum 1. That is Newton's method on a convex function with straight
/// pieces, so τ only grows, and is found when the numbers above it no longer become fewer (after Michelot 1986).
/// It takes one round for each number at most, and few in practice.
///
/// Within some 8 ε max(1, |x|) for rows of up to 1000 numbers. A row with NaN or ∞, or with nothing but −∞,
/// becomes NaN.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sparsemax;

impl<T: Scalar> Activation<T> for Sparsemax {
    const ROWWISE: bool = true;

    #[inline(always)]
    fn pointwise<S: Simd>(self, _simd: S, x: Vector<T, S>) -> Vector<T, S> {
        x
    }

    #[inline(always)]
    fn row<S: Simd>(self, simd: S, row: &mut [T]) {
        let most = splat(simd, greatest(simd, row));
        let nan = fold(
            simd,
            row,
            row.first().copied().unwrap_or(T::zero()),
            Mask::<T, S>::splat(simd, false),
            #[inline(always)]
            |nan: Mask<T, S>, x| nan | (x - most).is_nan(),
        )
        .any_true();
        if nan {
            row.fill(T::nan());
            return;
        }
        let mut tau = -T::one();
        let mut before = T::infinity();
        for _ in 0..row.len() {
            let above = splat(simd, tau);
            let (sum, count) = fold(
                simd,
                row,
                T::neg_infinity(),
                (splat(simd, T::zero()), splat(simd, T::zero())),
                #[inline(always)]
                |(sum, count): (Vector<T, S>, Vector<T, S>), x| {
                    let x = x - most;
                    let counts = x.simd_gt(above);
                    let zero = splat(simd, T::zero());
                    (sum + counts.select(x, zero), count + counts.select(splat(simd, T::one()), zero))
                },
            );
            let count = count.reduce_sum();
            if count == before {
                break;
            }
            before = count;
            tau = (sum.reduce_sum() - T::one()) / count;
        }
        map(
            simd,
            row,
            #[inline(always)]
            |x| {
                let y = (x - most) - tau;
                y.simd_lt(splat(simd, T::zero())).select(splat(simd, T::zero()), y)
            },
        );
    }

    #[inline(always)]
    fn lines<S: Simd>(self, simd: S, values: &mut [T], line: usize) {
        for at in (0..line).step_by(Vector::<T, S>::LEN) {
            let mut column = Column { simd, values: &mut *values, line, at };
            let most = column.greatest();
            let zero = splat::<T, S>(simd, T::zero());
            let nan = column.fold(
                Mask::<T, S>::splat(simd, false),
                #[inline(always)]
                |nan: Mask<T, S>, x| nan | (x - most).is_nan(),
            );
            let mut tau = splat::<T, S>(simd, -T::one());
            let mut before = splat::<T, S>(simd, T::infinity());
            // A row whose numbers above τ are as many as before keeps its τ while others go on.
            for _ in 0..column.values.len() / column.line {
                let (sum, count) = column.fold(
                    (zero, zero),
                    #[inline(always)]
                    |(sum, count): (Vector<T, S>, Vector<T, S>), x| {
                        let x = x - most;
                        let counts = x.simd_gt(tau);
                        (sum + counts.select(x, zero), count + counts.select(splat(simd, T::one()), zero))
                    },
                );
                if (count.simd_eq(before) | nan).all_true() {
                    break;
                }
                before = count;
                tau = (sum - T::one()) / count;
            }
            column.map(
                #[inline(always)]
                |x| {
                    let y = (x - most) - tau;
                    nan.select(splat(simd, T::nan()), y.simd_lt(zero).select(zero, y))
                },
            );
        }
    }
}

#[cfg(feature = "onnx")]
impl<T: Scalar> Nodes<T> for Sparsemax {
    /// By sorting, as in the paper: in descending order, the numbers that count are those for which `1 + k x` is more
    /// than the sum of the first k.
    #[expect(clippy::cast_possible_wrap, reason = "rows have fewer than 2⁶³ numbers")]
    fn nodes(self, g: &mut Graph<'_, T>, x: Value) -> Value {
        let row = g.row();
        let (last, axis) = (g.integers(&[-1]), Attribute::Integer(-1));
        let counts = g.own("counts", &[row], (1..=row).map(|count| T::from_f64(count as f64)).collect());
        let keep = [("axes", Attribute::Integers(alloc::vec![-1])), ("keepdims", Attribute::Integer(1))];
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
}
