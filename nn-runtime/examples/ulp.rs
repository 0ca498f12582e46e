//! Measures the worst error of the vector functions, in units in the last place (ULP) of the exact result.
//!
//! ```text
//! cargo run --release -p nn-runtime --example ulp [f32|f64] [function] [stride]
//! ```
//!
//! In f32 it takes every input there is, or every `stride`th one; in f64 some four million at every exponent and on
//! both sides of the points where the algorithms change. Each number is computed at every SIMD level that the machine
//! has.
//!
//! With `activations` it does the same for these, in f32, and measures the error also in units of ε max(|x|, |exact|),
//! which is what can be had where a formula cancels.

#![allow(clippy::float_cmp, reason = "exactly equal is what is meant")]

use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use nn_runtime::math;
use nn_runtime::simd::{Level, levels};
use nn_runtime::{Element, Scalar};

#[path = "../tests/activation/cases.rs"]
mod cases;

fn main() {
    let mut only = None;
    let mut kind = None;
    let mut stride = 1;
    for argument in std::env::args().skip(1) {
        match argument.as_str() {
            "f32" | "f64" => kind = Some(argument),
            number if number.parse::<u64>().is_ok() => stride = number.parse::<u64>().unwrap().max(1),
            _ => only = Some(argument),
        }
    }
    let levels: Vec<Level> = levels().collect();
    if only.as_deref() == Some("activations") {
        return activations(&levels, stride);
    }
    println!("{:>8} {:>4}  worst ULP at each level, and where", "", "");
    for function in FUNCTIONS {
        if only.as_deref().is_some_and(|name| name != function.name) {
            continue;
        }
        if kind.as_deref() != Some("f64") {
            let worst = sweep(&levels, (1 << 32) / stride, function.f32, |numbers| {
                let x = numbers.map(|i| f32::from_bits(u32::try_from(i * stride).unwrap()));
                x.map(|x| (x, Exact::f32((function.truth_f32)(f64::from(x))))).unzip()
            });
            report::<f32>(function.name, &levels, &worst);
        }
        if kind.as_deref() != Some("f32") {
            let worst = sweep(&levels, SAMPLES / stride, function.f64, |numbers| {
                numbers.map(|i| sample(i * stride)).map(|x| (x, Exact::f64((function.truth_f64)(x)))).unzip()
            });
            report::<f64>(function.name, &levels, &worst);
        }
    }
}

/// Measures the activations of one number.
fn activations(levels: &[Level], stride: u64) {
    println!("worst ULP at each level, and where; worst error in units of epsilon max(|x|, |exact|)");
    for case in cases::pointwise::<f32>().into_iter().filter(cases::Case::is_written) {
        let count = (1 << 32) / stride;
        let function = |level, x: &mut [f32]| (case.apply)(level, x);
        // NaN and infinities have their tests; the truth is good to f64's precision only for what is far from overflow.
        let input = |i: u64| {
            let x = f32::from_bits(u32::try_from(i * stride).unwrap());
            if x.abs() < 1e18 { x } else { 0.5 }
        };
        let exact = |numbers: Range<u64>| -> (Vec<f32>, Vec<Exact>) {
            let x: Vec<f32> = numbers.map(input).collect();
            let exact = cases::truth(case.name, &x, 1).into_iter().map(Exact::f32).collect();
            (x, exact)
        };
        let ulp = sweep(levels, count, function, exact);
        report(case.name, levels, &ulp);
        let scaled = sweep(levels, count, function, |numbers| {
            let (x, mut exact) = exact(numbers);
            for (x, exact) in x.iter().zip(&mut exact) {
                let least = (f64::from(x.abs()) * f64::from(f32::EPSILON)).max(f64::from(f32::MIN_POSITIVE));
                exact.ulp = exact.ulp.max(least);
            }
            (x, exact)
        });
        report("", levels, &scaled);
    }
}

fn report<T: Scalar>(name: &str, levels: &[Level], worst: &[(f64, T)]) {
    print!("{name:>8} {:>4}", T::NAME);
    for (level, (error, x)) in levels.iter().zip(worst) {
        let level = format!("{level:?}");
        let level = level.split('(').next().unwrap_or_default();
        print!("  {level} {error:.3} at {x:e}");
    }
    println!();
}

/// A function at a level, in place, and its exact values.
struct Function {
    name: &'static str,
    f32: fn(Level, &mut [f32]),
    f64: fn(Level, &mut [f64]),
    truth_f32: fn(f64) -> f64,
    truth_f64: fn(f64) -> Double,
}

const FUNCTIONS: &[Function] = &[
    Function { name: "exp", f32: math::exp_at, f64: math::exp_at, truth_f32: f64::exp, truth_f64: Double::exp },
    Function {
        name: "expm1",
        f32: math::expm1_at,
        f64: math::expm1_at,
        truth_f32: f64::exp_m1,
        truth_f64: Double::expm1,
    },
    Function { name: "ln", f32: math::ln_at, f64: math::ln_at, truth_f32: f64::ln, truth_f64: Double::ln },
    Function {
        name: "log1p",
        f32: math::log1p_at,
        f64: math::log1p_at,
        truth_f32: f64::ln_1p,
        truth_f64: Double::log1p,
    },
    Function { name: "tanh", f32: math::tanh_at, f64: math::tanh_at, truth_f32: f64::tanh, truth_f64: Double::tanh },
    Function {
        name: "sigmoid",
        f32: math::sigmoid_at,
        f64: math::sigmoid_at,
        truth_f32: |x| 1.0 / (1.0 + (-x).exp()),
        truth_f64: Double::sigmoid,
    },
    Function { name: "erf", f32: math::erf_at, f64: math::erf_at, truth_f32: pxfm::f_erf, truth_f64: Double::erf },
];

/// How many numbers one thread takes at a time: few enough for the cache.
const BLOCK: u64 = 1 << 13;

/// The worst error of `function` at each level, and where, over the inputs of the numbers below `count`.
fn sweep<T: Scalar>(
    levels: &[Level],
    count: u64,
    function: impl Fn(Level, &mut [T]) + Sync,
    inputs: impl Fn(Range<u64>) -> (Vec<T>, Vec<Exact>) + Sync,
) -> Vec<(f64, T)> {
    let next = AtomicU64::new(0);
    let worst = Mutex::new(vec![(0.0, T::zero()); levels.len()]);
    let work = || {
        let mut mine = vec![(0.0, T::zero()); levels.len()];
        loop {
            let start = next.fetch_add(BLOCK, Ordering::Relaxed);
            if start >= count {
                break;
            }
            let (x, exact) = inputs(start..count.min(start + BLOCK));
            for (&level, mine) in levels.iter().zip(&mut mine) {
                let mut y = x.clone();
                function(level, &mut y);
                for ((y, exact), &x) in y.iter().zip(&exact).zip(&x) {
                    let error = exact.error(Element::into_f64(*y));
                    if error > mine.0 {
                        *mine = (error, x);
                    }
                }
            }
        }
        for (all, mine) in worst.lock().unwrap().iter_mut().zip(mine) {
            if mine.0 > all.0 {
                *all = mine;
            }
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(work);
        }
    });
    worst.into_inner().unwrap()
}

/// An exact result, and the type that it is to be rounded to.
struct Exact {
    value: Double,
    /// The unit in the last place: that of the greatest number if the value is beyond.
    ulp: f64,
    /// The least power of two that is beyond, which stands for infinity.
    beyond: f64,
}

impl Exact {
    fn f32(value: f64) -> Self {
        let beyond = 2f64.powi(128);
        let exponent = (exponent(value)).clamp(-126, 127);
        Self { value: Double(value, 0.0), ulp: 2f64.powi(exponent - 23), beyond }
    }

    fn f64(value: Double) -> Self {
        let exponent = exponent(value.0).clamp(-1022, 1023);
        let place = u64::try_from(exponent + 1022).unwrap();
        let ulp = if place < 52 { f64::from_bits(1 << place) } else { f64::from_bits((place - 51) << 52) };
        Self { value, ulp, beyond: f64::INFINITY }
    }

    /// How far `y` is from it, in ULP. Infinite where only one is NaN, or the sign is wrong, unless it has become 0.
    fn error(&self, y: f64) -> f64 {
        let Double(exact, low) = self.value;
        if exact.is_nan() || y.is_nan() {
            return if exact.is_nan() && y.is_nan() { 0.0 } else { f64::INFINITY };
        }
        if y == exact && y.is_infinite() {
            return 0.0;
        }
        let opposite = y.is_sign_negative() != exact.is_sign_negative() && (y != 0.0 || exact == 0.0);
        if opposite || exact.is_infinite() && self.beyond.is_infinite() {
            return f64::INFINITY;
        }
        if y.is_infinite() && self.beyond.is_infinite() {
            // The exact value is a little below the limit or rounds to it.
            return ((f64::MAX - exact - low) / self.ulp + 1.0).abs();
        }
        let y = if y.is_infinite() { self.beyond } else { y.abs() };
        if y == self.beyond && exact.abs() >= self.beyond {
            return 0.0;
        }
        ((y - exact.abs()) - if exact < 0.0 { -low } else { low }).abs() / self.ulp
    }
}

/// The exponent of the power of two at or below |x|.
fn exponent(x: f64) -> i32 {
    let bits = x.abs().to_bits();
    if bits == 0 {
        return -2000;
    }
    let biased = i32::try_from(bits >> 52).unwrap();
    if biased == 0 { -1011 - i32::try_from(bits.leading_zeros()).unwrap() } else { biased - 1023 }
}

/// How many f64 there are to try.
const SAMPLES: u64 = 1 << 22;

/// The `i`th f64 to try.
fn sample(i: u64) -> f64 {
    // SplitMix64 (Steele, Lea and Flood 2014).
    let mut bits = (i + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^= bits >> 31;
    let uniform = f64::from_bits(0x3ff0_0000_0000_0000 | bits >> 12) - 1.0;
    let sign = if bits & 1 == 0 { 1.0 } else { -1.0 };
    match i % 8 {
        // Any bits at all; those of 2^-60 to 2^11; uniform ones, of which most lie where the functions bend.
        0 => f64::from_bits(bits),
        1 => f64::from_bits(bits & 0x800f_ffff_ffff_ffff | (1023 - 60 + (bits >> 12) % 71) << 52),
        2 => sign * uniform * 750.0,
        3 => sign * uniform * 40.0,
        4 => sign * uniform * 6.0,
        5 => sign * uniform,
        // Close to where the algorithms change: to odd halves of ln 2, to 1, and to the ends.
        6 => {
            let k = f64::from(i32::try_from(bits >> 5 & 0x7ff).unwrap() - 1024) + 0.5;
            (k * std::f64::consts::LN_2) * (1.0 + (uniform - 0.5) * 1e-13)
        }
        _ => {
            let points =
                [1.0, 2.0, 3.0, 4.0, 6.0, 20.0, 0.5f64.sqrt(), 2f64.sqrt(), 0.5f64.sqrt() - 1.0, 2f64.sqrt() - 1.0];
            let point = points[usize::try_from((bits >> 1) % 10).unwrap()];
            sign * point * (1.0 + (uniform - 0.5) * 1e-9)
        }
    }
}

/// A number as the unevaluated sum of two f64, with some 104 bits (Dekker 1971).
#[derive(Clone, Copy)]
struct Double(f64, f64);

impl Double {
    /// ln 2 in three parts.
    const LN_2: [f64; 3] = [std::f64::consts::LN_2, 2.319_046_813_846_299_6e-17, 5.707_708_438_416_212e-34];

    /// a + b with |a| ≥ |b|.
    fn fast(a: f64, b: f64) -> Self {
        let sum = a + b;
        Self(sum, b - (sum - a))
    }

    fn sum(a: f64, b: f64) -> Self {
        let sum = a + b;
        let part = sum - a;
        Self(sum, (a - (sum - part)) + (b - part))
    }

    fn product(a: f64, b: f64) -> Self {
        let product = a * b;
        Self(product, a.mul_add(b, -product))
    }

    fn add(self, other: Self) -> Self {
        let high = Self::sum(self.0, other.0);
        let low = Self::sum(self.1, other.1);
        let high = Self::fast(high.0, high.1 + low.0);
        Self::fast(high.0, high.1 + low.1)
    }

    fn mul(self, other: Self) -> Self {
        let high = Self::product(self.0, other.0);
        Self::fast(high.0, high.1 + (self.0 * other.1 + self.1 * other.0))
    }

    fn div(self, other: Self) -> Self {
        let first = self.0 / other.0;
        let rest = self.add(other.mul(Self(-first, 0.0)));
        let second = rest.0 / other.0;
        let rest = rest.add(other.mul(Self(-second, 0.0)));
        Self::fast(first, second).add(Self(rest.0 / other.0, 0.0))
    }

    fn scale(self, factor: f64) -> Self {
        Self(self.0 * factor, self.1 * factor)
    }

    /// 2ᵏ times this, where only the last step can underflow.
    fn shift(self, k: i32) -> Self {
        let half = k / 2;
        self.scale(2f64.powi(half)).scale(2f64.powi(k - half))
    }

    /// eˣ − 1 for |x| < 1: Taylor's series for x/256, and eight times e²ˣ − 1 = (eˣ − 1)(eˣ + 1).
    fn expm1_small(self) -> Self {
        let x = self.scale(1.0 / 256.0);
        let mut sum = Self(0.0, 0.0);
        for n in (1..=12).rev() {
            sum = sum.add(Self(1.0, 0.0)).mul(x).div(Self(f64::from(n), 0.0));
        }
        for _ in 0..8 {
            sum = sum.mul(sum.add(Self(2.0, 0.0)));
        }
        sum
    }

    /// k and r of x = k ln 2 + r.
    fn reduce(self) -> (i32, Self) {
        let k = (self.0 / Self::LN_2[0]).round();
        let mut r = self;
        for part in Self::LN_2 {
            r = r.add(Self::product(-k, part));
        }
        #[expect(clippy::cast_possible_truncation, reason = "it is an integer of at most four digits")]
        (k as i32, r)
    }

    fn exp_double(self) -> (i32, Self) {
        let (k, r) = self.reduce();
        (k, r.expm1_small().add(Self(1.0, 0.0)))
    }

    fn exp(x: f64) -> Self {
        if !(-750.0..=710.0).contains(&x) {
            return Self(x.exp(), 0.0);
        }
        let (k, y) = Self(x, 0.0).exp_double();
        y.shift(k)
    }

    fn expm1_double(self) -> Self {
        if self.0.abs() < 0.3 {
            return self.expm1_small();
        }
        let (k, y) = self.exp_double();
        y.shift(k).add(Self(-1.0, 0.0))
    }

    fn expm1(x: f64) -> Self {
        if !(-100.0..=709.0).contains(&x) || x.abs() < 1e-30 {
            return if x > 709.0 { Self::exp(x) } else { Self(x.exp_m1(), 0.0) };
        }
        Self(x, 0.0).expm1_double()
    }

    /// One step of Newton's method doubles the digits of the library's logarithm: y + (x e⁻ʸ − 1).
    fn ln(x: f64) -> Self {
        let y = x.ln();
        if !y.is_finite() {
            return Self(y, 0.0);
        }
        let (x, shifted) = if x < 1e-290 { (x * 2f64.powi(100), -100.0) } else { (x, 0.0) };
        let y = if shifted == 0.0 { y } else { x.ln() };
        let step = if (0.6..1.6).contains(&x) {
            Self(x - 1.0, 0.0).add(Self(-y, 0.0).expm1_double().mul(Self(x, 0.0)))
        } else {
            let (k, e) = Self(-y, 0.0).exp_double();
            e.mul(Self(x * 2f64.powi(k / 2) * 2f64.powi(k - k / 2), 0.0)).add(Self(-1.0, 0.0))
        };
        let y = Self::fast(y, step.0).add(Self(step.1 - step.0 * step.0 * 0.5, 0.0));
        Self::LN_2.into_iter().fold(y, |y, part| y.add(Self::product(shifted, part)))
    }

    fn log1p(x: f64) -> Self {
        let y = x.ln_1p();
        if !y.is_finite() || x.abs() < 1e-30 {
            return Self(y, 0.0);
        }
        if x > 1e30 {
            return Self::ln(x);
        }
        if !(-0.4..0.6).contains(&x) {
            let (k, e) = Self(-y, 0.0).exp_double();
            let step = e.mul(Self::sum(1.0, x)).shift(k).add(Self(-1.0, 0.0));
            return Self::fast(y, step.0).add(Self(step.1 - step.0 * step.0 * 0.5, 0.0));
        }
        let step = Self(x, 0.0).add(Self(-y, 0.0).expm1_double().mul(Self::sum(1.0, x)));
        Self::fast(y, step.0).add(Self(step.1, 0.0))
    }

    fn tanh(x: f64) -> Self {
        if x.is_nan() || x.abs() > 30.0 || x.abs() < 1e-30 {
            return Self(x.tanh(), 0.0);
        }
        let e = Self(2.0 * x, 0.0).expm1_double();
        e.div(e.add(Self(2.0, 0.0)))
    }

    fn sigmoid(x: f64) -> Self {
        if x.is_nan() || x > 100.0 {
            return Self(1.0 / (1.0 + (-x).exp()), 0.0);
        }
        if x < -100.0 {
            return Self::exp(x);
        }
        let (k, e) = Self(-x, 0.0).exp_double();
        Self(1.0, 0.0).div(e.shift(k).add(Self(1.0, 0.0)))
    }

    /// 2/√π e^(−x²) Σ 2ⁿ x²ⁿ⁺¹ / (2n + 1)!!, which has no cancellation.
    fn erf(x: f64) -> Self {
        if x.is_nan() || x.abs() > 7.0 {
            return Self(x.signum(), 0.0);
        }
        let slope = Self(std::f64::consts::FRAC_2_SQRT_PI, 1.533_545_961_316_588e-17);
        if x.abs() < 1e-30 {
            return Self(x, 0.0).mul(slope);
        }
        let square = Self::product(x, x);
        let mut term = Self(x, 0.0).mul(slope);
        let mut sum = term;
        let mut n = 1.0;
        while term.0.abs() > sum.0.abs() * 1e-33 {
            n += 2.0;
            term = term.mul(square.scale(2.0)).div(Self(n, 0.0));
            sum = sum.add(term);
        }
        let (k, e) = square.scale(-1.0).exp_double();
        sum.mul(e.shift(k))
    }
}
