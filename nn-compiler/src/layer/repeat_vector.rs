//! `repeat_vector`: a vector several times, as steps.

use quote::quote;

use super::arguments::{Positional, Reader};
use super::{Input, Kind, Layout, Lowered, spatial};
use crate::diag::catalogue;
use crate::keras::class::{Class, Rank, Take};
use crate::ops::Axis;
use crate::shape::Size;

pub(super) const KIND: Kind = Kind {
    name: "repeat_vector",
    layout: Layout::Steps,
    keras: &[Class::new(&["RepeatVector"], &[("n", Take::Size)]).of_rank(Rank::Is(2))],
    foreign: &[],
    usage: "repeat_vector(n)",
    example: "repeat_vector(3)",
    about: "a vector n times: [n, size]",
    lower,
};

const N: Positional = Positional { name: "n", what: "how often the vector is repeated", foreign: &[] };

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    let count = reader.size(&N, "copy");
    let size = input.vector(KIND.name, reader)?;
    let count = count?;
    if !input.is_known {
        return Some(Lowered::identity(input.shape.clone()));
    }
    let mut axes = spatial::axes(&input.shape);
    let (one, none) = (Size::Known(1), Size::Known(0));
    let (before, skip) = (none.clone(), none);
    axes.insert(0, Axis { size: count.clone(), input: one, stride: size, before, skip, repeat: count.clone() });
    let mut lowered = spatial::rearranged(reader, axes)?;
    if count.known().is_none() {
        lowered.checks.push((quote!(#count > 0), catalogue::zero(KIND.name, "copy").to_string()));
    }
    Some(lowered)
}
