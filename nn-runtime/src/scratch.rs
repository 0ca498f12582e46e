//! Where forward passes keep what is between two layers, and kernels what they need while they run.

pub use nn_format::STACK_LIMIT;

use crate::Scalar;
use crate::ops::Rows;

/// What a forward pass needs besides its input and output: an arena of `N` numbers. A pass divides it into slots, in which
/// tensors lie that are not needed at the same time, and a workspace, which kernels use while they run.
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
pub struct Scratch<T, const N: usize> {
    numbers: [T; N],
}

impl<T: Scalar, const N: usize> Scratch<T, N> {
    /// Scratch of zeros.
    #[must_use]
    pub const fn new() -> Self {
        Self { numbers: [T::ZEROS; N] }
    }
}

impl<T: Scalar, const N: usize> Default for Scratch<T, N> {
    fn default() -> Self {
        Self::new()
    }
}

/// A [`Scratch`] of some size. Sealed.
pub trait ScratchSpace: Default + sealed::Sealed + Send + 'static {
    /// The type of its numbers.
    type Scalar: Scalar;

    /// The arena.
    #[doc(hidden)]
    fn arena(&mut self) -> &mut [Self::Scalar];
}

impl<T: Scalar, const N: usize> ScratchSpace for Scratch<T, N> {
    type Scalar = T;

    #[inline(always)]
    fn arena(&mut self) -> &mut [T] {
        &mut self.numbers
    }
}

/// So many numbers as a slot takes: whole lines of the cache where vectors are as wide, so that none of a tensor's lies on two
/// of them.
const fn aligned<T>(numbers: usize) -> usize {
    let is_wide = cfg!(any(target_arch = "x86", target_arch = "x86_64", target_arch = "aarch64"));
    numbers.next_multiple_of(if is_wide { 64 / size_of::<T>() } else { 1 })
}

/// How many numbers an arena has, if each of so many `rows` has these in each slot.
#[doc(hidden)]
#[must_use]
pub const fn arena<T: Scalar>(slots: &[usize], rows: usize) -> usize {
    let (mut numbers, mut i) = (0, 0);
    while i < slots.len() {
        numbers += aligned::<T>(rows * slots[i]);
        i += 1;
    }
    numbers
}

/// The next slot of an arena, with so many numbers of each row, and what comes after it.
#[doc(hidden)]
#[inline(always)]
pub fn slot<T: Scalar, R: Rows>(rows: R, arena: &mut [T], numbers: usize) -> (&mut [T], &mut [T]) {
    arena.split_at_mut(aligned::<T>(rows.count() * numbers))
}

/// Whether there may be so much of this scratch on the stack.
pub(crate) const fn fits_the_stack<S: ScratchSpace>() -> bool {
    size_of::<S>() <= STACK_LIMIT
}

/// Whether there is memory for such scratch. Where there is no heap and it is too large for the stack, this is an error of
/// rustc's, for whoever calls what evaluates it.
#[track_caller]
pub(crate) const fn check_memory<S: ScratchSpace>() {
    let is_there = cfg!(feature = "alloc") || fits_the_stack::<S>();
    assert!(
        is_there,
        "the scratch of this network is larger than `STACK_LIMIT`, and without the feature `alloc` there is no heap for it: \
         call `forward_in`, or `step_in` for a step, with a scratch of your own, as one in a `static` is"
    );
}

/// Calls `pass` with scratch from the stack, or from the heap if there is much of it: [`check_memory`] has said that there is one.
#[inline(always)]
pub(crate) fn with_scratch<S: ScratchSpace>(pass: impl FnOnce(&mut S)) {
    #[cfg(feature = "alloc")]
    if !fits_the_stack::<S>() {
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
    impl<T, const N: usize> Sealed for super::Scratch<T, N> {}
}
