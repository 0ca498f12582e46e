#[cfg(feature = "onnx")]
mod onnx;

use super::Rows;
use crate::Scalar;

/// Writes the vector of each of the `indices` of each row.
///
/// An index that the table has no vector for gives NaN, as in Keras with JAX: nothing else is read, and the mistake shows in
/// what the network computes of it.
#[inline(always)]
pub fn gather<T: Scalar, R: Rows, const VOCABULARY: usize, const DIM: usize>(
    rows: R,
    indices: usize,
    input: &[u32],
    table: &[[T; DIM]; VOCABULARY],
    output: &mut [T],
) {
    let output = output[..rows.count() * indices * DIM].chunks_exact_mut(DIM.max(1));
    for (&index, output) in input[..rows.count() * indices].iter().zip(output) {
        let vector = usize::try_from(index).ok().and_then(|index| table.get(index));
        match vector {
            Some(vector) => output.copy_from_slice(vector),
            None => output.fill(T::nan()),
        }
    }
}
