//! Without the feature `keras` there is no reader.

use std::path::PathBuf;

use super::Reading;
use crate::diag::Diagnostics;
use crate::model::{Dtype, FilePath, Model};
use crate::syntax::{Layer, Network};
use crate::weights::Found;

/// There are no imports.
pub(crate) enum Import {}

impl Import {
    pub(crate) const IS_SUPPORTED: bool = false;

    pub(super) fn new(_: &FilePath, _: PathBuf, _: &[u8], _: &Reading<'_>, _: &mut Diagnostics) -> Option<Self> {
        None
    }

    pub(super) fn layers(&self, _: &mut Diagnostics) -> Option<Vec<Option<Layer>>> {
        match *self {}
    }

    pub(crate) fn lower(&self, _: &mut Network, _: &mut Diagnostics) -> Model {
        match *self {}
    }

    pub(crate) fn path(&self) -> &FilePath {
        match *self {}
    }

    pub(crate) fn file(&self) -> PathBuf {
        match *self {}
    }

    pub(crate) fn tensors(&self, _: Dtype) -> Vec<Found> {
        match *self {}
    }

    pub(crate) fn report(&self, _: Diagnostics, _: &mut Diagnostics) {
        match *self {}
    }
}

/// There are no files to read.
pub(crate) fn read(_: &FilePath, _: &[u8], _: &Network, _: &Model, _: &mut Diagnostics) -> Option<Vec<Found>> {
    None
}
