//! How a model runs: which ops run as one, where each tensor lives, and what it all costs.

use crate::model::{Activation, Model, Op};
use crate::shape::{Comparison, Size};

/// The steps of a forward pass, and the totals.
pub(crate) struct Plan<'m> {
    pub(crate) steps: Vec<Step<'m>>,
    /// How many numbers the two scratch buffers hold.
    pub(crate) scratch: [Size; 2],
    pub(crate) parameters: Size,
    pub(crate) weight_bytes: Size,
    pub(crate) scratch_bytes: Size,
    /// Floating-point operations of one forward pass: a multiplication and an addition are two; what an activation
    /// does to one number counts as one.
    pub(crate) flops: Size,
}

/// One step: an op with the activation that was fused into it.
pub(crate) struct Step<'m> {
    /// The op and the layer it belongs to; nothing for a network that passes its input on.
    pub(crate) op: Option<(&'m Op, usize)>,
    /// What follows in the same pass over the numbers, if the op's own activation does not say so.
    pub(crate) fused: Option<&'m Activation>,
    pub(crate) source: Buffer,
    pub(crate) target: Buffer,
}

/// Where a tensor lives. Two scratch buffers are enough for a chain: each step reads one and writes the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Buffer {
    Input,
    Scratch(usize),
    Output,
}

/// Plans the forward pass of `model`.
pub(crate) fn plan(model: &Model) -> Plan<'_> {
    let mut steps = fuse(model);
    if steps.is_empty() {
        steps.push(Step { op: None, fused: None, source: Buffer::Input, target: Buffer::Output });
    }
    place(&mut steps);
    let mut scratch = [Size::Known(0), Size::Known(0)];
    for step in &steps {
        if let (Buffer::Scratch(index), Some((op, _))) = (step.target, step.op) {
            scratch[index] = scratch[index].max(op.output());
        }
    }
    let bytes = Size::Known(model.dtype.bytes());
    let parameters = model.layers.iter().fold(Size::Known(0), |sum, layer| sum.plus(&layer.parameter_count()));
    let flops = model.layers.iter().flat_map(|layer| &layer.ops).fold(Size::Known(0), |sum, op| sum.plus(&flops(op)));
    Plan {
        weight_bytes: parameters.times(&bytes),
        scratch_bytes: scratch[0].plus(&scratch[1]).times(&bytes),
        steps,
        scratch,
        parameters,
        flops,
    }
}

/// The ops in a row, an activation by itself joined to the sum before it.
fn fuse(model: &Model) -> Vec<Step<'_>> {
    let mut steps: Vec<Step<'_>> = Vec::new();
    for (index, layer) in model.layers.iter().enumerate() {
        for op in &layer.ops {
            if let (Op::Activate { activation, row, .. }, Some(last)) = (op, steps.last_mut())
                && let Some((Op::Dense { units, activation: own, .. }, _)) = last.op
                && own.is_linear()
                && last.fused.is_none()
                && row.compare(units) == Comparison::Equal
            {
                last.fused = Some(activation);
            } else {
                steps.push(Step { op: Some((op, index)), fused: None, source: Buffer::Input, target: Buffer::Output });
            }
        }
    }
    steps
}

/// Gives each step its buffers. From the end backwards: the last step writes the output; a step that works in place
/// shares its buffer with the step before it; every other step reads the buffer that it doesn't write.
fn place(steps: &mut [Step<'_>]) {
    let mut target = Buffer::Output;
    for step in steps.iter_mut().rev() {
        step.target = target;
        if !step.op.is_some_and(|(op, _)| op.in_place()) {
            target = if target == Buffer::Scratch(0) { Buffer::Scratch(1) } else { Buffer::Scratch(0) };
        }
        step.source = target;
    }
    if let Some(first) = steps.first_mut() {
        first.source = Buffer::Input;
    }
}

fn flops(op: &Op) -> Size {
    match op {
        Op::Dense { inputs, units, activation } => {
            let sums = Size::Known(2).times(inputs).times(units);
            if activation.is_linear() { sums } else { sums.plus(units) }
        }
        Op::Activate { elements, .. } => elements.clone(),
        Op::Rescale { elements, .. } | Op::Standardize { elements, .. } => Size::Known(2).times(elements),
    }
}
