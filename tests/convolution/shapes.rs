//! Hundreds of shapes drawn at random, pooled and not, one sample and batches: the kernel by itself, since a network of each
//! would take long to compile.

use fastrand::Rng;
use nn_compiler::reference::Reference;
use nn_runtime::Scalar;
use nn_runtime::activation::Relu;
use nn_runtime::simd::{Kernel, dispatch, levels};

use nn_runtime::__private_0_1_0::ops::{Filters, Space, Window, conv};
use nn_runtime::__private_0_1_0::{ConvStrategy, Convolution, Simd, ops};

use crate::common::reference::{Bound, compare};
use crate::common::wide;

/// A dimension: the sizes of the input and of the kernel, the stride and the dilation.
type Dimension = [usize; 4];

fn one_of<T: Copy>(random: &mut Rng, choices: &[T]) -> T {
    choices[random.usize(..choices.len())]
}

/// A shape: the dimensions, how their places are pooled (the size, and the stride), the channels and the filters, and in how
/// many groups they are.
#[derive(Debug)]
struct Shape {
    dimensions: Vec<Dimension>,
    pools: Option<Vec<[usize; 2]>>,
    channels: usize,
    filters: usize,
    groups: usize,
    has_bias: bool,
}

impl Shape {
    fn random(random: &mut Rng) -> Self {
        let rank = one_of(random, &[1, 2, 2, 2, 3]);
        let most = [70, 24, 8][rank - 1];
        let pools: Option<Vec<[usize; 2]>> = (random.usize(..3) > 0).then(|| {
            let mut sizes = vec![1; rank];
            for _ in 0..one_of(random, &[1, 2, 2]) {
                sizes[random.usize(..rank)] *= 2;
            }
            sizes.into_iter().map(|size| [size, size + one_of(random, &[0, 0, 0, 1])]).collect()
        });
        let dilates = one_of(random, &[false, false, true]);
        let dimensions = (0..rank).map(|axis| {
            let kernel = 1 + random.usize(..5);
            // Keras's convolutions have strides or a dilation.
            let (stride, dilation) = (
                one_of(random, if dilates { &[1] } else { &[1, 1, 2, 3] }),
                if dilates { one_of(random, &[1, 2]) } else { 1 },
            );
            let pool = pools.as_ref().map_or(1, |pools| pools[axis][0]);
            let least = (kernel - 1) * dilation + 1 + (pool - 1) * stride;
            [least + random.usize(..most), kernel, stride, dilation]
        });
        let dimensions = dimensions.collect();
        // What is in groups is not pooled in registers.
        let groups = if pools.is_some() { 1 } else { one_of(random, &[1, 1, 2, 3]) };
        Self {
            dimensions,
            pools,
            channels: groups * one_of(random, &[1, 1, 2, 3, 6]),
            filters: groups * one_of(random, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13, 15, 16, 17, 31, 32, 40]),
            groups,
            has_bias: random.usize(..4) > 0,
        }
    }

    /// The windows of the convolution, and of what pools it.
    fn windows(&self) -> ([Window; 3], Option<[Window; 3]>) {
        let point = Window { input: 1, output: 1, kernel: 1, stride: 1, dilation: 1, before: 0 };
        let (mut windows, mut pools) = ([point; 3], [point; 3]);
        let first = 3 - self.dimensions.len();
        for (axis, &[input, kernel, stride, dilation]) in self.dimensions.iter().enumerate() {
            let output = (input - (kernel - 1) * dilation - 1) / stride + 1;
            windows[first + axis] = Window { input, output, kernel, stride, dilation, before: 0 };
            let [kernel, stride] = self.pools.as_ref().map_or([1, 1], |pools| pools[axis]);
            let pooled = (output - kernel) / stride + 1;
            pools[first + axis] = Window { input: output, output: pooled, kernel, stride, ..point };
        }
        (windows, self.pools.is_some().then_some(pools))
    }

    /// The network of it, as text.
    fn text<T: Scalar>(&self) -> String {
        let Self { dimensions, pools, channels, filters, groups, has_bias } = self;
        let axes = |of: usize| dimensions.iter().map(|dimension| dimension[of]).collect();
        let tuple = |numbers: Vec<usize>| match numbers.as_slice() {
            [number] => number.to_string(),
            numbers => format!("({})", numbers.iter().map(usize::to_string).collect::<Vec<_>>().join(", ")),
        };
        let [input, kernel, strides, dilation] = [axes(0), axes(1), axes(2), axes(3)];
        let (rank, input) = (dimensions.len(), tuple([input, vec![*channels]].concat()));
        let [kernel, strides, dilation] = [kernel, strides, dilation].map(tuple);
        let pool = pools.as_ref().map(|pools| {
            let [size, strides] = [0, 1].map(|of| tuple(pools.iter().map(|pool| pool[of]).collect()));
            format!(", max_pool{rank}d({size}, strides = {strides})")
        });
        format!(
            "#[dtype({dtype})] struct Net {{
                conv: conv{rank}d({filters}, relu, kernel = {kernel}, strides = {strides}, dilation = {dilation}, groups = {groups}, use_bias = {has_bias}, input = {input}){pool}
            }}",
            dtype = T::NAME,
            pool = pool.unwrap_or_default(),
        )
    }
}

/// The kernel, for a number of samples.
struct Run<'a, T>(&'a Shape, [&'a [T]; 3], usize, &'a mut [T]);

impl<T: Scalar> Kernel for Run<'_, T> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let Self(shape, [input, kernel, bias], rows, output) = self;
        let space = match shape.windows() {
            (windows, Some(pools)) => Space::pooled(windows, pools),
            (windows, None) => Space::new(windows),
        };
        let Shape { channels, filters, groups, has_bias, .. } = *shape;
        let weights = Filters { channels, filters, groups, kernel, bias: has_bias.then_some(bias) };
        // As much workspace as the rule says, of which nothing is known.
        let sizes = Convolution { space, channels, filters, groups };
        let workspace = &mut vec![T::nan(); sizes.workspace(rows, size_of::<T>())];
        match (sizes.choose(), rows) {
            (ConvStrategy::Pointwise, 1) => {
                conv(simd, ops::One, ops::Pointwise, space, weights, Relu, input, workspace, output);
            }
            (ConvStrategy::Pointwise, _) => {
                conv(simd, rows, ops::Pointwise, space, weights, Relu, input, workspace, output);
            }
            (ConvStrategy::Depthwise, 1) => {
                conv(simd, ops::One, ops::Depthwise, space, weights, Relu, input, workspace, output);
            }
            (ConvStrategy::Depthwise, _) => {
                conv(simd, rows, ops::Depthwise, space, weights, Relu, input, workspace, output);
            }
            (_, 1) => conv(simd, ops::One, ops::Direct, space, weights, Relu, input, workspace, output),
            (_, _) => conv(simd, rows, ops::Direct, space, weights, Relu, input, workspace, output),
        }
    }
}

/// Compares some shapes with the interpreter: finite numbers, and then an infinity and NaN in some samples.
fn check<T: Scalar>(seed: u64, shapes: usize) {
    const SAMPLES: usize = 21;
    let mut random = Rng::with_seed(seed);
    for _ in 0..shapes {
        let shape = Shape::random(&mut random);
        let taps: usize = shape.dimensions.iter().map(|dimension| dimension[1]).product();
        let inputs = shape.dimensions.iter().map(|dimension| dimension[0]).product::<usize>() * shape.channels;
        let terms = taps * shape.channels / shape.groups;
        let mut numbers = |count: usize| (0..count).map(|_| T::from_f64(4.0 * random.f64() - 2.0)).collect::<Vec<T>>();
        let (kernel, bias) = (numbers(terms * shape.filters), numbers(shape.filters));
        let mut input = numbers(SAMPLES * inputs);
        input[inputs + inputs / 2] = T::infinity();
        input[2 * inputs + inputs / 3] = T::nan();
        input[17 * inputs + inputs / 2] = T::neg_infinity();
        let mut reference =
            Reference::new(shape.text::<T>().parse().unwrap()).unwrap_or_else(|error| panic!("{shape:?}: {error}"));
        reference.set("conv.kernel", &wide(&kernel)).unwrap();
        if shape.has_bias {
            reference.set("conv.bias", &wide(&bias)).unwrap();
        }
        let expected: Vec<_> =
            input.chunks_exact(inputs).map(|x| reference.evaluate(&[&wide(x)]).unwrap().concat()).collect();
        let outputs = expected[0].len();
        for level in levels() {
            for samples in [1, 5, 13, SAMPLES] {
                // What is written must be all.
                let mut output = vec![T::from_f64(-9.0); samples * outputs];
                let numbers = [&input[..samples * inputs], &kernel, &bias];
                dispatch(level, Run(&shape, numbers, samples, &mut output));
                for (sample, (found, expected)) in output.chunks_exact(outputs).zip(&expected).enumerate() {
                    let what = format!("{shape:?}, sample {sample} of {samples} at {level:?}");
                    compare(expected, found, Bound::Rounding, &what);
                }
            }
        }
    }
}

#[test]
fn many_shapes() {
    check::<f32>(1, 80);
}

#[test]
fn many_shapes_f64() {
    check::<f64>(2, 40);
}
