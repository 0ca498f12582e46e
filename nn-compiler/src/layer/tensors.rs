//! What the text says of a layer's tensors: their numbers, or how they are drawn.

use proc_macro2::TokenStream;

use super::arguments::Reader;
use crate::diag::{Extent, catalogue};
use crate::model::{HolderArgument, Initial, Initializer, Tensor};
use crate::shape::{Shape, Size};
use crate::syntax::{Argument, Value};

/// More weights than this in one layer are a typing error: they would fill sixteen gigabytes.
pub(super) const MOST_WEIGHTS: usize = u32::MAX as usize;

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

    /// As [`read`](Self::read), of a tensor that can't be written as numbers here.
    pub(super) fn drawn(reader: &mut Reader<'_>, initializer: &'static str, default: &'static str) -> Self {
        let drawn = reader.option(initializer);
        Self { given: None, initializer: reader.initializer(drawn.as_ref(), default) }
    }

    /// As [`read`](Self::read), of a tensor that Keras takes no initialiser for.
    pub(super) fn numbers(reader: &mut Reader<'_>, name: &'static str, default: &'static str) -> Self {
        let given = reader.option(name);
        let initializer = reader.initializer(None, default);
        Self { given: given.map(|argument| (argument.clone(), argument.extent)), initializer }
    }

    /// As [`read`](Self::read), of a bias. PyTorch's `bias = False` is reported.
    pub(super) fn bias(reader: &mut Reader<'_>) -> Self {
        let mut bias = Self::read(reader, "bias", "bias_initializer", "zeros");
        bias.given.take_if(|(argument, _)| {
            let Value::Word(word) = &argument.value else { return false };
            let is_flag = ["true", "false", "True", "False"].iter().any(|flag| word == flag);
            if is_flag {
                reader.error(argument.extent, catalogue::bias_as_flag(argument));
            }
            is_flag
        });
        bias
    }

    /// Adds a bias to a layer's tensors, with a number for each of its units, or says to the layer's holder that there is
    /// none.
    pub(super) fn add_bias(
        self,
        reader: &mut Reader<'_>,
        is_there: bool,
        (units, per): (&Size, &str),
        tensors: &mut Vec<Tensor>,
        arguments: &mut Vec<HolderArgument>,
    ) {
        if is_there {
            // Keras draws a bias with the bias's own size for both fans.
            let fans = (units.clone(), units.clone());
            tensors.push(self.tensor(reader, "bias", std::slice::from_ref(units), &[per], fans));
            return;
        }
        if let Some((_, extent)) = self.given {
            reader.error(extent, catalogue::tensor_left_out("bias", "use_bias = false"));
        }
        arguments.push(HolderArgument::Absent { name: "NoBias", at: tensors.len() });
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
            None => Initial::Drawn { initializer: self.initializer, fan_in, fan_out, ones: None },
        };
        Tensor { name, initial, shape: Shape::new(shape.to_vec()), in_gates: false }
    }
}

/// The fans that Keras counts of a tensor of these axes: those of a kernel, if it has more than one.
pub(super) fn fans(shape: &[Size]) -> (Size, Size) {
    match shape {
        [places @ .., fan_in, fan_out] => {
            let places = places.iter().fold(Size::Known(1), |places, axis| places.times(axis));
            (places.times(fan_in), places.times(fan_out))
        }
        [size] => (size.clone(), size.clone()),
        [] => (Size::Known(1), Size::Known(1)),
    }
}
