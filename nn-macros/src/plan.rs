//! How a model runs: which ops run as one, how each is computed, where each tensor lives, and what it all costs.

use nn_format::{Product, Reach, Recurrence};

use crate::model::{Activation, Cell, Convolution, Dtype, Model, Op, Recurrent, Statistic};
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
    /// About how many instructions it would take a number at a time.
    pub(crate) operations: Size,
    /// The bytes of the longest row of numbers that an op goes along.
    pub(crate) row_bytes: Size,
}

impl<'m> Plan<'m> {
    /// The instruction sets to compile for; only rustc knows if the sizes are not known here.
    pub(crate) fn reach(&self) -> Option<Reach> {
        Some(Reach::choose(self.operations.known()?, self.row_bytes.known()?))
    }

    /// The sizes of the products, if the network is nothing else: only then the samples of a batch can lie abreast.
    pub(crate) fn products(&self) -> Option<Vec<(&Size, &Size)>> {
        let product = |step: &Step<'m>| match step.op {
            Some((Op::Dense { inputs, units, .. }, _)) => Some((inputs, units)),
            _ => None,
        };
        self.steps.iter().map(product).collect()
    }

    /// Whether the samples of a batch lie abreast; only rustc knows if the sizes are not known here.
    pub(crate) fn abreast(&self, model: &Model) -> Option<bool> {
        let Some(products) = self.products() else { return Some(false) };
        let bytes = model.dtype.bytes();
        let small =
            products.into_iter().map(|(inputs, units)| Some(Product::is_small(inputs.known()?, units.known()?, bytes)));
        let small = small.collect::<Option<Vec<bool>>>()?.into_iter().all(|small| small);
        let numbers = model.input.elements().plus(&model.output().elements());
        Some(small && nn_format::is_abreast(self.parameters.known()?, numbers.known()?))
    }
}

/// One step: an op with the activation that was fused into it.
pub(crate) struct Step<'m> {
    /// The op and the layer it belongs to; nothing for a network that passes its input on.
    pub(crate) op: Option<(&'m Op, usize)>,
    /// What follows in the same pass over the numbers, if the op's own activation does not say so.
    pub(crate) fused: Option<&'m Activation>,
    /// How a product is computed; only rustc knows if the sizes are not known here.
    pub(crate) product: Option<Product>,
    pub(crate) source: Buffer,
    pub(crate) target: Buffer,
    /// The scratch buffer with the room that the op needs besides, after its source if that is the same.
    pub(crate) room: usize,
}

impl<'m> Step<'m> {
    fn new(op: Option<(&'m Op, usize)>, dtype: Dtype) -> Self {
        let product = op.and_then(|(op, _)| product(op, dtype));
        Self { op, fused: None, product, source: Buffer::Input, target: Buffer::Output, room: 0 }
    }

    /// What is computed right after the op's sums.
    pub(crate) fn activation(&self) -> Option<&'m Activation> {
        let (own, _) = self.op?.0.activation()?;
        Some(self.fused.unwrap_or(own))
    }
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
        steps.push(Step::new(None, model.dtype));
    }
    place(&mut steps);
    let mut scratch = [Size::Known(0), Size::Known(0)];
    for step in &steps {
        if let (Buffer::Scratch(index), Some((op, _))) = (step.target, step.op) {
            scratch[index] = scratch[index].max(op.output());
        }
        if let Some((room, inputs)) = step.op.and_then(|(op, _)| op.room()) {
            let before = if step.source == Buffer::Scratch(step.room) { inputs } else { Size::Known(0) };
            scratch[step.room] = scratch[step.room].max(&before.plus(&room));
        }
    }
    let bytes = Size::Known(model.dtype.bytes());
    let parameters = model.layers.iter().fold(Size::Known(0), |sum, layer| sum.plus(&layer.parameter_count()));
    let ops = || model.layers.iter().flat_map(|layer| &layer.ops);
    let sum = |of: fn(&Op) -> Size| ops().fold(Size::Known(0), |sum, op| sum.plus(&of(op)));
    let row = ops().fold(Size::Known(0), |longest, op| longest.max(&row(op)));
    Plan {
        weight_bytes: parameters.times(&bytes),
        scratch_bytes: scratch[0].plus(&scratch[1]).times(&bytes),
        steps,
        scratch,
        parameters,
        flops: sum(flops),
        operations: sum(flops).plus(&sum(operations)),
        row_bytes: row.times(&bytes),
    }
}

/// The ops in a row, an activation by itself joined to the sum before it.
fn fuse(model: &Model) -> Vec<Step<'_>> {
    let mut steps: Vec<Step<'_>> = Vec::new();
    for (index, layer) in model.layers.iter().enumerate() {
        for op in &layer.ops {
            if let (Op::Activate { activation, row, .. }, Some(last)) = (op, steps.last_mut())
                && let Some((own, numbers)) = last.op.and_then(|(op, _)| op.activation())
                && own.is_linear()
                && last.fused.is_none()
                && row.compare(numbers) == Comparison::Equal
            {
                last.fused = Some(activation);
            } else {
                steps.push(Step::new(Some((op, index)), model.dtype));
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
    // The buffer that a step doesn't write has nothing in it but what the step reads.
    for step in steps {
        step.room = match (step.target, step.source) {
            (Buffer::Scratch(target), _) => 1 - target,
            (_, Buffer::Scratch(source)) => source,
            _ => 0,
        };
    }
}

/// How a product is computed, if the sizes are known.
fn product(op: &Op, dtype: Dtype) -> Option<Product> {
    match op {
        Op::Dense { inputs, units, .. } => Some(Product::choose(inputs.known()?, units.known()?, dtype.bytes())),
        Op::Convolve(_)
        | Op::Embed { .. }
        | Op::Activate { .. }
        | Op::Rescale { .. }
        | Op::Standardize { .. }
        | Op::BatchNormalize { .. }
        | Op::Normalize { .. }
        | Op::Pool { .. }
        | Op::Rearrange { .. }
        | Op::Recall { .. }
        | Op::Recurrent(_) => None,
    }
}

/// How a recurrent layer is computed, if the sizes are known.
pub(crate) fn recurrence(recurrent: &Recurrent, dtype: Dtype) -> Option<Recurrence> {
    let Recurrent { cell, features, units, .. } = recurrent;
    Some(Recurrence::choose(features.known()?, units.known()?, cell.gates(), dtype.bytes()))
}

/// The numbers that an op goes along, a vector at a time.
fn row(op: &Op) -> Size {
    let row = match op {
        // A dot product goes along the inputs.
        Op::Dense { inputs, units, .. } if units.known() == Some(1) => inputs,
        Op::Dense { units, .. } => units,
        Op::Activate { elements, .. }
        | Op::Rescale { elements, .. }
        | Op::Standardize { elements, .. }
        | Op::BatchNormalize { elements, .. }
        | Op::Normalize { elements, .. } => elements,
        Op::Embed { dim, .. } => dim,
        Op::Pool { channels, .. } => channels,
        Op::Rearrange { outputs, .. } | Op::Convolve(Convolution { outputs, .. }) => outputs,
        Op::Recall { channels, .. } => channels,
        // A step goes along the units, of several gates at once.
        Op::Recurrent(Recurrent { units, .. }) => return Size::Known(2).times(units),
    };
    row.clone()
}

/// What an op's activation takes besides its `flops`.
fn operations(op: &Op) -> Size {
    match op {
        Op::Dense { units: numbers, activation, .. }
        | Op::Convolve(Convolution { outputs: numbers, activation, .. })
        | Op::Activate { elements: numbers, activation, .. } => Size::Known(activation.operations).times(numbers),
        Op::Rescale { .. } | Op::Standardize { .. } | Op::BatchNormalize { .. } | Op::Normalize { .. } => {
            Size::Known(0)
        }
        Op::Pool { .. } => Size::Known(0),
        Op::Embed { outputs, .. } | Op::Rearrange { outputs, .. } | Op::Recall { outputs, .. } => outputs.clone(),
        Op::Recurrent(Recurrent { cell, steps, units, activation, gate_activation, .. }) => {
            let (candidates, gates) = activations(*cell);
            let operations = candidates * activation.operations + gates * gate_activation.operations;
            Size::Known(operations).times(steps).times(units)
        }
    }
}

/// How often a cell takes its activation, and its gates', for each unit of a step.
fn activations(cell: Cell) -> (usize, usize) {
    match cell {
        Cell::SimpleRnn => (1, 0),
        Cell::Lstm => (2, 3),
        Cell::Gru { .. } => (1, 2),
    }
}

fn flops(op: &Op) -> Size {
    match op {
        Op::Dense { inputs, units, activation } => {
            let sums = Size::Known(2).times(inputs).times(units);
            if activation.is_linear() { sums } else { sums.plus(units) }
        }
        Op::Convolve(Convolution { windows, activation, outputs, .. }) => {
            let places = windows.iter().fold(Size::Known(2), |places, window| places.times(&window.output));
            let sums = places.times(&op.weights());
            if activation.is_linear() { sums } else { sums.plus(outputs) }
        }
        Op::Activate { elements, .. } => elements.clone(),
        Op::Rescale { elements, .. } | Op::Standardize { elements, .. } => Size::Known(2).times(elements),
        // Each place of each window is added or compared.
        Op::Pool { outputs, windows, .. } => {
            windows.iter().fold(outputs.clone(), |flops, window| flops.times(&window.kernel))
        }
        Op::Recurrent(recurrent) => {
            let sums = Size::Known(2).times(&recurrent.weights());
            // The activations, and what is done with what they give.
            let rest = match recurrent.cell {
                Cell::SimpleRnn => 1,
                Cell::Lstm => 9,
                Cell::Gru { .. } => 8,
            };
            sums.plus(&Size::Known(rest).times(&recurrent.units)).times(&recurrent.steps)
        }
        // Nothing is computed.
        Op::Embed { .. } | Op::Rearrange { .. } | Op::Recall { .. } => Size::Known(0),
        // What is done to each number; the roots and quotients are fewer.
        Op::BatchNormalize { elements, .. } => Size::Known(3).times(elements),
        Op::Normalize { elements, statistic: Statistic::Moments, .. } => Size::Known(8).times(elements),
        Op::Normalize { elements, statistic: Statistic::MeanSquare | Statistic::Length, .. } => {
            Size::Known(4).times(elements)
        }
    }
}
