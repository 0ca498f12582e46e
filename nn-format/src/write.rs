//! Writing safetensors files.

use alloc::vec::Vec;
use core::fmt::{self, Write as _};

use crate::Dtype;
use crate::header::METADATA;
use crate::text::EachChar;

/// The elements of a tensor to be written, in row-major order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Values<'a> {
    /// Written as `F32`, bit by bit.
    F32(&'a [f32]),
    /// Written as `F64`, bit by bit.
    F64(&'a [f64]),
}

impl Values<'_> {
    fn dtype(&self) -> Dtype {
        match self {
            Self::F32(_) => Dtype::F32,
            Self::F64(_) => Dtype::F64,
        }
    }

    fn len(&self) -> usize {
        match self {
            Self::F32(values) => values.len(),
            Self::F64(values) => values.len(),
        }
    }

    fn bytes(&self) -> usize {
        match self {
            Self::F32(values) => size_of_val(*values),
            Self::F64(values) => size_of_val(*values),
        }
    }

    /// Adds the elements to a file, in little-endian bytes.
    pub fn write(&self, file: &mut Vec<u8>) {
        match self {
            Self::F32(values) => file.extend(values.iter().flat_map(|value| value.to_le_bytes())),
            Self::F64(values) => file.extend(values.iter().flat_map(|value| value.to_le_bytes())),
        }
    }
}

/// A tensor to be written by [`write()`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TensorRef<'a> {
    /// Its name; any text but `__metadata__`.
    pub name: &'a str,
    /// Its dimensions, outermost first; empty for a scalar.
    pub shape: &'a [usize],
    /// As many elements as the product of the dimensions.
    pub values: Values<'a>,
}

/// Writes a safetensors file.
///
/// The same tensors make the same bytes whatever order they come in: those of the larger element type come
/// first, so that all are aligned to their size, and then the names ascend, as the reference implementation
/// has it. The header is padded with spaces to a multiple of 8 bytes.
///
/// ```
/// use nn_format::{Safetensors, TensorRef, Values, write};
///
/// let bias = TensorRef { name: "bias", shape: &[2], values: Values::F32(&[1.0, 2.0]) };
/// let bytes = write([bias].into_iter());
/// assert_eq!(Safetensors::parse(&bytes)?.tensor("bias").unwrap().value_at(1), Some(2.0));
/// # Ok::<(), nn_format::FormatError>(())
/// ```
///
/// # Panics
///
/// If a tensor's shape does not fit its number of elements, if two have the same name, or if one is called
/// `__metadata__`: the file could not be read again.
pub fn write<'a>(tensors: impl Iterator<Item = TensorRef<'a>> + Clone) -> Vec<u8> {
    let mut tensors: Vec<_> = tensors.collect();
    check(&mut tensors);
    tensors.sort_unstable_by_key(|tensor| (core::cmp::Reverse(tensor.values.dtype().bits()), tensor.name));
    let mut file = alloc::vec![0; 8];
    let Ok(()) = write_header(&mut file, &tensors) else {
        unreachable!("writing to a `Vec` cannot fail");
    };
    while !file.len().is_multiple_of(8) {
        file.push(b' ');
    }
    let length = (file.len() - 8) as u64;
    file[..8].copy_from_slice(&length.to_le_bytes());
    file.reserve_exact(tensors.iter().map(|tensor| tensor.values.bytes()).sum());
    for tensor in tensors {
        tensor.values.write(&mut file);
    }
    file
}

fn check(tensors: &mut [TensorRef<'_>]) {
    for TensorRef { name, shape, values } in &*tensors {
        let elements = shape.iter().try_fold(1_usize, |product, size| product.checked_mul(*size));
        assert!(
            elements == Some(values.len()),
            "tensor `{name}` of shape {shape:?} cannot have {} elements",
            values.len()
        );
        assert!(*name != METADATA, "a tensor cannot be called `{METADATA}`");
    }
    tensors.sort_unstable_by_key(|tensor| tensor.name);
    for pair in tensors.windows(2) {
        assert!(pair[0].name != pair[1].name, "two tensors are called `{}`", pair[0].name);
    }
}

fn write_header(file: &mut Vec<u8>, tensors: &[TensorRef<'_>]) -> fmt::Result {
    let mut out = EachChar(|char: char| {
        file.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes());
        Ok(())
    });
    out.write_char('{')?;
    let mut begin = 0;
    for (index, TensorRef { name, shape, values }) in tensors.iter().enumerate() {
        if index > 0 {
            out.write_char(',')?;
        }
        write_string(&mut out, name)?;
        write!(out, r#":{{"dtype":"{}","shape":["#, values.dtype())?;
        for (index, dimension) in shape.iter().enumerate() {
            let comma = if index > 0 { "," } else { "" };
            write!(out, "{comma}{dimension}")?;
        }
        let end = begin + values.bytes();
        write!(out, r#"],"data_offsets":[{begin},{end}]}}"#)?;
        begin = end;
    }
    out.write_char('}')
}

fn write_string(out: &mut dyn fmt::Write, text: &str) -> fmt::Result {
    out.write_char('"')?;
    for char in text.chars() {
        match char {
            '"' | '\\' => write!(out, "\\{char}")?,
            '\0'..='\x1f' => write!(out, "\\u{:04x}", u32::from(char))?,
            _ => out.write_char(char)?,
        }
    }
    out.write_char('"')
}
