//! What kind of file it is, by its first bytes.

use crate::Error;

/// The kinds of files that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Zip,
    Hdf5,
}

impl Format {
    pub(crate) fn of(bytes: &[u8]) -> Result<Self, Error> {
        const HDF5: &[u8] = b"\x89HDF\r\n\x1a\n";
        if bytes.starts_with(b"PK\x03\x04") {
            return Ok(Self::Zip);
        }
        // A block of the user's own may stand in front, of 512 bytes or a power of two times as many.
        let starts = core::iter::successors(Some(512_usize), |start| start.checked_mul(2));
        let mut starts = core::iter::once(0).chain(starts.take_while(|&start| start < bytes.len()));
        if starts.any(|start| bytes[start..].starts_with(HDF5)) {
            return Ok(Self::Hdf5);
        }
        let looks_like = match bytes {
            [] => Some("an empty file"),
            _ if bytes.starts_with(b"version https://git-lfs") => Some("a Git LFS pointer"),
            _ if bytes.get(8) == Some(&b'{') => Some("a safetensors file"),
            _ if bytes.starts_with(b"\x93NUMPY") => Some("a NumPy array"),
            _ if bytes.starts_with(b"{") => Some("a model's architecture as JSON"),
            _ if bytes.get(4..8) == Some(b"TFL3") => Some("a TensorFlow Lite model"),
            _ => None,
        };
        Err(Error::UnknownFormat { looks_like })
    }
}
