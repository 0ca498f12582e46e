//! Activations of whole rows.

use fearless_simd::{Select, Simd, SimdBase, SimdFloat, SimdMask};

use super::Activation;
use crate::Scalar;
use crate::math::{load_few, map, store_few, vector};
use crate::scalar::{Mask, Vector, splat};

/// Some rows that lie abreast: a vector of them, one row in each lane.
struct Column<'a, T, S> {
    simd: S,
    values: &'a mut [T],
    line: usize,
    at: usize,
}

impl<T: Scalar, S: Simd> Column<'_, T, S> {
    /// Folds the rows, place by place.
    #[inline(always)]
    fn fold<R>(&self, first: R, step: impl Fn(R, Vector<T, S>) -> R) -> R {
        let lines = self.values.chunks_exact(self.line);
        lines.fold(
            first,
            #[inline(always)]
            |result, line| step(result, Vector::<T, S>::from_slice(self.simd, &line[self.at..][..Vector::<T, S>::LEN])),
        )
    }

    /// Replaces each number.
    #[inline(always)]
    fn map(&mut self, function: impl Fn(Vector<T, S>) -> Vector<T, S>) {
        for line in self.values.chunks_exact_mut(self.line) {
            let x = &mut line[self.at..][..Vector::<T, S>::LEN];
            function(Vector::<T, S>::from_slice(self.simd, x)).store_slice(x);
        }
    }

    /// The greatest number of each row; any number of it if NaN is among them.
    #[inline(always)]
    fn greatest(&self) -> Vector<T, S> {
        self.fold(
            splat(self.simd, T::neg_infinity()),
            #[inline(always)]
            |most: Vector<T, S>, x| most.max(x),
        )
    }
}

/// An activation that acts on rows; and, if that is another way, on a row in a register.
macro_rules! rowwise {
    (
        $(#[$attribute:meta])* $name:ident, |$simd:ident, $row:ident| $body:expr
        $(, |$register_simd:ident, $x:ident, $len:ident| $register:expr)?
        $(, rows |$rows_simd:ident, $values:ident, $row_len:ident| $rows:expr)?
        , lines |$lines_simd:ident, $column:ident| $lines:expr
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct $name;

        impl<T: Scalar> Activation<T> for $name {
            const ROWWISE: bool = true;

            #[inline(always)]
            fn pointwise<S: Simd>(self, _simd: S, x: Vector<T, S>) -> Vector<T, S> {
                x
            }

            #[inline(always)]
            fn row<S: Simd>(self, $simd: S, $row: &mut [T]) {
                $body
            }

            $(
                #[inline(always)]
                fn rows<S: Simd>(self, $rows_simd: S, $values: &mut [T], $row_len: usize) {
                    $rows
                }
            )?

            #[inline(always)]
            fn lines<S: Simd>(self, $lines_simd: S, values: &mut [T], line: usize) {
                for at in (0..line).step_by(Vector::<T, S>::LEN) {
                    let mut $column = Column { simd: $lines_simd, values: &mut *values, line, at };
                    $lines
                }
            }

            $(
                #[inline(always)]
                fn register<S: Simd>(self, $register_simd: S, $x: Vector<T, S>, $len: usize) -> Vector<T, S> {
                    $register
                }
            )?
        }
    };
}

/// The first `len` lanes.
#[inline(always)]
fn first_lanes<T: Scalar, S: Simd>(simd: S, len: usize) -> Mask<T, S> {
    let bits = if len < 64 { (1 << len) - 1 } else { u64::MAX };
    Mask::<T, S>::from_bitmask(simd, bits)
}

/// The first `len` lanes' exponentials divided by the greatest one's, and 0 in the others; and their logarithms.
///
/// The other lanes are kept from the exponential: that of −∞ is 0 by way of subnormal numbers, which some processors take
/// longer for than for all the rest.
#[inline(always)]
fn exponentials_in_register<T: Scalar, S: Simd>(simd: S, x: Vector<T, S>, len: usize) -> (Vector<T, S>, Vector<T, S>) {
    let zero = splat(simd, T::zero());
    if len >= Vector::<T, S>::LEN {
        let x = x - x.reduce_max();
        return (vector::exp::<T, S>(simd, x), x);
    }
    let inside = first_lanes::<T, S>(simd, len);
    let x = inside.select(x - inside.select(x, splat(simd, T::neg_infinity())).reduce_max(), zero);
    (inside.select(vector::exp::<T, S>(simd, x), zero), x)
}

/// The softmax of the first two lanes: 1 / (1 + e^(other − x)), which needs no sum over lanes.
#[inline(always)]
fn softmax_of_two<T: Scalar, S: Simd>(simd: S, x: Vector<T, S>) -> Vector<T, S> {
    let other = first_lanes::<T, S>(simd, 1).select(x.rotate_elements_left::<1>(), x.rotate_elements_right::<1>());
    let one = splat::<T, S>(simd, T::one());
    // Times 0, the greater one is 0, but NaN if it is infinite.
    one / (vector::exp::<T, S>(simd, other - x) + x.max(other).mul_add(splat(simd, T::zero()), one))
}

/// Folds `row` vector by vector, the last one filled up with `padding`.
#[inline(always)]
fn fold<T: Scalar, S: Simd, R>(simd: S, row: &[T], padding: T, first: R, step: impl Fn(R, Vector<T, S>) -> R) -> R {
    let mut result = first;
    let vectors = row.chunks_exact(Vector::<T, S>::LEN);
    let rest = vectors.remainder();
    for vector in vectors {
        result = step(result, Vector::<T, S>::from_slice(simd, vector));
    }
    if !rest.is_empty() {
        result = step(result, load_few(simd, rest, padding));
    }
    result
}

/// The greatest number of `row`, and −∞ of none. Any number of it if NaN is among them.
#[inline(always)]
fn greatest<T: Scalar, S: Simd>(simd: S, row: &[T]) -> T {
    let least = T::neg_infinity();
    fold(
        simd,
        row,
        least,
        splat(simd, least),
        #[inline(always)]
        |most: Vector<T, S>, x| most.max(x),
    )
    .reduce_max()
}

/// Replaces each number of `row` by its exponential divided by the greatest one's, and returns the sum of them.
///
/// A row with NaN or ∞, or with nothing but −∞, gives NaN as its sum.
#[inline(always)]
fn exponentials<T: Scalar, S: Simd>(simd: S, row: &mut [T], most: T) -> T {
    let most = splat(simd, most);
    let mut sum = splat(simd, T::zero());
    let mut vectors = row.chunks_exact_mut(Vector::<T, S>::LEN);
    for vector in &mut vectors {
        let y = vector::exp::<T, S>(simd, Vector::<T, S>::from_slice(simd, vector) - most);
        y.store_slice(vector);
        sum += y;
    }
    let rest = vectors.into_remainder();
    if !rest.is_empty() {
        let x = load_few::<T, S>(simd, rest, T::zero());
        let inside = first_lanes::<T, S>(simd, rest.len());
        let y = vector::exp::<T, S>(simd, inside.select(x - most, splat(simd, T::zero())));
        store_few(y, rest);
        sum += inside.select(y, splat(simd, T::zero()));
    }
    sum.reduce_sum()
}

/// The softmax of many rows that would leave most lanes of a vector empty: the exponentials of all of them in one go.
#[inline(always)]
fn short_softmaxes<T: Scalar, S: Simd>(simd: S, values: &mut [T], len: usize) {
    for row in values.chunks_exact_mut(len) {
        let most = row.iter().fold(T::neg_infinity(), |most, x| if *x > most { *x } else { most });
        for x in row {
            *x -= most;
        }
    }
    map(
        simd,
        values,
        #[inline(always)]
        |x| vector::exp::<T, S>(simd, x),
    );
    for row in values.chunks_exact_mut(len) {
        let scale = T::one() / row.iter().fold(T::zero(), |sum, x| sum + *x);
        for x in row {
            *x *= scale;
        }
    }
}

rowwise! {
    /// eˣ / Σ eˣ over the row, the greatest x subtracted first. Keras: `softmax(axis=-1)`.
    ///
    /// Within some 8 ε of the exact one for rows of up to 1000 numbers. A row with NaN or ∞, or with nothing but −∞,
    /// becomes NaN (as in Keras).
    Softmax, |simd, row| {
        if row.len() <= Vector::<T, S>::LEN {
            let y = Activation::<T>::register(Softmax, simd, load_few::<T, S>(simd, row, T::zero()), row.len());
            return store_few(y, row);
        }
        let most = greatest(simd, row);
        let scale = splat(simd, T::one() / exponentials(simd, row, most));
        map(
            simd,
            row,
            #[inline(always)]
            |x| x * scale,
        );
    },
    |simd, x, len| {
        if len == 2 {
            return softmax_of_two::<T, S>(simd, x);
        }
        let (y, _) = exponentials_in_register::<T, S>(simd, x, len);
        y / y.reduce_sum()
    },
    rows |simd, values, len| {
        if values.len() > len && len <= 2 * Vector::<T, S>::LEN {
            return short_softmaxes(simd, values, len);
        }
        for row in values.chunks_exact_mut(len) {
            Activation::<T>::row(Softmax, simd, row);
        }
    },
    lines |simd, column| {
        let most = column.greatest();
        column.map(#[inline(always)] |x| vector::exp::<T, S>(simd, x - most));
        let sum = column.fold(splat(simd, T::zero()), #[inline(always)] |sum: Vector<T, S>, x| sum + x);
        let scale = splat::<T, S>(simd, T::one()) / sum;
        column.map(#[inline(always)] |x| x * scale);
    }
}

rowwise! {
    /// x − ln Σ eˣ over the row, the greatest x subtracted first. Keras: `log_softmax(axis=-1)`.
    ///
    /// Within some 8 ε max(1, |x|, |y|) for rows of up to 1000 numbers. A row with NaN or ∞, or with nothing but −∞,
    /// becomes NaN (as in Keras).
    LogSoftmax, |simd, row| {
        if row.len() <= Vector::<T, S>::LEN {
            let y = Activation::<T>::register(LogSoftmax, simd, load_few::<T, S>(simd, row, T::zero()), row.len());
            return store_few(y, row);
        }
        let most = splat(simd, greatest(simd, row));
        let sum = fold(
            simd,
            row,
            T::neg_infinity(),
            splat(simd, T::zero()),
            #[inline(always)]
            |sum: Vector<T, S>, x| sum + vector::exp::<T, S>(simd, x - most),
        )
        .reduce_sum();
        let ln = vector::ln::<T, S>(simd, splat(simd, sum));
        map(
            simd,
            row,
            #[inline(always)]
            |x| (x - most) - ln,
        );
    },
    |simd, x, len| {
        let (y, x) = exponentials_in_register::<T, S>(simd, x, len);
        let sum = y.reduce_sum();
        x - vector::ln::<T, S>(simd, splat(simd, sum))
    },
    lines |simd, column| {
        let most = column.greatest();
        let sum = column.fold(
            splat(simd, T::zero()),
            #[inline(always)]
            |sum: Vector<T, S>, x| sum + vector::exp::<T, S>(simd, x - most),
        );
        let ln = vector::ln::<T, S>(simd, sum);
        column.map(#[inline(always)] |x| (x - most) - ln);
    }
}

rowwise! {
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
    Sparsemax, |simd, row| {
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
    },
    lines |simd, column| {
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
