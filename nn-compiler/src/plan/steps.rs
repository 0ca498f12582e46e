//! Which ops run as one, in which order, and which of their tensors each step reads.

use std::ops::Range;

use nn_format::Product;

use super::{Buffer, product};
use crate::model::{Activation, Dtype, Model, Op, Pooling, Window};
use crate::shape::{Comparison, Size};

/// One step: an op with what was fused into it.
pub(crate) struct Step<'m> {
    /// The op and the layer it belongs to; nothing for a network that passes its input on.
    pub(crate) op: Option<(&'m Op, usize)>,
    /// What follows in the same pass over the numbers, if the op's own activation does not say so.
    pub(crate) fused: Option<&'m Activation>,
    /// The batch normalization of the op's sums, before the activation, and the layer it belongs to.
    pub(crate) normalized: Option<(&'m Op, usize)>,
    /// What pools a convolution's sums, before its activation, and the layer it belongs to.
    pub(crate) pool: Option<(&'m Op, usize)>,
    /// How a product is computed; only rustc knows if the sizes are not known here.
    pub(crate) product: Option<Product>,
    /// How many of the op's rows a sample is.
    pub(crate) rows: Size,
    pub(crate) source: Buffer,
    /// What the op reads besides, if it makes one tensor of two.
    pub(crate) other: Option<Buffer>,
    pub(crate) target: Buffer,
    /// Where the op has the room that it needs besides.
    pub(crate) room: Option<Buffer>,
}

/// A tensor: what the step of this index writes, or else the network's input.
pub(super) type Tensor = Option<usize>;

/// A step before its tensors have places.
pub(super) struct Draft<'m> {
    pub(super) step: Step<'m>,
    pub(super) reads: Vec<Tensor>,
    /// The step that began the tensor of which this one writes a part.
    pub(super) begun: Option<usize>,
}

/// The steps in order.
pub(super) struct Steps<'m> {
    pub(super) drafts: Vec<Draft<'m>>,
    /// The network's output.
    pub(super) output: Tensor,
    /// Every op, those that were fused too, and how many rows of it a sample is.
    pub(super) ops: Vec<(&'m Op, Size)>,
}

/// The steps of the model's forward pass, one at least.
pub(super) fn steps(model: &Model) -> Steps<'_> {
    let mut walk = Walk { model, steps: Vec::new(), ops: Vec::new(), kept: Vec::new() };
    let mut output = walk.layers(0..model.layers.len(), None, &Size::Known(1));
    if output.is_none() {
        output = walk.step(None, &Size::Known(1), vec![None], None);
    }
    Steps { drafts: walk.steps, output, ops: walk.ops }
}

struct Walk<'m> {
    model: &'m Model,
    steps: Vec<Draft<'m>>,
    ops: Vec<(&'m Op, Size)>,
    /// The tensors that are read again: nothing may be fused into what writes them.
    kept: Vec<Tensor>,
}

impl<'m> Walk<'m> {
    /// The layers in a row, on `input`, of which a sample has so many rows; returns their output.
    fn layers(&mut self, layers: Range<usize>, input: Tensor, rows: &Size) -> Tensor {
        let model = self.model;
        let mut tensor = input;
        for index in model.outermost(layers) {
            let layer = &model.layers[index];
            let mut ops = layer.ops.iter().peekable();
            let input = tensor;
            self.kept.extend((layer.branches.len() > 1).then_some(input));
            for (number, branch) in layer.branches.iter().enumerate() {
                let each = branch.steps.as_ref().map(|steps| rows.times(steps));
                let output = self.layers(branch.layers.clone(), input, each.as_ref().unwrap_or(rows));
                tensor = match ops.peek() {
                    Some(Op::Join { .. }) => {
                        let begun = tensor.filter(|_| number > 0);
                        self.op(ops.next(), index, rows, vec![output], begun)
                    }
                    Some(Op::Merge { .. }) if number > 0 => {
                        self.op(ops.next(), index, rows, vec![tensor, output], None)
                    }
                    _ => output,
                };
            }
            if layer.branches.len() > 1 {
                self.kept.pop();
            }
            for op in ops {
                tensor = self.op(Some(op), index, rows, vec![tensor], None);
            }
        }
        tensor
    }

    /// One op, or what is done to the numbers of the step before it while they are there; returns what it writes.
    fn op(
        &mut self,
        op: Option<&'m Op>,
        layer: usize,
        rows: &Size,
        reads: Vec<Tensor>,
        begun: Option<usize>,
    ) -> Tensor {
        let op = op?;
        self.ops.push((op, rows.clone()));
        // Unless the numbers before are needed as they are.
        if let Some(last) = self.steps.len().checked_sub(1)
            && reads == [Some(last)]
            && !self.kept.contains(&Some(last))
            && (self.steps[last].step.fuse(op, layer) || self.steps[last].step.pool(op, layer, rows))
        {
            return Some(last);
        }
        self.step(Some((op, layer)), rows, reads, begun)
    }

    fn step(&mut self, op: Option<(&'m Op, usize)>, rows: &Size, reads: Vec<Tensor>, begun: Option<usize>) -> Tensor {
        let step = Step::new(op, rows.clone(), self.model.dtype);
        self.steps.push(Draft { step, reads, begun });
        begun.or(self.steps.len().checked_sub(1))
    }
}

impl<'m> Step<'m> {
    fn new(op: Option<(&'m Op, usize)>, rows: Size, dtype: Dtype) -> Self {
        let product = op.and_then(|(op, _)| product(op, dtype));
        Self {
            op,
            fused: None,
            normalized: None,
            pool: None,
            product,
            rows,
            source: Buffer::Input,
            other: None,
            target: Buffer::Output,
            room: None,
        }
    }

    /// Takes over an activation, or a batch normalization of sums, if it goes along the same rows and nothing follows yet.
    fn fuse(&mut self, op: &'m Op, layer: usize) -> bool {
        let Some((own, _)) = self.op else { return false };
        let (is_sum, numbers) = match own {
            Op::BatchNormalize { channels, .. } | Op::Normalize { channels, .. } => (false, channels),
            _ => match own.activation() {
                Some((activation, numbers)) if activation.is_linear() => (true, numbers),
                _ => return false,
            },
        };
        let along = |row: &Size| row.compare(numbers) == Comparison::Equal;
        match op {
            _ if self.fused.is_some() => return false,
            Op::Activate { activation, row, .. } if along(row) => self.fused = Some(activation),
            Op::BatchNormalize { channels, .. } if is_sum && self.normalized.is_none() && along(channels) => {
                self.normalized = Some((op, layer));
            }
            _ => return false,
        }
        true
    }

    /// Takes over what is done to a convolution's sums while they are in registers, before the activation: the largest of
    /// two or four places, of which no other's window has one, if the activation does not fall.
    fn pool(&mut self, op: &'m Op, layer: usize, rows: &Size) -> bool {
        let Op::Pool { pooling: Pooling::Largest, channels, windows, .. } = op else { return false };
        let Some((Op::Convolve(convolution), _)) = self.op else { return false };
        let is_same = |a: &Size, b: &Size| a.compare(b) == Comparison::Equal;
        let is_point = |window: &Window| window.kernel.known() == Some(1) && window.stride.known() == Some(1);
        let is_within = |window: &Window| {
            let Window { input, output, kernel, stride, before, .. } = window;
            let sizes = [input, output, kernel, stride, before].map(Size::known);
            let [Some(input), Some(output), Some(kernel), Some(stride), Some(before)] = sizes else { return false };
            before == 0 && kernel <= stride && output > 0 && (output - 1) * stride + kernel <= input
        };
        let places = windows.iter().fold(Size::Known(1), |places, window| places.times(&window.kernel));
        // A reshape between them has no step of its own.
        let are_its_places = is_same(channels, &convolution.filters)
            && convolution.windows.iter().zip(windows).all(|(sums, window)| is_same(&sums.output, &window.input));
        let can = self.pool.is_none()
            && self.normalized.is_none()
            && is_same(&self.rows, rows)
            && are_its_places
            && convolution.groups.known() == Some(1)
            && !convolution.is_transposed
            && !convolution.windows.iter().all(is_point)
            && matches!(places.known(), Some(2 | 4))
            && windows.iter().all(is_within)
            && self.activation().is_some_and(Activation::rises);
        if can {
            self.pool = Some((op, layer));
        }
        can
    }

    /// How many numbers it writes.
    pub(crate) fn output(&self) -> Option<&'m Size> {
        Some(self.pool.or(self.op)?.0.output())
    }

    /// What is computed right after the op's sums.
    pub(crate) fn activation(&self) -> Option<&'m Activation> {
        let own = self.op?.0.activation().map(|(own, _)| own);
        self.fused.or(own)
    }
}
