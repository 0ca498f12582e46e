//! `permute`: the axes in another order.

use super::arguments::{Positional, Reader};
use super::{Input, Kind, Layout, Lowered, spatial};
use crate::diag::catalogue;
use crate::keras::class::{Class, Take};

pub(super) const KIND: Kind = Kind {
    name: "permute",
    layout: Layout::Permute,
    keras: &[Class::new(&["Permute"], &[("dims", Take::Integers)])],
    foreign: &[],
    usage: "permute(axis, ..)",
    example: "permute(2, 1)",
    about: "the axes in another order; the first is axis 1",
    lower,
};

const DIMS: Positional = Positional { name: "dims", what: "the order of the axes", foreign: &[("PyTorch", "dims")] };

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    let arguments = reader.all_positions(&DIMS)?;
    let mut order = Vec::new();
    for argument in &arguments {
        order.push(reader.read_size(argument, "the number of an axis")?.known().unwrap_or(0));
    }
    if !input.is_known {
        return Some(Lowered::identity(input.shape.clone()));
    }
    let axes = spatial::axes(&input.shape);
    let mut sorted = order.clone();
    sorted.sort_unstable();
    if !sorted.iter().copied().eq(1..=axes.len()) {
        reader.error(reader.extent(), catalogue::permutation(KIND.name, axes.len(), &input.has()));
        return None;
    }
    let axes = order.into_iter().map(|axis| axes[axis - 1].clone()).collect();
    spatial::rearranged(reader, axes)
}
