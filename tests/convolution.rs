//! Convolutions compute what the interpreter does, at every SIMD level, by themselves and in batches, whatever their
//! sizes: tiles that are full and not, filters that fill no vector, places that are taken together, groups, and channels by
//! themselves; and, in `shapes`, pooled or not, whatever else is drawn at random. `tests/keras.rs` compares small ones with
//! Keras, which this does not repeat: padding and activations are its.

mod shapes;

use nn_runtime::simd::levels;
use nn_runtime::{Element, Network, Tensor, sequential};

use crate::common::reference::{self, Bound, Written, network};
use crate::common::{part, wide};

/// Compares a network of one convolution with its interpreter, one sample and several, of which one has an infinity and one
/// NaN.
fn check<N: Written>()
where
    N::Input: Tensor<Scalar = N::Scalar>,
{
    const SAMPLES: usize = 3;
    let mut net = N::boxed_init(5);
    // Biases that are not 0.
    for parameter in net.parameters_mut() {
        if parameter.shape.len() == 1 {
            let values = parameter.values.iter_mut().enumerate();
            values.for_each(|(i, value)| *value = N::Scalar::from_f64(i as f64 / 8.0 - 1.0));
        }
    }
    let number = |i: usize| (i as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
    let mut inputs = vec![N::Input::ZEROS; SAMPLES];
    for (sample, input) in inputs.iter_mut().enumerate() {
        for (i, x) in input.flat_mut().iter_mut().enumerate() {
            *x = N::Scalar::from_f64(number(sample * N::Input::LEN + i) as f64 / f64::from(1 << 22) - 2.0);
        }
    }
    inputs[1].flat_mut()[N::Input::LEN / 2] = N::Scalar::from_f64(f64::INFINITY);
    inputs[2].flat_mut()[N::Input::LEN / 3] = N::Scalar::from_f64(f64::NAN);
    reference::check(&*net, &inputs, &[SAMPLES], Bound::Rounding);
}

macro_rules! convolutions {
    ($($name:ident: $dtype:ident { $($layer:tt)* })*) => {$(
        #[test]
        fn $name() {
            network! { #[dtype($dtype)] struct Net { $($layer)* } }
            check::<Net>();
        }
    )*};
}

convolutions! {
    // Places that fill tiles, and places that don't.
    one_place: f32 { conv1d(20, kernel = 3, input = (3, 5)) }
    three_places: f32 { conv1d(33, kernel = 3, input = (5, 5)) }
    nine_places: f32 { conv1d(48, kernel = 3, input = (11, 2)) }
    many_places: f32 { conv1d(64, kernel = 3, input = (51, 20)) }
    // Filters of every number of lanes that are left, with kernels shorter than a vector.
    one_filter: f32 { conv1d(1, kernel = 1, strides = 2, input = (6, 1)) }
    few_weights: f32 { conv1d(2, kernel = 2, input = (9, 1)) }
    filters_17: f32 { conv2d(17, kernel = (2, 3), strides = (3, 2), input = (9, 7, 3)) }
    filters_31: f32 { conv2d(31, kernel = 3, dilation = (2, 3), input = (6, 7, 3)) }
    filters_100: f32 { conv2d(100, kernel = 2, input = (5, 6, 7)) }
    // Places that are taken together.
    digits: f32 { conv2d(6, kernel = 5, input = (32, 32, 1)) }
    together_odd: f32 { conv2d(4, kernel = 3, input = (12, 17, 2)) }
    together_strides: f32 { conv2d(5, kernel = 3, strides = 2, input = (15, 31, 3)) }
    together_one: f32 { conv1d(1, kernel = 3, input = (70, 1)) }
    together_volume: f32 { conv3d(3, kernel = 2, input = (5, 6, 7, 2)) }
    together_f64: f64 { conv2d(3, kernel = 3, input = (12, 13, 1)) }
    // Rows of a product.
    points: f32 { conv2d(35, kernel = 1, input = (5, 3, 9)) }
    // Groups, and channels by themselves.
    groups: f32 { conv2d(57, kernel = (3, 2), groups = 3, input = (7, 5, 6)) }
    groups_small: f32 { conv1d(8, kernel = 3, groups = 4, input = (30, 12)) }
    groups_f64: f64 { conv1d(18, kernel = 3, strides = 2, groups = 2, input = (9, 4)) }
    depthwise: f32 { depthwise_conv2d(kernel = 3, input = (7, 9, 37)) }
    depthwise_strides: f32 { depthwise_conv2d(kernel = (2, 3), strides = 2, input = (8, 6, 16)) }
    depthwise_dilated: f64 { depthwise_conv1d(kernel = 3, dilation = 2, input = (9, 5)) }
}

/// Convolutions before pools that are none of theirs: what is pooled has other places, or other channels.
#[test]
fn pools_of_another_shape() {
    /// The network is its two parts, one after the other.
    macro_rules! check {
        ({ $($whole:tt)* } { $($first:tt)* } { $($second:tt)* }) => {{
            sequential! { struct Whole { $($whole)* } }
            sequential! { struct First { $($first)* } }
            sequential! { struct Second { $($second)* } }
            let net = Whole::init(3);
            let (first, second) = (part::<First>(&mut net.parameters()), Second::boxed_zeros());
            let mut inputs = [<Whole as Network>::Input::ZEROS; 19];
            for (i, x) in inputs.iter_mut().flat_map(Tensor::flat_mut).enumerate() {
                *x = (i as f32).sin();
            }
            let mut outputs = [<Whole as Network>::Output::ZEROS; 19];
            for level in levels() {
                net.forward_batch_at(level, &inputs, &mut outputs);
                for (input, output) in inputs.iter().zip(&outputs) {
                    let mut between = <Second as Network>::Input::ZEROS;
                    between.flat_mut().copy_from_slice(first.forward_at(level, input).flat());
                    let expected = wide(second.forward_at(level, &between).flat());
                    for found in [output, &net.forward_at(level, input)] {
                        let near = wide(found.flat()).iter().zip(&expected).all(|(a, b)| (a - b).abs() <= 1e-5);
                        assert!(near, "{}: {found:?} at {level:?}, not {expected:?}", stringify!($($whole)*));
                    }
                }
            }
        }};
    }
    check!({ conv2d(4, kernel = 3, input = (6, 6, 1)), reshape(2, 8, 4), max_pool2d(2) }
        { conv2d(4, kernel = 3, input = (6, 6, 1)) } { max_pool2d(2, input = (2, 8, 4)) });
    check!({ conv1d(6, kernel = 3, input = (10, 2)), reshape(8, 3, 2), max_pool2d((2, 1)) }
        { conv1d(6, kernel = 3, input = (10, 2)) } { max_pool2d((2, 1), input = (8, 3, 2)) });
    check!({ conv1d(6, kernel = 3, input = (10, 2)), flatten(), reshape(24, 2), max_pool1d(2) }
        { conv1d(6, kernel = 3, input = (10, 2)) } { max_pool1d(2, input = (24, 2)) });
    check!({ conv1d(6, kernel = 3, input = (10, 2), relu), flatten(), reshape(8, 6), max_pool1d(2) }
        { conv1d(6, kernel = 3, input = (10, 2), relu) } { max_pool1d(2, input = (8, 6)) });
}
