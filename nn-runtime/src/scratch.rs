//! Where forward passes keep what is between two layers.

use crate::Scalar;

/// What a forward pass needs besides its input and output: two buffers, which the layers read and write in turn, a third for
/// what is kept meanwhile, as the input of a `residual` is, and the workspace that kernels use while they run.
///
/// # Examples
///
/// ```
/// use nn_runtime::{Network, sequential};
///
/// sequential! {
///     struct Net { hidden: dense(3, input = 2, relu), output: dense(2, softmax) }
/// }
///
/// let net = Net::init(7);
/// let mut scratch = <Net as Network>::Scratch::new();
/// let mut output = [0.0; 2];
/// net.forward_in(&mut scratch, &[1.8, 75.0], &mut output);
/// assert_eq!(output, net.forward(&[1.8, 75.0]));
/// ```
#[cfg_attr(any(target_arch = "x86", target_arch = "x86_64", target_arch = "aarch64"), repr(align(64)))]
#[derive(Clone, Debug)]
pub struct Scratch<T, const A: usize, const B: usize, const C: usize = 0, const WORKSPACE: usize = 0> {
    buffers: ([T; A], [T; B], [T; C]),
    workspace: Aligned<T, WORKSPACE>,
}

/// Numbers where a whole vector lies in one line of the cache.
#[cfg_attr(any(target_arch = "x86", target_arch = "x86_64", target_arch = "aarch64"), repr(align(64)))]
#[derive(Clone, Debug)]
struct Aligned<T, const N: usize>([T; N]);

/// The three buffers of a [`Scratch`], and its workspace.
#[doc(hidden)]
pub type Buffers<'a, T> = (&'a mut [T], &'a mut [T], &'a mut [T], &'a mut [T]);

impl<T: Scalar, const A: usize, const B: usize, const C: usize, const WORKSPACE: usize> Scratch<T, A, B, C, WORKSPACE> {
    /// Scratch of zeros.
    #[must_use]
    pub const fn new() -> Self {
        Self { buffers: ([T::ZEROS; A], [T::ZEROS; B], [T::ZEROS; C]), workspace: Aligned([T::ZEROS; WORKSPACE]) }
    }
}

impl<T: Scalar, const A: usize, const B: usize, const C: usize, const WORKSPACE: usize> Default
    for Scratch<T, A, B, C, WORKSPACE>
{
    fn default() -> Self {
        Self::new()
    }
}

/// A [`Scratch`] of some size. Sealed.
pub trait ScratchSpace: Default + sealed::Sealed + Send + 'static {
    /// The type of its numbers.
    type Scalar: Scalar;

    /// The three buffers, and the workspace.
    #[doc(hidden)]
    fn buffers(&mut self) -> Buffers<'_, Self::Scalar>;
}

impl<T: Scalar, const A: usize, const B: usize, const C: usize, const WORKSPACE: usize> ScratchSpace
    for Scratch<T, A, B, C, WORKSPACE>
{
    type Scalar = T;

    #[inline(always)]
    fn buffers(&mut self) -> Buffers<'_, T> {
        let (a, b, c) = &mut self.buffers;
        (a, b, c, &mut self.workspace.0)
    }
}

/// More scratch than this is taken from the heap, where the feature `alloc` is on: 256 KiB, in bytes.
pub const STACK_LIMIT: usize = 256 * 1024;

/// Calls `pass` with scratch from the stack, or from the heap if there is much of it.
#[inline(always)]
pub(crate) fn with_scratch<S: ScratchSpace>(pass: impl FnOnce(&mut S)) {
    #[cfg(feature = "alloc")]
    if size_of::<S>() > STACK_LIMIT {
        return pass(&mut crate::memory::boxed_scratch::<S>());
    }
    on_stack(pass);
}

/// Apart, so that a function that takes its scratch from the heap has no room for it on the stack.
#[inline]
fn on_stack<S: ScratchSpace>(pass: impl FnOnce(&mut S)) {
    pass(&mut S::default());
}

mod sealed {
    pub trait Sealed {}
    impl<T, const A: usize, const B: usize, const C: usize, const WORKSPACE: usize> Sealed
        for super::Scratch<T, A, B, C, WORKSPACE>
    {
    }
}
