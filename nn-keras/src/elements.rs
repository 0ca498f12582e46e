//! The numbers of a tensor, out of the bytes of an HDF5 file.

use hdf5_reader::Datatype;
use nn_format::{bf16_to_f32, f16_to_f32};

use crate::Data;

/// How a tensor's numbers are stored, in the machine's own byte order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Elements {
    Half,
    BFloat,
    /// A bfloat16 as NumPy hands it to HDF5: two bytes of no known type, so in no order but its own.
    OpaqueBFloat,
    Single,
    Double,
    Integer {
        size: u8,
        signed: bool,
    },
}

impl Elements {
    /// What `datatype` is, whose message in the file is `raw`; `None` if it isn't read.
    pub(crate) fn of(datatype: &Datatype, raw: &[u8]) -> Option<Self> {
        match *datatype {
            Datatype::FloatingPoint { size, .. } => Self::float(size, raw),
            Datatype::FixedPoint { size: size @ (1 | 2 | 4 | 8), signed, .. } => Some(Self::Integer { size, signed }),
            _ => None,
        }
    }

    /// A float of `size` bytes. Where sign, exponent and mantissa lie is only in the message: 8 bytes after its start
    /// come bit offset and precision (2 bytes each), then place and size of the exponent and of the mantissa (1 each),
    /// then the exponent's bias (4).
    fn float(size: u8, raw: &[u8]) -> Option<Self> {
        let layout: [u8; 12] = raw.get(8..20)?.try_into().ok()?;
        let of = |bits: u8, exponent: u8, bias: u32| {
            let mantissa = bits - exponent - 1;
            let [low, high, ..] = bias.to_le_bytes();
            layout == [0, 0, bits, 0, mantissa, exponent, 0, mantissa, low, high, 0, 0]
        };
        match size {
            2 if of(16, 5, 15) => Some(Self::Half),
            2 if of(16, 8, 127) => Some(Self::BFloat),
            4 if of(32, 8, 127) => Some(Self::Single),
            8 if of(64, 11, 1023) => Some(Self::Double),
            _ => None,
        }
    }

    /// The numbers in `bytes`; `None` if an integer doesn't fit.
    pub(crate) fn read(self, bytes: &[u8]) -> Option<Data> {
        Some(match self {
            Self::Half => Data::F32(each(bytes, |bytes| f16_to_f32(u16::from_ne_bytes(bytes)))),
            Self::BFloat => Data::F32(each(bytes, |bytes| bf16_to_f32(u16::from_ne_bytes(bytes)))),
            Self::OpaqueBFloat => Data::F32(each(bytes, |bytes| bf16_to_f32(u16::from_le_bytes(bytes)))),
            Self::Single => Data::F32(each(bytes, f32::from_ne_bytes)),
            Self::Double => Data::F64(each(bytes, f64::from_ne_bytes)),
            Self::Integer { size, signed } => Data::Integer(match (size, signed) {
                (1, true) => each(bytes, |bytes| i8::from_ne_bytes(bytes).into()),
                (1, false) => each(bytes, |bytes| u8::from_ne_bytes(bytes).into()),
                (2, true) => each(bytes, |bytes| i16::from_ne_bytes(bytes).into()),
                (2, false) => each(bytes, |bytes| u16::from_ne_bytes(bytes).into()),
                (4, true) => each(bytes, |bytes| i32::from_ne_bytes(bytes).into()),
                (4, false) => each(bytes, |bytes| u32::from_ne_bytes(bytes).into()),
                (_, true) => each(bytes, i64::from_ne_bytes),
                (_, false) => {
                    let values = each(bytes, u64::from_ne_bytes).into_iter();
                    values.map(i64::try_from).collect::<Result<_, _>>().ok()?
                }
            }),
        })
    }
}

fn each<const SIZE: usize, T>(bytes: &[u8], read: impl Fn([u8; SIZE]) -> T) -> Vec<T> {
    bytes.as_chunks().0.iter().map(|chunk| read(*chunk)).collect()
}
