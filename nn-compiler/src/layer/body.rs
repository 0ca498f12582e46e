//! The layers that a layer is made of.

use std::ops::Range;

use super::arguments::{MOST_NUMBERS, Reader};
use super::{Input, Position};
use crate::diag::{Extent, Message, catalogue};
use crate::graph::ValueId;
use crate::model::{Branch, Check};
use crate::ops::{Concat, Op};
use crate::shape::{Shape, Size};
use crate::syntax::{self, Direction};

/// A branch that has been lowered into the model.
pub(super) struct LoweredBranch {
    layers: Range<usize>,
    pub(super) output: Input,
    /// The last of its layers, or all of them where they have parentheses of their own.
    pub(super) extent: Extent,
}

impl LoweredBranch {
    /// Its layers' indices.
    pub(super) fn layers(&self) -> Range<usize> {
        self.layers.clone()
    }

    /// The same in the model.
    pub(super) fn branch(&self) -> Branch {
        Branch { layers: self.layers.clone() }
    }
}

impl Branch {
    /// One that passes its input on.
    pub(super) fn empty() -> Self {
        Self { layers: 0..0 }
    }
}

/// The branches' outputs beside each other, along the last axis.
pub(super) fn joined(branches: &[&LoweredBranch], reader: &mut Reader<'_>) -> Option<(Shape, ValueId)> {
    let mut axes = branches.first()?.output.shape.axes().to_vec();
    axes.pop();
    axes.push(branches.iter().fold(Size::Known(0), |sum, branch| sum.plus(&branch.output.shape.last())));
    let output = Shape::new(axes);
    if output.elements().known().is_some_and(|outputs| outputs > MOST_NUMBERS) {
        reader.error(reader.extent(), catalogue::tensor_too_large(&output, MOST_NUMBERS));
        return None;
    }
    Some((output, reader.node(Concat, branches)))
}

impl Reader<'_> {
    /// One tensor of the branches'.
    pub(super) fn node(&mut self, op: impl Into<Op>, branches: &[&LoweredBranch]) -> ValueId {
        let reads: Vec<ValueId> = branches.iter().map(|branch| branch.output.value).collect();
        self.model.graph.node(self.model.layers.len(), op, &reads)
    }

    /// Notes the network's input.
    pub(super) fn declare(&mut self, input: Shape) {
        self.model.declare(input);
        self.place.is_first = false;
    }

    /// Lowers the layers in the parentheses, of which there must be some, as one branch on `given`. What is wrong within
    /// is reported, and nothing more need be said then.
    pub(super) fn chain(&mut self, given: &mut Input) -> Option<LoweredBranch> {
        let layers: Vec<_> = self.body()?.iter().flat_map(|branch| &branch.layers).map(Option::as_ref).collect();
        let extent = layers.iter().rev().flatten().next().map_or(self.extent(), |last| last.extent);
        self.branch(&layers, extent, &mut self.place.number.inside(), given)
    }

    /// The same of each branch by itself.
    pub(super) fn branches(&mut self, given: &mut Input) -> Option<Vec<LoweredBranch>> {
        let (mut branches, mut number) = (Vec::new(), self.place.number.inside());
        for branch in self.body()? {
            let layers: Vec<_> = branch.layers.iter().map(Option::as_ref).collect();
            let is_copy = layers.iter().flatten().any(|layer| layer.direction == Some(Direction::Backward));
            if is_copy && self.failed {
                branches.push(None);
                continue;
            }
            let checks = self.model.checks.len();
            branches.push(self.branch(&layers, branch.extent, &mut number, given));
            if is_copy {
                // They are those of the layer that it was made of.
                self.model.checks.truncate(checks);
            }
        }
        branches.into_iter().collect()
    }

    /// Nothing, after an error.
    fn branch(
        &mut self,
        layers: &[Option<&syntax::Layer>],
        extent: Extent,
        number: &mut syntax::Ordinal,
        given: &mut Input,
    ) -> Option<LoweredBranch> {
        let (start, before) = (self.model.layers.len(), self.errors());
        let mut output = given.clone();
        for (index, layer) in layers.iter().enumerate() {
            *number = number.next();
            let place = Position { number: *number, is_first: self.place.is_first && index == 0, is_inside: true };
            output = match layer {
                Some(layer) => self.inner(layer, place, output),
                None => Input::unknown(self.model),
            };
        }
        if self.place.is_first && self.model.input_is_known {
            *given = Input::of(Some(self.model.input().clone()), self.model);
        }
        self.place.is_first = false;
        self.failed |= self.errors() > before;
        let branch = LoweredBranch { layers: start..self.model.layers.len(), output, extent };
        (!self.failed).then_some(branch)
    }

    /// A condition of the layer at `extent` that takes the value of a constant.
    pub(super) fn check(&mut self, extent: Extent, condition: proc_macro2::TokenStream, message: &Message) {
        self.model.checks.push(Check { extent, condition, message: message.to_string() });
    }
}
