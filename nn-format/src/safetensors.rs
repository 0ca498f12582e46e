//! Reading safetensors files, without allocation.

use core::fmt;

use crate::dtype::{bf16_to_f32, f16_to_f32};
use crate::header::{Entries, check};
use crate::json::{HEADER_AT, Name};
use crate::{Dtype, FormatError, Shape};

/// A safetensors file that has been checked and is now read in place.
///
/// ```
/// # let header = br#"{"bias":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#;
/// # let mut bytes = header.len().to_le_bytes().to_vec();
/// # bytes.extend(header);
/// # bytes.extend([0, 0, 128, 63, 0, 0, 0, 64]);
/// use nn_format::Safetensors;
///
/// let file = Safetensors::parse(&bytes)?;
/// let mut bias = [0.0; 2];
/// file.tensor("bias").expect("the file has a bias").copy_to_f32(&mut bias)?;
/// assert_eq!(bias, [1.0, 2.0]);
/// # Ok::<(), nn_format::FormatError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Safetensors<'a> {
    header: &'a str,
    data: &'a [u8],
    len: usize,
}

impl<'a> Safetensors<'a> {
    /// The longest header that is read, in bytes: the reference implementation's limit.
    pub const MAX_HEADER: u64 = 100_000_000;

    /// The largest number of tensors that is read if they, or their names, are not in ascending order.
    ///
    /// Without memory, checking such a file takes time that grows with the square of this number.
    pub const MAX_UNSORTED: usize = 16_384;

    /// Checks a whole file, so that nothing can go wrong when its tensors are read.
    ///
    /// The data must be covered exactly: each byte belongs to one tensor. This takes one pass over the
    /// header if tensors and names are in ascending order, as the usual writers leave them, and one more
    /// per 256 tensors otherwise. It allocates nothing, and does not look at the values.
    ///
    /// # Errors
    ///
    /// If the file is not what the format's [specification] says. Beyond that, duplicate names, unknown
    /// fields, and nulls in place of metadata are errors, which the reference implementation lets pass.
    ///
    /// [specification]: https://github.com/huggingface/safetensors#format
    pub fn parse(bytes: &'a [u8]) -> Result<Self, FormatError> {
        let Some((length, rest)) = bytes.split_first_chunk() else {
            return Err(FormatError::TooShort { found: bytes.len() });
        };
        let length = u64::from_le_bytes(*length);
        if length > Self::MAX_HEADER {
            return Err(match other_format(bytes) {
                Some(name) => FormatError::OtherFormat { name },
                None => FormatError::HeaderTooLarge { bytes: length },
            });
        }
        let truncated = FormatError::Truncated { expected: length + HEADER_AT as u64, found: bytes.len() };
        let length = usize::try_from(length).map_err(|_| truncated)?;
        let (header, data) = rest.split_at_checked(length).ok_or(truncated)?;
        if header.first() != Some(&b'{') {
            return Err(FormatError::NoObject);
        }
        let header =
            str::from_utf8(header).map_err(|error| FormatError::NotUtf8 { at: error.valid_up_to() + HEADER_AT })?;
        let len = check(header, data.len())?;
        Ok(Self { header, data, len })
    }

    /// The number of tensors.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.len
    }

    /// Whether there are no tensors.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// The tensors in the order of the file's header.
    #[must_use]
    pub fn tensors(&self) -> Tensors<'a> {
        Tensors { entries: Entries::new(self.header), data: self.data, left: self.len }
    }

    /// The tensor of this name, if there is one. Reads the header from its start.
    #[must_use]
    pub fn tensor(&self, name: &str) -> Option<Tensor<'a>> {
        self.tensors().find(|tensor| tensor.name == *name)
    }
}

impl fmt::Debug for Safetensors<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.tensors()).finish()
    }
}

/// The tensors of a [`Safetensors`] file, in the order of its header.
#[derive(Clone)]
pub struct Tensors<'a> {
    entries: Entries<'a>,
    data: &'a [u8],
    left: usize,
}

impl<'a> Iterator for Tensors<'a> {
    type Item = Tensor<'a>;

    fn next(&mut self) -> Option<Tensor<'a>> {
        // `parse` has seen every entry, so there are no errors left to drop.
        let entry = self.entries.next().ok()??;
        self.left -= 1;
        let data = self.data.get(entry.begin..entry.end)?;
        Some(Tensor { name: entry.name, dtype: entry.dtype, shape: entry.shape, data })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl ExactSizeIterator for Tensors<'_> {}

impl fmt::Debug for Tensors<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

/// One tensor of a file. Its elements are little endian, in row-major order.
#[derive(Clone, Copy)]
pub struct Tensor<'a> {
    /// Its name.
    pub name: Name<'a>,
    /// The type of its elements.
    pub dtype: Dtype,
    /// Its dimensions.
    pub shape: Shape<'a>,
    /// Its elements as they stand in the file; not aligned to anything.
    pub data: &'a [u8],
}

impl Tensor<'_> {
    /// The element at `index` in row-major order, exactly.
    ///
    /// `None` if there are not that many, or if they are not `F16`, `BF16`, `F32` or `F64`.
    #[must_use]
    pub fn value_at(&self, index: usize) -> Option<f64> {
        match self.dtype {
            Dtype::F16 => self.element(index).map(|bytes| f16(bytes).into()),
            Dtype::Bf16 => self.element(index).map(|bytes| bf16(bytes).into()),
            Dtype::F32 => self.element(index).map(|bytes| f32::from_le_bytes(bytes).into()),
            Dtype::F64 => self.element(index).map(f64::from_le_bytes),
            _ => None,
        }
    }

    fn element<const N: usize>(&self, index: usize) -> Option<[u8; N]> {
        self.data.as_chunks().0.get(index).copied()
    }

    /// Writes all elements to `out` in row-major order.
    ///
    /// `F32` is copied bit by bit, NaN payloads included. `F16` and `BF16` fit exactly. `F64` is rounded to
    /// the nearest `f32`, ties to even, with a relative error of at most 2⁻²⁴ for normal numbers; what is
    /// too large becomes infinite, and what is too small becomes subnormal or zero.
    ///
    /// # Errors
    ///
    /// If `out` has another length than the tensor has elements, or if they are of another type.
    #[expect(clippy::cast_possible_truncation, reason = "rounding to the nearest f32 is documented")]
    pub fn copy_to_f32(&self, out: &mut [f32]) -> Result<(), FormatError> {
        match self.dtype {
            Dtype::F16 => self.copy(out, f16),
            Dtype::Bf16 => self.copy(out, bf16),
            Dtype::F32 => self.copy(out, f32::from_le_bytes),
            Dtype::F64 => self.copy(out, |bytes| f64::from_le_bytes(bytes) as f32),
            dtype => Err(FormatError::NotConvertible { dtype }),
        }
    }

    /// Writes all elements to `out` in row-major order. Every value fits exactly.
    ///
    /// # Errors
    ///
    /// If `out` has another length than the tensor has elements, or if they are not `F16`, `BF16`, `F32` or
    /// `F64`.
    pub fn copy_to_f64(&self, out: &mut [f64]) -> Result<(), FormatError> {
        match self.dtype {
            Dtype::F16 => self.copy(out, |bytes| f16(bytes).into()),
            Dtype::Bf16 => self.copy(out, |bytes| bf16(bytes).into()),
            Dtype::F32 => self.copy(out, |bytes| f32::from_le_bytes(bytes).into()),
            Dtype::F64 => self.copy(out, f64::from_le_bytes),
            dtype => Err(FormatError::NotConvertible { dtype }),
        }
    }

    fn copy<const N: usize, T>(&self, out: &mut [T], convert: impl Fn([u8; N]) -> T) -> Result<(), FormatError> {
        let (elements, _) = self.data.as_chunks();
        if elements.len() != out.len() {
            return Err(FormatError::LengthMismatch { expected: elements.len(), found: out.len() });
        }
        for (out, element) in out.iter_mut().zip(elements) {
            *out = convert(*element);
        }
        Ok(())
    }
}

impl fmt::Debug for Tensor<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {} {}", self.name, self.dtype, self.shape)
    }
}

fn f16(bytes: [u8; 2]) -> f32 {
    f16_to_f32(u16::from_le_bytes(bytes))
}

fn bf16(bytes: [u8; 2]) -> f32 {
    bf16_to_f32(u16::from_le_bytes(bytes))
}

/// The format that a file's first bytes belong to, if it is one that is mistaken for safetensors.
///
/// Their signatures, read as a length, are far beyond the longest header.
fn other_format(bytes: &[u8]) -> Option<&'static str> {
    const SIGNATURES: [(&[u8], &str); 4] = [
        (b"PK\x03\x04", "a zip archive, such as `.keras`, `.npz` or `.pt`"),
        (b"\x89HDF\r\n\x1a\n", "an HDF5 file, such as `.h5`"),
        (b"\x93NUMPY", "a NumPy array, such as `.npy`"),
        (b"GGUF", "a GGUF file"),
    ];
    SIGNATURES.into_iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, name)| name)
}
