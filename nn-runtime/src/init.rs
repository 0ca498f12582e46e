//! Initial weights, as Keras draws them: the same distributions, from a generator of our own.

use num_traits::Float;

use crate::Scalar;

/// How a tensor is filled before training. The names, distributions and defaults are Keras's.
///
/// `fan_in` and `fan_out` are the inputs and the outputs of the layer that the tensor belongs to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Initializer<T> {
    /// Uniform within ±√(6 / (`fan_in` + `fan_out`)) (Glorot and Bengio 2010).
    GlorotUniform,
    /// Truncated normal of variance 2 / (`fan_in` + `fan_out`).
    GlorotNormal,
    /// Uniform within ±√(6 / `fan_in`) (He et al. 2015).
    HeUniform,
    /// Truncated normal of variance 2 / `fan_in`.
    HeNormal,
    /// Uniform within ±√(3 / `fan_in`) (LeCun et al. 1998).
    LecunUniform,
    /// Truncated normal of variance 1 / `fan_in`.
    LecunNormal,
    /// 0.
    Zeros,
    /// 1.
    Ones,
    /// `value`.
    Constant {
        /// The one value.
        value: T,
    },
    /// Uniform from `minval` to `maxval`.
    RandomUniform {
        /// The least value.
        minval: T,
        /// What all values are less than.
        maxval: T,
    },
    /// Normal.
    RandomNormal {
        /// The mean.
        mean: T,
        /// The standard deviation.
        stddev: T,
    },
    /// Normal, drawn again beyond two standard deviations: the values' own deviation is 0.8796 of `stddev`.
    TruncatedNormal {
        /// The mean.
        mean: T,
        /// The standard deviation before the truncation.
        stddev: T,
    },
    /// A matrix with orthonormal columns, or rows where there are fewer of them, times `gain` (Saxe et al. 2014). All
    /// axes but the last count as rows.
    Orthogonal {
        /// What the matrix is multiplied by.
        gain: T,
    },
}

/// The standard deviation of the normal distribution when it is truncated at two of them.
const TRUNCATED: f64 = 0.879_625_661_034_239_8;

impl<T: Scalar> Initializer<T> {
    /// Fills `values`, of which each row has `columns`. The same `seed` and `tensor`, the tensor's number in its
    /// network, give the same values everywhere.
    pub fn fill(self, values: &mut [T], columns: usize, (fan_in, fan_out): (usize, usize), seed: u64, tensor: u64) {
        let mut random = Random::new(seed, tensor);
        let (fan_in, fan_out) = (fan_in.max(1) as f64, fan_out.max(1) as f64);
        let uniform = |variance: f64| Distribution::Uniform(-(3.0 * variance).sqrt(), (3.0 * variance).sqrt());
        let normal = |variance: f64| Distribution::Truncated(0.0, variance.sqrt() / TRUNCATED);
        let distribution = match self {
            Self::GlorotUniform => uniform(2.0 / (fan_in + fan_out)),
            Self::GlorotNormal => normal(2.0 / (fan_in + fan_out)),
            Self::HeUniform => uniform(2.0 / fan_in),
            Self::HeNormal => normal(2.0 / fan_in),
            Self::LecunUniform => uniform(1.0 / fan_in),
            Self::LecunNormal => normal(1.0 / fan_in),
            Self::Zeros => return values.fill(T::zero()),
            Self::Ones => return values.fill(T::one()),
            Self::Constant { value } => return values.fill(value),
            Self::RandomUniform { minval, maxval } => Distribution::Uniform(minval.into_f64(), maxval.into_f64()),
            Self::RandomNormal { mean, stddev } => Distribution::Normal(mean.into_f64(), stddev.into_f64()),
            Self::TruncatedNormal { mean, stddev } => Distribution::Truncated(mean.into_f64(), stddev.into_f64()),
            Self::Orthogonal { gain } => return orthogonal(values, columns.max(1), gain, &mut random),
        };
        values.fill_with(|| T::from_f64(distribution.draw(&mut random)));
    }
}

enum Distribution {
    Uniform(f64, f64),
    Normal(f64, f64),
    Truncated(f64, f64),
}

impl Distribution {
    fn draw(&self, random: &mut Random) -> f64 {
        match *self {
            Self::Uniform(least, most) => least + (most - least) * random.uniform(),
            Self::Normal(mean, stddev) => mean + stddev * random.normal(),
            Self::Truncated(mean, stddev) => loop {
                let value = random.normal();
                if value.abs() <= 2.0 {
                    break mean + stddev * value;
                }
            },
        }
    }
}

/// Orthonormal vectors by Gram and Schmidt's process, in place. Each is made orthogonal to those before it twice: once
/// loses orthogonality to rounding, twice is enough (Giraud et al. 2005).
fn orthogonal<T: Scalar>(values: &mut [T], columns: usize, gain: T, random: &mut Random) {
    let rows = values.len() / columns;
    values.fill_with(|| T::from_f64(random.normal()));
    // The vectors are the columns, or the rows if they are fewer: `count` of them, each of `length` numbers.
    let (count, length, between, step) =
        if columns <= rows { (columns, rows, 1, columns) } else { (rows, columns, columns, 1) };
    let at = |vector: usize, i: usize| vector * between + i * step;
    for vector in 0..count {
        for _ in 0..2 {
            for earlier in 0..vector {
                let product = (0..length)
                    .fold(0.0, |sum, i| sum + values[at(vector, i)].into_f64() * values[at(earlier, i)].into_f64());
                for i in 0..length {
                    let rest = values[at(vector, i)].into_f64() - product * values[at(earlier, i)].into_f64();
                    values[at(vector, i)] = T::from_f64(rest);
                }
            }
            let square = (0..length)
                .fold(0.0, |sum, i| sum + values[at(vector, i)].into_f64() * values[at(vector, i)].into_f64());
            let norm = Float::sqrt(square).max(f64::MIN_POSITIVE);
            for i in 0..length {
                values[at(vector, i)] = T::from_f64(values[at(vector, i)].into_f64() / norm);
            }
        }
    }
    for value in values {
        *value *= gain;
    }
}

/// SplitMix64 (Steele, Lea and Flood 2014): small, the same everywhere, and good enough for weights.
struct Random {
    state: u64,
    /// The second of the two normal numbers that are made at once.
    spare: Option<f64>,
}

impl Random {
    fn new(seed: u64, stream: u64) -> Self {
        let mut mixed = Self { state: seed, spare: None };
        let seed = mixed.next();
        mixed.state = seed ^ stream.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let state = mixed.next();
        Self { state, spare: None }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0, included, to 1, excluded.
    fn uniform(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Of mean 0 and deviation 1, by the polar method of Marsaglia (1964).
    fn normal(&mut self) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        loop {
            let (u, v) = (2.0 * self.uniform() - 1.0, 2.0 * self.uniform() - 1.0);
            let square = u * u + v * v;
            if square < 1.0 && square > 0.0 {
                let factor = Float::sqrt(-2.0 * ln(square) / square);
                self.spare = Some(v * factor);
                return u * factor;
            }
        }
    }
}

/// The logarithm of a positive normal number, to some 2 ULP. The platform's own may differ from another's in the last
/// digit, and then a seed would not give the same weights everywhere; sums, products and quotients can't.
fn ln(x: f64) -> f64 {
    let (mut exponent, mut mantissa) =
        (-1023.0 + (x.to_bits() >> 52) as f64, f64::from_bits(x.to_bits() << 12 >> 12 | 1023 << 52));
    if mantissa > core::f64::consts::SQRT_2 {
        (exponent, mantissa) = (exponent + 1.0, mantissa / 2.0);
    }
    // ln m = 2 artanh s, whose series ends where s² ≤ 0.03 has made its terms too small.
    let s = (mantissa - 1.0) / (mantissa + 1.0);
    let series = (0..12).rev().fold(0.0, |sum, k| sum * s * s + 1.0 / f64::from(2 * k + 1));
    exponent * core::f64::consts::LN_2 + 2.0 * s * series
}

#[cfg(test)]
mod tests {
    extern crate std;

    use super::*;

    #[test]
    fn logarithm() {
        let mut random = Random::new(1, 1);
        for k in 0..100_000 {
            let x = if k % 2 == 0 { random.uniform() } else { f64::exp(600.0 * (random.uniform() - 0.5)) };
            if x > 0.0 {
                let exact = f64::ln(x);
                assert!((ln(x) - exact).abs() <= 4.0 * f64::EPSILON * exact.abs(), "ln {x} is {}, not {exact}", ln(x));
            }
        }
        assert_eq!(ln(1.0).to_bits(), 0);
    }
}
