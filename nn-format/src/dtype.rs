//! The element types of the safetensors format, and the conversions from the float ones.

use core::fmt;

/// The element type of a tensor in a safetensors file.
///
/// ```
/// use nn_format::Dtype;
///
/// assert_eq!(Dtype::from_name("BF16"), Some(Dtype::Bf16));
/// assert_eq!(Dtype::Bf16.bits(), 16);
/// assert_eq!(Dtype::Bf16.to_string(), "BF16");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Dtype {
    /// `BOOL`: one byte, 0 or 1.
    Bool,
    /// `U8`: unsigned, 8 bits.
    U8,
    /// `I8`: signed, 8 bits.
    I8,
    /// `U16`: unsigned, 16 bits.
    U16,
    /// `I16`: signed, 16 bits.
    I16,
    /// `U32`: unsigned, 32 bits.
    U32,
    /// `I32`: signed, 32 bits.
    I32,
    /// `U64`: unsigned, 64 bits.
    U64,
    /// `I64`: signed, 64 bits.
    I64,
    /// `F4`: OCP microscaling float, 4 bits.
    F4,
    /// `F6_E2M3`: OCP microscaling float, 6 bits, 2 of them exponent.
    F6E2m3,
    /// `F6_E3M2`: OCP microscaling float, 6 bits, 3 of them exponent.
    F6E3m2,
    /// `F8_E4M3`: float, 8 bits, 4 of them exponent.
    F8E4m3,
    /// `F8_E5M2`: float, 8 bits, 5 of them exponent.
    F8E5m2,
    /// `F8_E8M0`: a power of two, 8 bits.
    F8E8m0,
    /// `F8_E4M3FNUZ`: as [`F8E4m3`](Self::F8E4m3), without infinities and without a negative zero.
    F8E4m3Fnuz,
    /// `F8_E5M2FNUZ`: as [`F8E5m2`](Self::F8E5m2), without infinities and without a negative zero.
    F8E5m2Fnuz,
    /// `F16`: IEEE 754 binary16.
    F16,
    /// `BF16`: the upper half of an IEEE 754 binary32.
    Bf16,
    /// `F32`: IEEE 754 binary32.
    F32,
    /// `F64`: IEEE 754 binary64.
    F64,
    /// `C64`: a complex number of two binary32.
    C64,
}

impl Dtype {
    /// Every element type with its name and its size in bits: the one list that the rest reads.
    const ALL: [(Self, &'static str, usize); 22] = [
        (Self::Bool, "BOOL", 8),
        (Self::U8, "U8", 8),
        (Self::I8, "I8", 8),
        (Self::U16, "U16", 16),
        (Self::I16, "I16", 16),
        (Self::U32, "U32", 32),
        (Self::I32, "I32", 32),
        (Self::U64, "U64", 64),
        (Self::I64, "I64", 64),
        (Self::F4, "F4", 4),
        (Self::F6E2m3, "F6_E2M3", 6),
        (Self::F6E3m2, "F6_E3M2", 6),
        (Self::F8E4m3, "F8_E4M3", 8),
        (Self::F8E5m2, "F8_E5M2", 8),
        (Self::F8E8m0, "F8_E8M0", 8),
        (Self::F8E4m3Fnuz, "F8_E4M3FNUZ", 8),
        (Self::F8E5m2Fnuz, "F8_E5M2FNUZ", 8),
        (Self::F16, "F16", 16),
        (Self::Bf16, "BF16", 16),
        (Self::F32, "F32", 32),
        (Self::F64, "F64", 64),
        (Self::C64, "C64", 64),
    ];

    /// The name that the file uses, such as `F32`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// The element type that the file calls `name`, if there is one. Case matters.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::find(|candidate| candidate == name)
    }

    /// The first element type whose name satisfies `is`.
    pub(crate) fn find(is: impl Fn(&str) -> bool) -> Option<Self> {
        Self::ALL.iter().find(|(_, name, _)| is(name)).map(|(dtype, ..)| *dtype)
    }

    /// The size of one element in bits; 4 and 6 occur.
    #[must_use]
    pub const fn bits(self) -> usize {
        Self::ALL[self as usize].2
    }

    /// The size of one element in bytes, or `None` if it is not a whole number of bytes.
    #[must_use]
    pub const fn bytes(self) -> Option<usize> {
        if self.bits().is_multiple_of(8) { Some(self.bits() / 8) } else { None }
    }

    /// The size of `elements` packed elements in bytes.
    ///
    /// `None` if that overflows `usize`, or is not a whole number of bytes.
    #[must_use]
    pub const fn bytes_of(self, elements: usize) -> Option<usize> {
        match elements.checked_mul(self.bits()) {
            Some(bits) if bits.is_multiple_of(8) => Some(bits / 8),
            _ => None,
        }
    }

    /// Whether the elements are real floating-point numbers, of any size.
    ///
    /// Only those of [`Dtype::is_convertible`] can be read as `f32` or `f64`.
    #[must_use]
    pub const fn is_float(self) -> bool {
        match self {
            Self::F4
            | Self::F6E2m3
            | Self::F6E3m2
            | Self::F8E4m3
            | Self::F8E5m2
            | Self::F8E8m0
            | Self::F8E4m3Fnuz
            | Self::F8E5m2Fnuz
            | Self::F16
            | Self::Bf16
            | Self::F32
            | Self::F64 => true,
            Self::Bool
            | Self::U8
            | Self::I8
            | Self::U16
            | Self::I16
            | Self::U32
            | Self::I32
            | Self::U64
            | Self::I64
            | Self::C64 => false,
        }
    }

    /// Whether [`Tensor::copy_to_f32`](crate::Tensor::copy_to_f32) and its relatives read it: `F16`,
    /// `BF16`, `F32` and `F64`.
    #[must_use]
    pub const fn is_convertible(self) -> bool {
        matches!(self, Self::F16 | Self::Bf16 | Self::F32 | Self::F64)
    }
}

impl fmt::Display for Dtype {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// The value of the IEEE 754 binary16 with these bits. Exact; a NaN keeps its sign and payload.
///
/// ```
/// assert_eq!(nn_format::f16_to_f32(0xc100), -2.5);
/// ```
#[must_use]
pub fn f16_to_f32(bits: u16) -> f32 {
    let sign = u32::from(bits & 0x8000) << 16;
    let exponent = u32::from(bits >> 10 & 0x1f);
    let fraction = u32::from(bits & 0x03ff);
    let magnitude = match exponent {
        // Subnormal: fraction * 2^-24 is a normal f32, so the product is exact.
        0 => (f32::from(bits & 0x03ff) * f32::from_bits(0x3380_0000)).to_bits(),
        0x1f => 0x7f80_0000 | fraction << 13,
        // The bias is 127 instead of 15.
        _ => (exponent + 112) << 23 | fraction << 13,
    };
    f32::from_bits(sign | magnitude)
}

/// The value of the bfloat16 with these bits. Exact; a NaN keeps its sign and payload.
///
/// ```
/// assert_eq!(nn_format::bf16_to_f32(0xc020), -2.5);
/// ```
#[must_use]
pub fn bf16_to_f32(bits: u16) -> f32 {
    f32::from_bits(u32::from(bits) << 16)
}

#[cfg(test)]
mod tests {
    extern crate std;

    use super::*;

    #[test]
    fn the_list_is_in_the_order_of_the_enum() {
        for (index, (dtype, name, bits)) in Dtype::ALL.into_iter().enumerate() {
            assert_eq!(dtype as usize, index);
            assert_eq!(dtype.name(), name);
            assert_eq!(dtype.bits(), bits);
            assert_eq!(Dtype::from_name(name), Some(dtype));
        }
        assert_eq!(Dtype::from_name("f32"), None);
    }

    #[test]
    fn sizes() {
        assert_eq!(Dtype::F32.bytes(), Some(4));
        assert_eq!(Dtype::F4.bytes(), None);
        assert_eq!(Dtype::F4.bytes_of(2), Some(1));
        assert_eq!(Dtype::F4.bytes_of(3), None);
        assert_eq!(Dtype::F6E2m3.bytes_of(4), Some(3));
        assert_eq!(Dtype::F64.bytes_of(usize::MAX / 2), None);
    }

    /// The definition: (-1)^s * 2^(e - offset) * 1.f, in f64, which holds every value exactly.
    fn by_definition(bits: u16, exponent_bits: i32) -> f64 {
        let fraction_bits = 15 - exponent_bits;
        let sign = if bits >> 15 == 1 { -1.0 } else { 1.0 };
        let exponent = i32::from(bits & 0x7fff) >> fraction_bits;
        let fraction = f64::from(bits & ((1 << fraction_bits) - 1)) / 2f64.powi(fraction_bits);
        let offset = (1 << (exponent_bits - 1)) - 1;
        if exponent == (1 << exponent_bits) - 1 {
            sign * if fraction == 0.0 { f64::INFINITY } else { f64::NAN }
        } else if exponent == 0 {
            sign * fraction * 2f64.powi(1 - offset)
        } else {
            sign * (1.0 + fraction) * 2f64.powi(exponent - offset)
        }
    }

    #[test]
    fn every_half_is_converted_as_defined() {
        for bits in 0..=u16::MAX {
            for (got, want) in [(f16_to_f32(bits), by_definition(bits, 5)), (bf16_to_f32(bits), by_definition(bits, 8))]
            {
                if want.is_nan() {
                    assert!(got.is_nan(), "{bits:#x}");
                    assert_eq!(got.is_sign_negative(), bits >> 15 == 1);
                } else {
                    assert_eq!(f64::from(got).to_bits(), want.to_bits(), "{bits:#x}");
                }
            }
        }
    }
}
