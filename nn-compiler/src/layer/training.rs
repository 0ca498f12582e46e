//! What does something to its numbers while training only: in a forward pass it is the identity.

use quote::quote;

use super::arguments::{Positional, Reader};
use super::{Input, Lowered};
use crate::diag::catalogue;
use crate::keras::class::{Class, DATA_FORMAT, Take};
use crate::model::Number;
use crate::ops::{Noise, NoiseKind};
use crate::syntax::Argument;

/// How strong the layer is while training: a number from 0 to 1, both included, as Keras has it.
pub(super) struct Strength {
    position: Positional,
    note: &'static str,
}

/// `Dropout` of Keras, and its like.
pub(super) const fn rate_class(names: &'static [&'static str]) -> Class {
    Class::new(names, &[("rate", Take::Number), ("noise_shape", Take::Nothing), DATA_FORMAT])
}

/// The part of the inputs that a layer drops.
pub(super) const RATE: Strength = Strength {
    position: Positional { name: "rate", what: "the rate", foreign: &[("PyTorch", "p")] },
    note: "it is the part of the inputs that is dropped while training",
};

/// The rate of a layer that multiplies by noise instead of dropping anything.
pub(super) const NOISE_RATE: Strength = Strength {
    position: Positional { name: "rate", what: "the rate", foreign: &[] },
    note: "the noise has a standard deviation of sqrt(rate / (1 - rate))",
};

/// The size of the noise that a layer adds.
pub(super) const DEVIATION: Strength = Strength {
    position: Positional { name: "stddev", what: "the standard deviation", foreign: &[("PyTorch", "std")] },
    note: "Keras takes no other; scale the input if the noise is to be larger",
};

/// A layer of that strength, on a tensor of any shape.
pub(super) fn noise(
    kind: &str,
    noise: NoiseKind,
    strength: &Strength,
    reader: &mut Reader<'_>,
    input: &Input,
) -> Option<Lowered> {
    let mut lowered = Lowered::identity(input.shape.clone());
    let Strength { position, note } = strength;
    let Some(argument) = reader.needed(position) else { return Some(lowered) };
    let number = reader.number(&argument, &format!("{}, a number from 0 to 1", position.what));
    lowered.ops = number.iter().map(|strength| Noise { kind: noise, strength: strength.clone() }.into()).collect();
    match number {
        Some(Number::Literal { value, .. }) if !(0.0..=1.0).contains(&value) => {
            let message = catalogue::strength(kind, position.what, &argument.text(), note);
            reader.error(argument.value_extent(), message);
        }
        Some(number @ Number::Constant(_)) => {
            let message = catalogue::strength(kind, position.what, &argument.text(), note).to_string();
            lowered.checks.push((quote!(#number >= 0.0 && #number <= 1.0), message));
        }
        _ => {}
    }
    Some(lowered)
}

/// A layer that drops whole channels, so that its input has the axes named.
pub(super) fn spatial(kind: &str, axes: &[&str], reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    let lowered = noise(kind, NoiseKind::SpatialDropout, &RATE, reader, input);
    if input.has_axes(kind, axes, reader) { lowered } else { None }
}

/// PyTorch's `Dropout2d(p)`, which is a half if it is not said.
pub(super) fn from_pytorch(kind: &str, arguments: &[Argument]) -> Option<String> {
    let rate = |argument: &&Argument| argument.name.as_ref().is_none_or(|name| name == "p");
    match arguments.iter().find(rate) {
        Some(rate) => Some(format!("{kind}({})", rate.text())),
        None => Some(format!("{kind}(0.5)")),
    }
}
