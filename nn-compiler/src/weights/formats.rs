//! The formats that files of weights have. One is a file of this folder, with a struct that is a [`Format`], and a word in the
//! list below. What safetensors files call their tensors, and how they order the numbers, is `nn_format::Checkpoint`'s matter.

use super::Found;
use crate::diag::Diagnostics;
use crate::model::{FilePath, Model};
use crate::syntax::Network;

/// A file that `#[weights(..)]` names.
pub(super) struct File<'a> {
    pub(super) path: &'a FilePath,
    pub(super) extension: &'a str,
    pub(super) bytes: &'a [u8],
}

/// How weights are kept in a file.
pub(super) trait Format {
    /// Whether the file is, or is meant to be, of this format.
    fn is_one(&self, file: &File<'_>) -> bool;

    /// The tensors of the file, under the names and in the order that the network has them in; those that nobody takes under
    /// their own. What is wrong with the file is reported, and then there are none.
    fn read(
        &self,
        file: &File<'_>,
        network: &Network,
        model: &Model,
        diagnostics: &mut Diagnostics,
    ) -> Option<Vec<Found>>;
}

/// One word for each format, in the order in which they are asked; each is a file with a struct of that name.
macro_rules! formats {
    ($($file:ident: $Format:ident),* $(,)?) => {
        $(mod $file;)*
        const FORMATS: &[&dyn Format] = &[$(&$file::$Format),*];
    };
}

formats! {
    keras: Keras,
    safetensors: Safetensors,
}

/// The format of a file. One that is of none is read as safetensors, which says what is wrong with it.
pub(super) fn of(file: &File<'_>) -> &'static dyn Format {
    FORMATS.iter().copied().find(|format| format.is_one(file)).unwrap_or(&safetensors::Safetensors)
}
