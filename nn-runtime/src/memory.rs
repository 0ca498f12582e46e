//! The one module with `unsafe` in it: tensors seen as slices, read out of bytes, and made on the heap.
//!
//! What each block relies on stands above it. The rest of the crate denies unsafe code.
#![allow(unsafe_code)]

use core::any::TypeId;
use core::mem::size_of;

use crate::tensor::Tensor;

/// A tensor's numbers in a row, the last axis fastest.
#[inline(always)]
pub(crate) fn flat<A: Tensor>(tensor: &A) -> &[A::Scalar] {
    // SAFETY: `Tensor` is sealed: it is a number, or an array of tensors, so it is `LEN` numbers in a row with nothing
    // between them, and aligned as they are. The slice borrows the tensor.
    unsafe { core::slice::from_raw_parts(core::ptr::from_ref(tensor).cast(), A::LEN) }
}

/// A tensor's numbers in a row, to write.
#[inline(always)]
pub(crate) fn flat_mut<A: Tensor>(tensor: &mut A) -> &mut [A::Scalar] {
    // SAFETY: as in `flat`; every value of its number type may be written into it, and the slice borrows the tensor alone.
    unsafe { core::slice::from_raw_parts_mut(core::ptr::from_mut(tensor).cast(), A::LEN) }
}

/// The numbers of several tensors in a row.
#[inline(always)]
pub(crate) fn flat_rows<A: Tensor>(tensors: &[A]) -> &[A::Scalar] {
    // SAFETY: as in `flat`: tensors in a slice lie one after the other as those in an array do.
    unsafe { core::slice::from_raw_parts(tensors.as_ptr().cast(), tensors.len() * A::LEN) }
}

/// The numbers of several tensors in a row, to write.
#[inline(always)]
pub(crate) fn flat_rows_mut<A: Tensor>(tensors: &mut [A]) -> &mut [A::Scalar] {
    // SAFETY: as in `flat_rows`; the slice borrows the tensors alone.
    unsafe { core::slice::from_raw_parts_mut(tensors.as_mut_ptr().cast(), tensors.len() * A::LEN) }
}

/// Numbers of one type, as of another that is the same.
///
/// # Panics
///
/// If it isn't.
#[inline(always)]
pub(crate) fn same<A: Tensor, B: Tensor>(numbers: &[A]) -> &[B] {
    assert!(TypeId::of::<A>() == TypeId::of::<B>(), "only numbers of the network's own type lie in lanes");
    // SAFETY: the two types are one (checked above), so this is the slice itself.
    unsafe { core::slice::from_raw_parts(numbers.as_ptr().cast(), numbers.len()) }
}

/// The tensor whose little-endian bytes begin at `offset`, read while the program compiles.
///
/// # Panics
///
/// If the bytes end before the tensor does.
#[must_use]
pub const fn tensor<A: Tensor>(bytes: &[u8], offset: usize) -> A {
    assert!(
        offset <= bytes.len() && size_of::<A>() <= bytes.len() - offset,
        "the weights file ends before its last tensor: it has changed while the program was compiled"
    );
    if cfg!(target_endian = "little") {
        // SAFETY: the bytes from `offset` on are at least as many as `A` has (checked above), need no alignment for an
        // unaligned read, and every pattern of bits is a value of a sealed `Tensor`, which is made of floats or integers.
        return unsafe { bytes.as_ptr().add(offset).cast::<A>().read_unaligned() };
    }
    let mut tensor = A::ZEROS;
    let target = (&raw mut tensor).cast::<u8>();
    let last = size_of::<A::Scalar>() - 1;
    let mut i = 0;
    while i < size_of::<A>() {
        // SAFETY: `i` is within `A`, and so is `i ^ last`, which runs backwards through each number (their sizes are
        // powers of two); the bytes are within `bytes` as above. Every byte of the result is a number's.
        unsafe { target.add(i ^ last).write(bytes[offset + i]) };
        i += 1;
    }
    tensor
}

/// Promises that a type is a struct of nothing but what holds a layer's parameters (tensors of floats), so that zeros in
/// all its bytes are a network of zeros.
///
/// The promise is `sequential!`'s. An `unsafe` trait would say so to the compiler, but then the user's crate would have an
/// `unsafe impl` in it, and it is to have none. So the trait is hidden instead: whoever implements it by hand has gone
/// behind this crate's back, and can be wrong.
#[doc(hidden)]
pub trait Plain {}

/// A network on the heap, all weights zero. It is never on the stack, however large it is.
#[cfg(feature = "alloc")]
pub(crate) fn boxed_zeros<N: Plain>() -> alloc::boxed::Box<N> {
    const {
        // SAFETY: the value is not used. rustc refuses structs here for which zeros are no value, those with references
        // for example: a second look at `Plain`.
        core::mem::forget(unsafe { core::mem::zeroed::<N>() });
    }
    let network = alloc::boxed::Box::<N>::new_zeroed();
    // SAFETY: all bytes are zero, which is a value of a `Plain` type.
    unsafe { network.assume_init() }
}

/// Scratch on the heap, never on the stack.
#[cfg(feature = "alloc")]
pub(crate) fn boxed_scratch<S: crate::scratch::ScratchSpace>() -> alloc::boxed::Box<S> {
    let scratch = alloc::boxed::Box::<S>::new_zeroed();
    // SAFETY: `ScratchSpace` is sealed: it is a `Scratch`, which is made of arrays of floats, for which zeros are a value.
    unsafe { scratch.assume_init() }
}
