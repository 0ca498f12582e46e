//! Networks of layers that have no test of their own sizes elsewhere compute what the interpreter does: pools, transposed and
//! separable convolutions, normalisations and what is fused with them, tables, and numbers in other places. Small ones are
//! Keras's goldens.

use nn_runtime::{Element, Network, Tensor};

use crate::common::reference::{self, Bound, Written, network};

/// Lengths of batches around those that kernels take at once.
const BATCHES: [usize; 7] = [0, 1, 2, 7, 8, 9, 33];

/// The `i`-th of some numbers from -1 to 1.
fn number(i: usize) -> f64 {
    let mixed = (i as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
    mixed as f64 / f64::from(1 << 23) - 1.0
}

/// Some samples, of which a few have NaN or an infinity if `is_spoilt`; indices are below `vocabulary`.
fn inputs<N: Network>(is_spoilt: bool) -> Vec<N::Input> {
    let is_indices = std::any::TypeId::of::<<N::Input as Tensor>::Scalar>() == std::any::TypeId::of::<u32>();
    let mut inputs = vec![N::Input::ZEROS; 11];
    for (i, x) in inputs.iter_mut().flat_map(Tensor::flat_mut).enumerate() {
        *x = Element::from_f64(if is_indices { ((number(i) + 1.0) * 5.0).floor() } else { 2.0 * number(i) });
    }
    let special = [f64::NAN, f64::INFINITY, f64::NEG_INFINITY];
    for (turn, special) in special.into_iter().enumerate().filter(|_| is_spoilt && !is_indices) {
        let len = N::Input::LEN;
        inputs[3 * turn + 1].flat_mut()[turn * len / 3] = Element::from_f64(special);
    }
    inputs
}

fn check<N: Written>(is_spoilt: bool) {
    let mut net = N::boxed_zeros();
    let mut numbers = (7..).map(number);
    for parameter in net.parameters_mut() {
        let is_positive = parameter.name.ends_with("moving_variance");
        for (value, number) in parameter.values.iter_mut().zip(&mut numbers) {
            *value = N::Scalar::from_f64(if is_positive { number.abs() + 0.1 } else { number });
        }
    }
    reference::check(&*net, &inputs::<N>(is_spoilt), &BATCHES, Bound::Rounding);
}

/// A test of each network, in both number types; with NaN and infinities where the layers have an order of their own for them.
macro_rules! networks {
    ($is_spoilt:literal: $($name:ident { $($layers:tt)* })*) => {$(
        mod $name {
            super::network! { struct Single { $($layers)* } }
            super::network! { #[dtype(f64)] struct Double { $($layers)* } }

            #[test]
            fn is_what_the_interpreter_makes_of_it() {
                super::check::<Single>($is_spoilt);
                super::check::<Double>($is_spoilt);
            }
        }
    )*};
}

networks! { true:
    max_pools { max_pool2d((2, 3), strides = (1, 2), padding = same, input = (5, 8, 17)), global_max_pool2d() }
    max_pools_along { max_pool1d(3, strides = 2, input = (20, 5)), max_pool1d(2, padding = same) }
    avg_pools { avg_pool2d((2, 3), strides = (1, 2), padding = same, input = (5, 8, 3)), avg_pool2d(2, strides = 1) }
    avg_pools_of_volumes { avg_pool3d(2, padding = same, input = (3, 4, 5, 7)), global_avg_pool3d() }
    transposed_line { conv1d_transpose(5, relu, kernel = 3, strides = 2, input = (6, 3)) }
    transposed { conv2d_transpose(17, kernel = (2, 3), strides = (3, 1), padding = same, input = (4, 5, 3)) }
    transposed_dilated { conv2d_transpose(4, kernel = 3, dilation = 2, use_bias = false, input = (4, 3, 9)) }
    transposed_volume { conv3d_transpose(3, kernel = 2, strides = (1, 2, 2), input = (2, 3, 2, 5)) }
    separable { separable_conv2d(9, relu, kernel = 3, padding = same, depth_multiplier = 2, input = (7, 6, 5)) }
    depthwise_multiplied { depthwise_conv2d(kernel = (3, 2), padding = same, depth_multiplier = 3, input = (5, 9, 4)) }
    strided_same { conv2d(7, kernel = (3, 2), strides = 2, padding = same, input = (8, 7, 3)) }
    pooled_relu { conv2d(6, relu, kernel = 3, input = (12, 9, 2)), max_pool2d(2) }
    slopes { prelu(input = (4, 5, 6)) }
    shared_slopes { prelu(input = (4, 5, 6), shared_axes = (1, 2)), permute(3, 1, 2), prelu(shared_axes = (2, 3)) }
    words { embedding(9, 6, input = 9), global_avg_pool1d(), dense(4) }
    moved {
        zero_padding2d((1, 2), input = (4, 5, 3)),
        cropping2d((0, 1)),
        permute(2, 3, 1),
        up_sampling2d((2, 3)),
        flatten(),
        repeat_vector(3),
    }
    bins { discretization([-1.0, -0.1, 0.0, 0.7], input = 19) }
}

networks! { false:
    between_pixels { up_sampling2d((2, 3), interpolation = bilinear, input = (3, 4, 5)) }
    normalized_batches { dense(19, input = 7), batch_normalization(), relu(), batch_normalization(scale = false), tanh() }
    normalized_convolution { conv2d(6, kernel = 3, padding = same, input = (9, 8, 2)), batch_normalization(), relu(), max_pool2d(2) }
    normalized_pools { conv1d(20, kernel = 3, input = (14, 2)), max_pool1d(2), batch_normalization(center = false), sigmoid() }
    normalized_transposed { conv2d_transpose(5, kernel = 2, strides = 2, input = (3, 3, 4)), batch_normalization(), elu() }
    normalized_layers { layer_normalization(input = (5, 17)), relu(), rms_normalization(), unit_normalization(axis = (1, 2)) }
    normalized_groups { group_normalization(groups = 3, input = (4, 5, 9)), softmax(), layer_normalization(axis = (1, 2)) }
    normalized_axis { batch_normalization(axis = 1, input = (4, 7)), layer_normalization(axis = 1, center = false) }
    softmax_along { softmax(axis = 1, input = (5, 7)), softmax(axis = (1, 2)) }
}
