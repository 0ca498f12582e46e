//! `concat`: several branches on one input, whose outputs stand beside each other.

use quote::quote;

use super::arguments::Reader;
use super::body::{LoweredBranch, joined};
use super::{Foreign, Input, Kind, Layout, Lowered, channels};
use crate::diag::catalogue;
use crate::shape::{Comparison, Shape};
use crate::syntax::Argument;

pub(super) const KIND: Kind = Kind {
    name: "concat",
    layout: Layout::Branches,
    keras: &[],
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
    let branches = reader.branches(&mut input)?;
    let [first, others @ ..] = branches.as_slice() else { return None };
    if others.is_empty() {
        reader.error(reader.extent(), catalogue::one_branch(KIND.name));
        return None;
    }
    if branches.iter().any(|branch| !branch.output.is_known) {
        return None;
    }
    for other in others {
        fits(first, other, reader);
    }
    let (output, from) = joined(&branches.iter().collect::<Vec<_>>(), reader)?;
    let branches = branches.iter().map(LoweredBranch::branch).collect();
    Some(Lowered { from: Some(from), branches, is_fixed: true, ..Lowered::identity(output) })
}

/// Whether the branches differ in the last axis at most.
fn fits(first: &LoweredBranch, other: &LoweredBranch, reader: &mut Reader<'_>) {
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
