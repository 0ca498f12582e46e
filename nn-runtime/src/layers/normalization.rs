use core::fmt;
use core::marker::PhantomData;

use super::{Aligned, Bias};
use crate::Scalar;

/// A struct of vectors with a number for each channel, some of which may be absent: those of a type of their own.
macro_rules! parameter_struct {
    (
        $(#[$attribute:meta])*
        $name:ident <$($optional:ident),*> {
            $($(#[$on_field:meta])* $field:ident after $alignment:ident: $type:ty = $zeros:expr,)*
        }
    ) => {
        $(#[$attribute])*
        #[repr(C)]
        #[derive(Clone)]
        pub struct $name<T, const CHANNELS: usize $(, $optional = [T; CHANNELS])*> {
            $($alignment: Aligned, $(#[$on_field])* pub $field: $type,)*
            scalar: PhantomData<T>,
        }

        impl<T: Scalar, const CHANNELS: usize $(, $optional: Bias<T, CHANNELS>)*> $name<T, CHANNELS $(, $optional)*> {
            /// A layer of these parameters.
            #[must_use]
            pub const fn new($($field: $type),*) -> Self {
                Self { $($alignment: Aligned, $field,)* scalar: PhantomData }
            }

            /// A layer whose parameters are all zero.
            #[must_use]
            pub const fn zeros() -> Self {
                Self::new($($zeros),*)
            }
        }

        impl<T: Scalar, const CHANNELS: usize $(, $optional: Bias<T, CHANNELS>)*> Default
            for $name<T, CHANNELS $(, $optional)*>
        {
            /// All zero.
            fn default() -> Self {
                Self::zeros()
            }
        }

        impl<T: fmt::Debug, const CHANNELS: usize $(, $optional: fmt::Debug)*> fmt::Debug
            for $name<T, CHANNELS $(, $optional)*>
        {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name))$(.field(stringify!($field), &self.$field))*.finish()
            }
        }

        impl<T: PartialEq, const CHANNELS: usize $(, $optional: PartialEq)*> PartialEq
            for $name<T, CHANNELS $(, $optional)*>
        {
            fn eq(&self, other: &Self) -> bool {
                $(self.$field == other.$field)&&*
            }
        }
    };
}

parameter_struct! {
    /// The parameters of a `batch_normalization` layer:
    /// `(x − moving_mean) · gamma / √(moving_variance + epsilon) + beta`.
    ///
    /// With `scale = false`, `G` is [`NoScale`](crate::NoScale); with `center = false`, `B` is
    /// [`NoBias`](crate::NoBias).
    ///
    /// # Examples
    ///
    /// ```
    /// use nn_runtime::{BatchNormalization, NoBias};
    ///
    /// let layer: BatchNormalization<f32, 2> =
    ///     BatchNormalization::new([1.0, 0.5], [0.0; 2], [0.1, -2.0], [1.0, 4.0]);
    /// assert_eq!(layer.moving_variance[1], 4.0);
    ///
    /// let without_beta = BatchNormalization::new([1.0, 0.5], NoBias, [0.1, -2.0], [1.0, 4.0]);
    /// assert_eq!(without_beta.gamma, layer.gamma);
    /// ```
    BatchNormalization<G, B> {
        /// What each channel is multiplied by.
        gamma after gamma_alignment: G = G::ZEROS,
        /// What is then added to each channel.
        beta after beta_alignment: B = B::ZEROS,
        /// The mean that each channel had in training.
        moving_mean after mean_alignment: [T; CHANNELS] = [T::ZEROS; CHANNELS],
        /// The variance that each channel had in training.
        moving_variance after variance_alignment: [T; CHANNELS] = [T::ZEROS; CHANNELS],
    }
}

parameter_struct! {
    /// The parameters of a `layer_normalization` layer: `(x − mean) · gamma / √(variance + epsilon) + beta`, with the mean
    /// and the variance of the last axis. Along several axes, each number of a tensor of these is a channel: `G` and `B` are
    /// such tensors.
    ///
    /// With `scale = false`, `G` is [`NoScale`](crate::NoScale); with `center = false`, `B` is
    /// [`NoBias`](crate::NoBias).
    ///
    /// # Examples
    ///
    /// ```
    /// use nn_runtime::{LayerNormalization, NoBias};
    ///
    /// let layer: LayerNormalization<f32, 2, [f32; 2], NoBias> = LayerNormalization::new([1.0, 0.5], NoBias);
    /// assert_eq!(layer.gamma, [1.0, 0.5]);
    ///
    /// let of_two_axes: LayerNormalization<f32, 6, [[f32; 3]; 2], NoBias> = LayerNormalization::zeros();
    /// assert_eq!(of_two_axes.gamma[1], [0.0; 3]);
    /// ```
    LayerNormalization<G, B> {
        /// What each channel is multiplied by.
        gamma after gamma_alignment: G = G::ZEROS,
        /// What is then added to each channel.
        beta after beta_alignment: B = B::ZEROS,
    }
}

parameter_struct! {
    /// The parameters of a `group_normalization` layer: `(x − mean) · gamma / √(variance + epsilon) + beta`, with the mean
    /// and the variance of all numbers whose channels are in one group.
    ///
    /// With `scale = false`, `G` is [`NoScale`](crate::NoScale); with `center = false`, `B` is
    /// [`NoBias`](crate::NoBias).
    ///
    /// # Examples
    ///
    /// ```
    /// use nn_runtime::{GroupNormalization, NoScale};
    ///
    /// let layer: GroupNormalization<f32, 2, NoScale> = GroupNormalization::new(NoScale, [0.5, -0.5]);
    /// assert_eq!(layer.beta, [0.5, -0.5]);
    /// ```
    GroupNormalization<G, B> {
        /// What each channel is multiplied by.
        gamma after gamma_alignment: G = G::ZEROS,
        /// What is then added to each channel.
        beta after beta_alignment: B = B::ZEROS,
    }
}

parameter_struct! {
    /// The parameters of an `rms_normalization` layer: `x · scale / √(mean(x²) + epsilon)`, with the mean of the last axis.
    ///
    /// # Examples
    ///
    /// ```
    /// use nn_runtime::RmsNormalization;
    ///
    /// let layer: RmsNormalization<f64, 3> = RmsNormalization::new([1.0, 2.0, 0.5]);
    /// assert_eq!(layer.scale[1], 2.0);
    /// ```
    RmsNormalization<> {
        /// What each channel is multiplied by.
        scale after scale_alignment: [T; CHANNELS] = [T::ZEROS; CHANNELS],
    }
}
