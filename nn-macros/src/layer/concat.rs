//! `concat`: several branches on one input, whose outputs stand beside each other.

use quote::quote;

use super::arguments::{MOST_NUMBERS, Reader};
use super::body::Lane;
use super::{Foreign, Input, Kind, Lowered, channels};
use crate::diag::catalogue;
use crate::model::Op;
use crate::shape::{Comparison, Shape, Size};
use crate::syntax::Argument;

pub(super) const KIND: Kind = Kind {
    name: "concat",
    foreign: &[
        Foreign { framework: "Keras", class: "Concatenate", rewrite },
        Foreign { framework: "Keras", class: "concatenate", rewrite },
        Foreign { framework: "PyTorch", class: "cat", rewrite },
    ],
    usage: "concat(layer, (layer, layer, ..), ..)",
    example: "concat(dense(3), (dense(4), relu), identity())",
    about: "what each branch makes of the input, joined along the last axis; a branch is a layer, or several in parentheses",
    lower,
};

/// Keras's own takes tensors.
fn rewrite(_: &[Argument]) -> Option<String> {
    Some(KIND.example.to_owned())
}

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    channels::axis(KIND.name, reader, input);
    let mut input = input.clone();
    let lanes = reader.branches(&mut input)?;
    let [first, others @ ..] = lanes.as_slice() else { return None };
    if others.is_empty() {
        reader.error(reader.extent(), catalogue::one_branch(KIND.name));
        return None;
    }
    if lanes.iter().any(|lane| !lane.output.is_known) {
        return None;
    }
    for other in others {
        fits(first, other, reader);
    }
    let width = |lane: &Lane| lane.output.shape.last();
    let total = lanes.iter().fold(Size::Known(0), |sum, lane| sum.plus(&width(lane)));
    let mut axes = first.output.shape.axes().to_vec();
    axes.pop();
    let lines = axes.iter().fold(Size::Known(1), |product, axis| product.times(axis));
    axes.push(total.clone());
    let output = Shape::new(axes);
    let outputs = output.elements();
    if outputs.known().is_some_and(|outputs| outputs > MOST_NUMBERS) {
        reader.error(reader.extent(), catalogue::tensor_too_large(&output, MOST_NUMBERS));
        return None;
    }
    let (mut ops, mut at) = (Vec::new(), Size::Known(0));
    for lane in &lanes {
        let (outputs, lines, total, width) = (outputs.clone(), lines.clone(), total.clone(), width(lane));
        let next = at.plus(&width);
        ops.push(Op::Join { outputs, lines, at, width, total });
        at = next;
    }
    let branches = lanes.iter().map(Lane::branch).collect();
    Some(Lowered { ops, branches, is_fixed: true, ..Lowered::identity(output) })
}

/// Whether the branches differ in the last axis at most.
fn fits(first: &Lane, other: &Lane, reader: &mut Reader<'_>) {
    let (a, b) = (&first.output.shape, &other.output.shape);
    let message = catalogue::branch_shape(KIND.name, a, b);
    let leading = |shape: &Shape| Shape::new(shape.axes()[..shape.axes().len() - 1].to_vec());
    match leading(a).compare(&leading(b)) {
        Comparison::Equal => {}
        Comparison::Different => reader.error(other.extent, message),
        Comparison::Unknown => {
            let (a, b) = (leading(a), leading(b));
            let pairs = a.axes().iter().zip(b.axes()).map(|(a, b)| quote!(#a == #b));
            reader.check(other.extent, quote!(#(#pairs)&&*), &message);
        }
    }
}
