use core::fmt;
use core::marker::PhantomData;

use super::{Aligned, NoBias};
use crate::Scalar;

/// The bias of a recurrent layer: a number for each unit of each gate, or [`NoBias`]. Sealed.
pub trait GateBias<T, const UNITS: usize>: sealed::Sealed + Copy + Send + Sync + 'static {
    /// All zero.
    const ZEROS: Self;

    /// The numbers in a row; `None` if there are none.
    fn values(&self) -> Option<&[T]>;
}

impl<T: Scalar, const UNITS: usize, const GATES: usize> GateBias<T, UNITS> for [[T; UNITS]; GATES] {
    const ZEROS: Self = [[T::ZEROS; UNITS]; GATES];

    #[inline(always)]
    fn values(&self) -> Option<&[T]> {
        Some(self.as_flattened())
    }
}

impl<T: Scalar, const UNITS: usize, const GATES: usize> GateBias<T, UNITS> for [[[T; UNITS]; GATES]; 2] {
    const ZEROS: Self = [[[T::ZEROS; UNITS]; GATES]; 2];

    #[inline(always)]
    fn values(&self) -> Option<&[T]> {
        Some(self.as_flattened().as_flattened())
    }
}

impl<T, const UNITS: usize> GateBias<T, UNITS> for NoBias {
    const ZEROS: Self = Self;

    #[inline(always)]
    fn values(&self) -> Option<&[T]> {
        None
    }
}

mod sealed {
    pub trait Sealed {}
    impl<T: crate::Scalar, const UNITS: usize, const GATES: usize> Sealed for [[T; UNITS]; GATES] {}
    impl<T: crate::Scalar, const UNITS: usize, const GATES: usize> Sealed for [[[T; UNITS]; GATES]; 2] {}
    impl Sealed for super::NoBias {}
}

/// The parameters of a kind of recurrent layer: for each input, and for each unit of the last output, the weights of each
/// gate's units.
macro_rules! parameter_struct {
    ($(#[$attribute:meta])* $name:ident, $gates:literal, $bias:ty) => {
        $(#[$attribute])*
        #[repr(C)]
        #[derive(Clone)]
        pub struct $name<T, const FEATURES: usize, const UNITS: usize, B = $bias> {
            kernel_alignment: Aligned,
            /// The weight from each feature of the input to each unit of each gate.
            pub kernel: [[[T; UNITS]; $gates]; FEATURES],
            recurrent_alignment: Aligned,
            /// The weight from each unit of the last output to each unit of each gate.
            pub recurrent_kernel: [[[T; UNITS]; $gates]; UNITS],
            bias_alignment: Aligned,
            /// What is added for each unit of each gate.
            pub bias: B,
            scalar: PhantomData<T>,
        }

        impl<T: Scalar, const FEATURES: usize, const UNITS: usize, B: GateBias<T, UNITS>>
            $name<T, FEATURES, UNITS, B>
        {
            /// A layer of these parameters.
            #[must_use]
            pub const fn new(
                kernel: [[[T; UNITS]; $gates]; FEATURES],
                recurrent_kernel: [[[T; UNITS]; $gates]; UNITS],
                bias: B,
            ) -> Self {
                Self {
                    kernel_alignment: Aligned,
                    kernel,
                    recurrent_alignment: Aligned,
                    recurrent_kernel,
                    bias_alignment: Aligned,
                    bias,
                    scalar: PhantomData,
                }
            }

            /// A layer whose parameters are all zero.
            #[must_use]
            pub const fn zeros() -> Self {
                Self::new([[[T::ZEROS; UNITS]; $gates]; FEATURES], [[[T::ZEROS; UNITS]; $gates]; UNITS], B::ZEROS)
            }
        }

        impl<T: Scalar, const FEATURES: usize, const UNITS: usize, B: GateBias<T, UNITS>> Default
            for $name<T, FEATURES, UNITS, B>
        {
            /// All zero.
            fn default() -> Self {
                Self::zeros()
            }
        }

        impl<T: fmt::Debug, const FEATURES: usize, const UNITS: usize, B: fmt::Debug> fmt::Debug
            for $name<T, FEATURES, UNITS, B>
        {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name))
                    .field("kernel", &self.kernel)
                    .field("recurrent_kernel", &self.recurrent_kernel)
                    .field("bias", &self.bias)
                    .finish()
            }
        }

        impl<T: PartialEq, const FEATURES: usize, const UNITS: usize, B: PartialEq> PartialEq
            for $name<T, FEATURES, UNITS, B>
        {
            fn eq(&self, other: &Self) -> bool {
                self.kernel == other.kernel
                    && self.recurrent_kernel == other.recurrent_kernel
                    && self.bias == other.bias
            }
        }
    };
}

parameter_struct! {
    /// The parameters of a `simple_rnn` layer, in Keras's layout; there is one gate.
    ///
    /// # Examples
    ///
    /// ```
    /// use nn_runtime::{NoBias, SimpleRnn};
    ///
    /// let layer: SimpleRnn<f32, 1, 2> = SimpleRnn::new([[[1.0, 0.5]]], [[[0.0, 1.0]], [[-1.0, 0.0]]], [[0.1, 0.2]]);
    /// assert_eq!(layer.recurrent_kernel[1][0][0], -1.0);
    ///
    /// let without_bias = SimpleRnn::new(layer.kernel, layer.recurrent_kernel, NoBias);
    /// assert_eq!(without_bias.kernel, layer.kernel);
    /// ```
    SimpleRnn, 1, [[T; UNITS]; 1]
}

parameter_struct! {
    /// The parameters of an `lstm` layer, in Keras's layout: the gates are i (input), f (forget), c (candidate) and o
    /// (output).
    ///
    /// # Examples
    ///
    /// ```
    /// use nn_runtime::Lstm;
    ///
    /// let mut layer: Lstm<f32, 3, 32> = Lstm::zeros();
    /// layer.bias[1] = [1.0; 32]; // of the forget gate
    /// assert_eq!(layer.kernel[2][3][31], 0.0);
    /// ```
    Lstm, 4, [[T; UNITS]; 4]
}

parameter_struct! {
    /// The parameters of a `gru` layer, in Keras's layout: the gates are z (update), r (reset) and h (candidate).
    ///
    /// The bias is that of the input's products and that of the last output's. With `reset_after = false` there is one for
    /// both: `B` is `[[T; UNITS]; 3]`.
    ///
    /// # Examples
    ///
    /// ```
    /// use nn_runtime::Gru;
    ///
    /// let layer: Gru<f64, 1, 2> = Gru::zeros();
    /// assert_eq!(layer.bias, [[[0.0; 2]; 3]; 2]);
    ///
    /// let before: Gru<f64, 1, 2, [[f64; 2]; 3]> = Gru::new(layer.kernel, layer.recurrent_kernel, [[0.5; 2]; 3]);
    /// assert_eq!(before.bias[0], before.bias[2]);
    /// ```
    Gru, 3, [[[T; UNITS]; 3]; 2]
}
