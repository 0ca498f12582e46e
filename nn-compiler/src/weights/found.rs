//! The tensors of a file, of whichever format it is.

use crate::model::Dtype;

/// A tensor of a file.
pub(crate) struct Found {
    /// `<layer>.<variable>`.
    pub(crate) name: String,
    pub(crate) shape: Vec<usize>,
    /// What the file calls its type, for messages.
    pub(crate) dtype: String,
    /// Nothing if its numbers are no floats.
    pub(crate) numbers: Option<Source>,
}

/// Where a tensor's numbers are.
pub(crate) enum Source {
    /// In the file from this byte on, as the network wants them.
    File(usize),
    /// Converted to the network's number type, in little-endian order.
    Converted(Vec<u8>),
}

impl Source {
    /// Numbers of the type `stored`, which stand in the file at `offset`, if they stand there as they are.
    #[cfg_attr(not(any(test, feature = "keras")), expect(dead_code, reason = "safetensors are read otherwise"))]
    pub(crate) fn of<T: Copy + Into<f64>>(values: &[T], dtype: Dtype, stored: Dtype, offset: Option<usize>) -> Self {
        match offset.filter(|_| dtype == stored) {
            Some(offset) => Self::File(offset),
            None => Self::convert(values.iter().map(|&value| value.into()), values.len(), dtype),
        }
    }

    /// These numbers, of which there are `count`, in the network's type.
    pub(super) fn convert(values: impl Iterator<Item = f64>, count: usize, dtype: Dtype) -> Self {
        // Macros are not optimised as a rule: this takes a third of the time of an iterator of bytes.
        let mut bytes = Vec::with_capacity(count * dtype.bytes());
        #[allow(clippy::cast_possible_truncation, reason = "to the nearest number of the type")]
        match dtype {
            Dtype::F32 => values.for_each(|value| bytes.extend_from_slice(&(value as f32).to_le_bytes())),
            Dtype::F64 => values.for_each(|value| bytes.extend_from_slice(&value.to_le_bytes())),
        }
        Self::Converted(bytes)
    }
}
