use core::fmt;
use core::marker::PhantomData;

use super::Aligned;
use crate::Scalar;
use crate::tensor::Tensor;

/// The parameters of a `prelu` layer: the slope below 0 of each number of a sample. `A` is the tensor of these, whose axes
/// are the sample's, but of size 1 where the axis shares them.
///
/// # Examples
///
/// ```
/// use nn_runtime::Prelu;
///
/// // An image's height and width share the slope of each of two channels.
/// let layer: Prelu<f32, [[[f32; 2]; 1]; 1]> = Prelu::new([[[0.25, 0.5]]]);
/// assert_eq!(layer.alpha[0][0][1], 0.5);
/// ```
#[repr(C)]
#[derive(Clone)]
pub struct Prelu<T, A> {
    alignment: Aligned,
    /// What negative numbers are multiplied by.
    pub alpha: A,
    scalar: PhantomData<T>,
}

impl<T: Scalar, A: Tensor<Scalar = T>> Prelu<T, A> {
    /// A layer of these parameters.
    #[must_use]
    pub const fn new(alpha: A) -> Self {
        Self { alignment: Aligned, alpha, scalar: PhantomData }
    }

    /// A layer whose parameters are all zero.
    #[must_use]
    pub const fn zeros() -> Self {
        Self::new(A::ZEROS)
    }
}

impl<T: Scalar, A: Tensor<Scalar = T>> Default for Prelu<T, A> {
    /// All zero.
    fn default() -> Self {
        Self::zeros()
    }
}

impl<T, A: fmt::Debug> fmt::Debug for Prelu<T, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { alignment: _, alpha, scalar: _ } = self;
        f.debug_struct("Prelu").field("alpha", alpha).finish()
    }
}

impl<T, A: PartialEq> PartialEq for Prelu<T, A> {
    fn eq(&self, other: &Self) -> bool {
        self.alpha == other.alpha
    }
}
