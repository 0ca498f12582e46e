//! What can be wrong with a weights file.

use core::fmt;

use crate::Dtype;

/// What is wrong with a weights file, or with the way it is read.
///
/// `at` is always an offset in bytes from the start of the file. The messages are in rustc's voice: lower
/// case, no full stop.
///
/// ```
/// use nn_format::{FormatError, Safetensors};
///
/// let error = Safetensors::parse(b"PK\x03\x04 and so on").unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "not a safetensors file: it looks like a zip archive, such as `.keras`, `.npz` or `.pt`",
/// );
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FormatError {
    /// Fewer than the 8 bytes that hold the header's length.
    TooShort {
        /// The size of the file in bytes.
        found: usize,
    },
    /// The file is of another, known format.
    OtherFormat {
        /// That format, with its article.
        name: &'static str,
    },
    /// The header's length is beyond [`Safetensors::MAX_HEADER`](crate::Safetensors::MAX_HEADER), so this
    /// is not a safetensors file, or a hostile one.
    HeaderTooLarge {
        /// The length that the file gives, in bytes.
        bytes: u64,
    },
    /// The header does not begin with `{`.
    NoObject,
    /// The header is not UTF-8.
    NotUtf8 {
        /// Where the first wrong byte stands.
        at: usize,
    },
    /// The file ends before its header, or its data, does.
    Truncated {
        /// The size in bytes that the file should have, at the least.
        expected: u64,
        /// The size of the file in bytes.
        found: usize,
    },
    /// The header is not the JSON that the format prescribes.
    Syntax {
        /// Where it goes wrong.
        at: usize,
        /// What should stand there.
        expected: &'static str,
    },
    /// A number in the header does not fit in `usize`.
    NumberTooLarge {
        /// Where the number begins.
        at: usize,
    },
    /// A tensor has a field other than `dtype`, `shape` and `data_offsets`.
    UnknownField {
        /// Where the field's name begins.
        at: usize,
    },
    /// A tensor has the same field twice.
    DuplicateField {
        /// Where the second field's name begins.
        at: usize,
    },
    /// A tensor lacks a field.
    MissingField {
        /// Where the tensor's name begins.
        at: usize,
        /// The field.
        field: &'static str,
    },
    /// A tensor has an element type that the format does not know.
    UnknownDtype {
        /// Where the element type begins.
        at: usize,
    },
    /// Two tensors have the same name.
    DuplicateName {
        /// Where the second one's name begins.
        at: usize,
    },
    /// The size of a tensor overflows `usize`.
    SizeOverflow {
        /// Where the tensor's name begins.
        at: usize,
    },
    /// A tensor of elements below 8 bits does not fill its last byte.
    PartialByte {
        /// Where the tensor's name begins.
        at: usize,
    },
    /// A tensor's data end before they begin.
    ReversedOffsets {
        /// Where the tensor's name begins.
        at: usize,
    },
    /// A tensor's data offsets do not agree with its element type and shape.
    SizeMismatch {
        /// Where the tensor's name begins.
        at: usize,
        /// The size in bytes that the element type and the shape give.
        expected: usize,
        /// The size in bytes that the offsets give.
        found: usize,
    },
    /// A tensor's data overlap another's.
    Overlap {
        /// Where the tensor's name begins.
        at: usize,
    },
    /// Some data belong to no tensor.
    Hole {
        /// Where those data begin.
        at: usize,
        /// How many bytes they are.
        bytes: usize,
    },
    /// There are too many tensors, in no order, to check for duplicates and overlaps.
    TooManyTensors {
        /// How many tensors there are.
        found: usize,
    },
    /// The elements are of a type that is not read as `f32` or `f64`.
    NotConvertible {
        /// That type.
        dtype: Dtype,
    },
    /// The destination has another number of elements than the tensor.
    LengthMismatch {
        /// The number of elements in the tensor.
        expected: usize,
        /// The number of elements in the destination.
        found: usize,
    },
}

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::TooShort { found } => {
                write!(f, "not a safetensors file: it is {found} bytes long, and the shortest is 10")
            }
            Self::OtherFormat { name } => write!(f, "not a safetensors file: it looks like {name}"),
            Self::HeaderTooLarge { bytes } => write!(
                f,
                "not a safetensors file: its header would be {bytes} bytes long, and the limit is {}",
                crate::Safetensors::MAX_HEADER
            ),
            Self::NoObject => write!(f, "not a safetensors file: its header does not begin with `{{`"),
            Self::NotUtf8 { at } => write!(f, "the header is not UTF-8: see byte {at}"),
            Self::Truncated { expected, found } => {
                write!(f, "the file is truncated: its header says {expected} bytes, {found} are there")
            }
            Self::Syntax { at, expected } => {
                write!(f, "the header is invalid: expected {expected} at byte {at}")
            }
            Self::NumberTooLarge { at } => write!(f, "the number at byte {at} is too large"),
            Self::UnknownField { at } => {
                write!(f, "the field at byte {at} is unknown: a tensor has `dtype`, `shape` and `data_offsets`")
            }
            Self::DuplicateField { at } => write!(f, "the field at byte {at} is given twice"),
            Self::MissingField { at, field } => write!(f, "the tensor at byte {at} has no `{field}`"),
            Self::UnknownDtype { at } => write!(f, "the element type at byte {at} is unknown"),
            Self::DuplicateName { at } => {
                write!(f, "the tensor at byte {at} has the same name as another")
            }
            Self::SizeOverflow { at } => write!(f, "the tensor at byte {at} is too large"),
            Self::PartialByte { at } => {
                write!(f, "the tensor at byte {at} does not fill a whole number of bytes")
            }
            Self::ReversedOffsets { at } => {
                write!(f, "the data of the tensor at byte {at} end before they begin")
            }
            Self::SizeMismatch { at, expected, found } => {
                write!(f, "the tensor at byte {at} takes {expected} bytes, but its data offsets span {found}")
            }
            Self::Overlap { at } => {
                write!(f, "the data of the tensor at byte {at} overlap those of another")
            }
            Self::Hole { at, bytes } => {
                write!(f, "the {bytes} bytes of data from byte {at} on belong to no tensor")
            }
            Self::TooManyTensors { found } => write!(
                f,
                "{found} tensors are too many: only {} are read when they are not sorted",
                crate::Safetensors::MAX_UNSORTED
            ),
            Self::NotConvertible { dtype } => {
                write!(f, "`{dtype}` elements cannot be read as floats: expected F16, BF16, F32 or F64")
            }
            Self::LengthMismatch { expected, found } => {
                write!(f, "the tensor has {expected} elements, but there is room for {found}")
            }
        }
    }
}

impl core::error::Error for FormatError {}
