//! `residual`: layers that change their input by what they compute, instead of replacing it.

use quote::quote;

use super::arguments::Reader;
use super::{Input, Kind, Layout, Lowered};
use crate::diag::catalogue;
use crate::model::Branch;
use crate::ops::{Elementwise, Merge};
use crate::shape::Comparison;

pub(super) const KIND: Kind = Kind {
    name: "residual",
    layout: Layout::Branches,
    keras: &[],
    foreign: &[],
    usage: "residual(layer, ..)",
    example: "residual(dense(6), relu)",
    about: "its input, plus what its layers make of it one after the other; they must keep its shape",
    lower,
};

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    let mut input = input.clone();
    let Some(lane) = reader.chain(&mut input) else {
        return input.is_known.then(|| Lowered::identity(input.shape));
    };
    let body = &lane.output;
    // An error may have hidden one of the two.
    let shape = if input.is_known { &input.shape } else { &body.shape };
    if input.is_known && body.is_known {
        let message = catalogue::residual_shape(KIND.name, &input.shape, &body.shape);
        match shape.compare(&body.shape) {
            Comparison::Equal => {}
            Comparison::Different => reader.error(lane.extent, message),
            Comparison::Unknown => {
                let pairs = shape.axes().iter().zip(body.shape.axes()).map(|(a, b)| quote!(#a == #b));
                reader.check(lane.extent, quote!(#(#pairs)&&*), &message);
            }
        }
    }
    let layer = reader.model.layers.len();
    let sum = reader.model.graph.node(layer, Elementwise { how: Merge::Sum }, &[input.value, body.value]);
    Some(Lowered {
        from: Some(sum),
        is_fixed: body.is_known,
        branches: vec![Branch::empty(), lane.branch()],
        ..Lowered::identity(shape.clone())
    })
}
