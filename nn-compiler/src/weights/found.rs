//! The tensors of a file, of whichever kind it is.

use nn_format::{Safetensors, Tensor};

use crate::diag::{Message, catalogue};
use crate::model::{Dtype, FilePath};

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

/// The tensors of a safetensors file.
pub(super) fn safetensors(path: &FilePath, extension: &str, bytes: &[u8], dtype: Dtype) -> Result<Vec<Found>, Message> {
    let tensors = Safetensors::parse(bytes).map_err(|error| {
        if ["onnx", "pt", "pth", "npz", "tflite"].contains(&extension) {
            catalogue::file_of_another_kind(&path.path, extension)
        } else {
            catalogue::file_invalid(&path.path, &error.to_string())
        }
    })?;
    Ok(tensors.tensors().map(|tensor| found(bytes, &tensor, dtype)).collect())
}

/// A tensor of the safetensors file `bytes`, as it is.
pub(super) fn found(bytes: &[u8], tensor: &Tensor<'_>, dtype: Dtype) -> Found {
    Found {
        name: tensor.name.to_string(),
        shape: tensor.shape.iter().collect(),
        dtype: tensor.dtype.name().to_owned(),
        numbers: source(bytes, tensor, dtype),
    }
}

/// The tensor's numbers in the network's type; nothing if they are no floats.
fn source(bytes: &[u8], tensor: &Tensor<'_>, dtype: Dtype) -> Option<Source> {
    let same =
        matches!((tensor.dtype, dtype), (nn_format::Dtype::F32, Dtype::F32) | (nn_format::Dtype::F64, Dtype::F64));
    if same {
        return Some(Source::File(tensor.data.as_ptr().addr() - bytes.as_ptr().addr()));
    }
    let mut values = vec![0.0_f64; tensor.shape.elements()];
    tensor.copy_to_f64(&mut values).ok()?;
    let count = values.len();
    Some(Source::convert(values.into_iter(), count, dtype))
}
