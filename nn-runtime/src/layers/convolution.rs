use core::fmt;
use core::marker::PhantomData;

use super::{Aligned, Bias};
use crate::Scalar;
use crate::tensor::Tensor;

/// A struct of kernels, each a tensor of a type of its own, and of a bias for each filter, which may be absent.
macro_rules! parameter_struct {
    (
        $(#[$attribute:meta])*
        $name:ident { $($(#[$on_field:meta])* $field:ident: $kernel:ident after $alignment:ident,)* }
    ) => {
        $(#[$attribute])*
        #[repr(C)]
        #[derive(Clone)]
        pub struct $name<T, $($kernel,)* const FILTERS: usize, B = [T; FILTERS]> {
            $($alignment: Aligned, $(#[$on_field])* pub $field: $kernel,)*
            bias_alignment: Aligned,
            /// What is added for each filter.
            pub bias: B,
            scalar: PhantomData<T>,
        }

        impl<T: Scalar, $($kernel: Tensor<Scalar = T>,)* const FILTERS: usize, B: Bias<T, FILTERS>>
            $name<T, $($kernel,)* FILTERS, B>
        {
            /// A layer of these parameters.
            #[must_use]
            pub const fn new($($field: $kernel,)* bias: B) -> Self {
                Self { $($alignment: Aligned, $field,)* bias_alignment: Aligned, bias, scalar: PhantomData }
            }

            /// A layer whose parameters are all zero.
            #[must_use]
            pub const fn zeros() -> Self {
                Self::new($($kernel::ZEROS,)* B::ZEROS)
            }
        }

        impl<T: Scalar, $($kernel: Tensor<Scalar = T>,)* const FILTERS: usize, B: Bias<T, FILTERS>> Default
            for $name<T, $($kernel,)* FILTERS, B>
        {
            /// All zero.
            fn default() -> Self {
                Self::zeros()
            }
        }

        impl<T, $($kernel: fmt::Debug,)* const FILTERS: usize, B: fmt::Debug> fmt::Debug
            for $name<T, $($kernel,)* FILTERS, B>
        {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name))$(.field(stringify!($field), &self.$field))*.field("bias", &self.bias).finish()
            }
        }

        impl<T, $($kernel: PartialEq,)* const FILTERS: usize, B: PartialEq> PartialEq
            for $name<T, $($kernel,)* FILTERS, B>
        {
            fn eq(&self, other: &Self) -> bool {
                $(self.$field == other.$field &&)* self.bias == other.bias
            }
        }
    };
}

parameter_struct! {
    /// The parameters of a `conv1d`, `conv2d` or `conv3d` layer, and of a depthwise one, in Keras's layout: the kernel `K` is an array of the window's
    /// places, of the channels of a group, and of the filters: `[[[[f32; 8]; 1]; 3]; 3]` for eight filters of 3 × 3 on one
    /// channel. A depthwise kernel has the channels, and then each channel's filters.
    ///
    /// Each tensor is contiguous, and lies at a multiple of 64 bytes where the target has vectors of that size (16 bytes on
    /// wasm). Without a bias, `B` is [`NoBias`](crate::NoBias).
    ///
    /// # Examples
    ///
    /// ```
    /// use nn_runtime::{Conv, NoBias};
    ///
    /// // Two filters of two steps, on one channel: a sum and a difference.
    /// let layer: Conv<f32, [[[f32; 2]; 1]; 2], 2, NoBias> = Conv::new([[[1.0, -1.0]], [[1.0, 1.0]]], NoBias);
    /// assert_eq!(layer.kernel[0][0][1], -1.0);
    /// ```
    Conv {
        /// The weight from each number of a window to each filter.
        kernel: K after kernel_alignment,
    }
}

parameter_struct! {
    /// The parameters of a `separable_conv1d` or `separable_conv2d` layer, in Keras's layout: filters of each channel's own
    /// over a window, an array of the window's places, of the channels, and of each channel's filters; and then, at each
    /// place, a sum over what they give.
    ///
    /// Each tensor is contiguous and aligned, as in [`Conv`]. Without a bias, `B` is [`NoBias`](crate::NoBias).
    ///
    /// # Examples
    ///
    /// ```
    /// use nn_runtime::{NoBias, SeparableConv};
    ///
    /// // The sum of two steps of each of two channels; then the difference of the channels.
    /// let layer: SeparableConv<f32, [[[f32; 1]; 2]; 2], [[[f32; 1]; 2]; 1], 1, NoBias> =
    ///     SeparableConv::new([[[1.0], [1.0]], [[1.0], [1.0]]], [[[1.0], [-1.0]]], NoBias);
    /// assert_eq!(layer.pointwise_kernel[0][1], [-1.0]);
    /// ```
    SeparableConv {
        /// The weight from each number of a window to each filter of its channel.
        depthwise_kernel: D after depthwise_alignment,
        /// The weight from each of those to each filter.
        pointwise_kernel: P after pointwise_alignment,
    }
}
