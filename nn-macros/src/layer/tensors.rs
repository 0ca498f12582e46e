//! What the text says of a layer's tensors: their numbers, or how they are drawn.

use proc_macro2::TokenStream;

use super::arguments::Reader;
use crate::diag::{Extent, catalogue};
use crate::model::{Initial, Initializer, Tensor};
use crate::shape::{Shape, Size};
use crate::syntax::Argument;

/// What the text says of one tensor.
pub(super) struct Weights {
    /// Its numbers, and where the option stands.
    pub(super) given: Option<(Argument, Extent)>,
    initializer: Initializer,
}

impl Weights {
    pub(super) fn read(
        reader: &mut Reader<'_>,
        name: &'static str,
        initializer: &'static str,
        default: &'static str,
    ) -> Self {
        let drawn = reader.option(initializer);
        let given = reader.option(name);
        if let (Some(drawn), Some(_)) = (&drawn, &given) {
            reader.error(drawn.extent, catalogue::without_effect(initializer, name));
        }
        let initializer = reader.initializer(drawn.as_ref(), default);
        Self { given: given.map(|argument| (argument.clone(), argument.extent)), initializer }
    }

    /// As [`read`](Self::read), of a tensor that Keras takes no initialiser for.
    pub(super) fn numbers(reader: &mut Reader<'_>, name: &'static str, default: &'static str) -> Self {
        let given = reader.option(name);
        let initializer = reader.initializer(None, default);
        Self { given: given.map(|argument| (argument.clone(), argument.extent)), initializer }
    }

    pub(super) fn tensor(
        self,
        reader: &mut Reader<'_>,
        name: &'static str,
        shape: &[Size],
        per: &[&str],
        (fan_in, fan_out): (Size, Size),
    ) -> Tensor {
        let given: Option<(TokenStream, Extent)> =
            self.given.and_then(|(argument, extent)| Some((reader.array(&argument, name, shape, per)?, extent)));
        let initial = match given {
            Some((value, extent)) => Initial::Given { value, extent },
            None => Initial::Drawn { initializer: self.initializer, fan_in, fan_out },
        };
        Tensor { name, initial, shape: Shape::new(shape.to_vec()) }
    }
}
