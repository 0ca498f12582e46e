//! The zip archive that a `.keras` file is.

use std::borrow::Cow;

use miniz_oxide::inflate::decompress_to_vec_with_limit;
use rawzip::{CompressionMethod, ZipArchive, ZipVerification, crc32};

use crate::Error;

/// A member may unpack to this many bytes for each of its own. Keras packs nothing; weights pack to a half at the best.
const MAX_RATIO: usize = 100;
/// Small members may pack better: those of few layers are mostly zeros.
const SMALL: usize = 1 << 20;

/// The members of a `.keras` file that a model needs.
pub(crate) struct Archive<'a> {
    pub(crate) config: Cow<'a, [u8]>,
    pub(crate) metadata: Option<Cow<'a, [u8]>>,
    pub(crate) weights: Cow<'a, [u8]>,
    /// Where the weights stand in the archive, if they are not packed.
    pub(crate) weights_at: Option<usize>,
}

const CONFIG: &str = "config.json";
const METADATA: &str = "metadata.json";
const WEIGHTS: &str = "model.weights.h5";

impl<'a> Archive<'a> {
    pub(crate) fn read(bytes: &'a [u8]) -> Result<Self, Error> {
        let mut members = [(CONFIG, None), (METADATA, None), (WEIGHTS, None)];
        let archive = ZipArchive::from_slice(bytes).map_err(damaged)?;
        let mut entries = archive.entries();
        while let Some(entry) = entries.next_entry().map_err(damaged)? {
            let path = entry.file_path();
            let Some((name, member)) = members.iter_mut().find(|member| member.0.as_bytes() == path.as_bytes()) else {
                continue;
            };
            if member.is_some() {
                return Err(Error::RepeatedMember { member: name });
            }
            if entry.flags().is_encrypted() {
                return Err(Error::Packing { member: name, method: "encrypted" });
            }
            let data = archive.get_entry(entry.wayfinder()).map_err(damaged)?;
            let claim = data.claim_verifier();
            let unpacked = unpack(name, entry.compression_method(), bytes, data.compressed_data_range(), &claim)?;
            let found = ZipVerification { crc: crc32(&unpacked), uncompressed_size: unpacked.len() as u64 };
            claim.valid(found).map_err(|error| Error::Archive { problem: format!("`{name}`: {error}") })?;
            *member = Some(unpacked);
        }
        let [config, metadata, weights] = members;
        let config = config.1.ok_or(Error::MissingMember { member: CONFIG })?;
        let weights = weights.1.ok_or(Error::MissingMember { member: WEIGHTS })?;
        let weights_at = match &weights {
            Cow::Borrowed(stored) => Some(stored.as_ptr().addr() - bytes.as_ptr().addr()),
            Cow::Owned(_) => None,
        };
        Ok(Self { config, metadata: metadata.1, weights, weights_at })
    }
}

fn unpack<'a>(
    name: &'static str,
    method: CompressionMethod,
    bytes: &'a [u8],
    range: (u64, u64),
    claim: &ZipVerification,
) -> Result<Cow<'a, [u8]>, Error> {
    let range = usize::try_from(range.0).ok().zip(usize::try_from(range.1).ok());
    let packed = range.and_then(|(start, end)| bytes.get(start..end));
    let packed = packed.ok_or_else(|| Error::Archive { problem: format!("`{name}` is cut off") })?;
    match method {
        CompressionMethod::STORE => Ok(Cow::Borrowed(packed)),
        CompressionMethod::DEFLATE => {
            let limit = packed.len().saturating_mul(MAX_RATIO).max(SMALL);
            let size = usize::try_from(claim.uncompressed_size).ok().filter(|&size| size <= limit);
            let size = size.ok_or_else(|| Error::TooLarge {
                what: format!("`{name}` in the zip archive, unpacked,"),
                limit: limit as u64,
                unit: "bytes",
            })?;
            let unpacked = decompress_to_vec_with_limit(packed, size);
            Ok(Cow::Owned(unpacked.map_err(|error| Error::Archive { problem: format!("`{name}`: {error}") })?))
        }
        _ => Err(Error::Packing { member: name, method: "compressed by another method than deflate" }),
    }
}

#[allow(clippy::needless_pass_by_value)] // As `map_err` has it.
fn damaged(error: rawzip::Error) -> Error {
    Error::Archive { problem: error.to_string().to_lowercase() }
}
