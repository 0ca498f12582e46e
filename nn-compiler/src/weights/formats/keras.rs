//! Keras's files: `.keras`, `.weights.h5` and `.h5`.

use super::{File, Format};
use crate::diag::{Diagnostics, catalogue};
use crate::keras::{self, Import};
use crate::model::Model;
use crate::syntax::Network;
use crate::weights::Found;

pub(super) struct Keras;

impl Format for Keras {
    fn is_one(&self, file: &File<'_>) -> bool {
        let (zip, hdf5) = (b"PK\x03\x04", b"\x89HDF\r\n\x1a\n");
        file.bytes.starts_with(zip) || file.bytes.starts_with(hdf5) || ["keras", "h5", "hdf5"].contains(&file.extension)
    }

    fn read(
        &self,
        file: &File<'_>,
        network: &Network,
        model: &Model,
        diagnostics: &mut Diagnostics,
    ) -> Option<Vec<Found>> {
        if !Import::IS_SUPPORTED {
            diagnostics.error(file.path.literal, catalogue::keras_feature("weights"));
        }
        // Of a network with errors nobody knows what the file should have.
        if !diagnostics.is_empty() {
            return None;
        }
        keras::read(file.path, file.bytes, network, model, diagnostics)
    }
}
