//! How a model runs: which ops run as one, how each is computed, where each tensor lives, and what it all costs.

mod places;
mod steps;

use nn_format::{Convolving, Product, Reach, Recurrence};

pub(crate) use self::places::Buffer;
pub(crate) use self::steps::Step;
use crate::model::{Cell, Convolution, Dtype, Model, Op, Recurrent, Statistic};
use crate::shape::Size;

/// The steps of a forward pass, and the totals.
pub(crate) struct Plan<'m> {
    pub(crate) steps: Vec<Step<'m>>,
    /// How many numbers the two scratch buffers hold.
    pub(crate) scratch: [Size; 2],
    /// How many the tensors hold that are kept beside them; they are in the third buffer.
    pub(crate) kept: Vec<Size>,
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
    /// How many numbers each of the three buffers holds.
    pub(crate) fn buffers(&self) -> [Size; 3] {
        let [a, b] = self.scratch.clone();
        [a, b, total(&self.kept)]
    }

    /// How many numbers of scratch a sample takes.
    pub(crate) fn numbers(&self) -> Size {
        total(&self.buffers())
    }

    /// The instruction sets to compile for; only rustc knows if the sizes are not known here.
    pub(crate) fn reach(&self) -> Option<Reach> {
        Some(Reach::choose(self.operations.known()?, self.row_bytes.known()?))
    }

    /// The sizes of the products, if the network is nothing else: only then the samples of a batch can lie abreast.
    pub(crate) fn products(&self) -> Option<Vec<(&Size, &Size)>> {
        let product = |step: &Step<'m>| match step.op {
            Some((Op::Dense { inputs, units, .. }, _)) if step.rows.known() == Some(1) => Some((inputs, units)),
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

/// Plans the forward pass of `model`.
pub(crate) fn plan(model: &Model) -> Plan<'_> {
    let steps::Steps { drafts, output, ops } = steps::steps(model);
    let places::Places { steps, scratch, kept } = places::place(drafts, output);
    let bytes = Size::Known(model.dtype.bytes());
    let parameters = model.layers.iter().fold(Size::Known(0), |sum, layer| sum.plus(&layer.parameter_count()));
    let sum = |of: fn(&Op) -> Size| ops.iter().fold(Size::Known(0), |sum, (op, rows)| sum.plus(&rows.times(&of(op))));
    let row = ops.iter().fold(Size::Known(0), |longest, (op, _)| longest.max(&row(op)));
    let mut plan = Plan {
        weight_bytes: parameters.times(&bytes),
        scratch_bytes: Size::Known(0),
        steps,
        scratch,
        kept,
        parameters,
        flops: sum(flops),
        operations: sum(flops).plus(&sum(operations)),
        row_bytes: row.times(&bytes),
    };
    plan.scratch_bytes = plan.numbers().times(&bytes);
    plan
}

fn total(sizes: &[Size]) -> Size {
    sizes.iter().fold(Size::Known(0), |sum, size| sum.plus(size))
}

/// How a product is computed, if the sizes are known.
fn product(op: &Op, dtype: Dtype) -> Option<Product> {
    match op {
        Op::Dense { inputs, units, .. } => Some(Product::choose(inputs.known()?, units.known()?, dtype.bytes())),
        Op::Convolve(_)
        | Op::Embed { .. }
        | Op::Prelu { .. }
        | Op::Interpolate { .. }
        | Op::Activate { .. }
        | Op::Rescale { .. }
        | Op::Standardize { .. }
        | Op::BatchNormalize { .. }
        | Op::Normalize { .. }
        | Op::Pool { .. }
        | Op::Rearrange { .. }
        | Op::Recall { .. }
        | Op::Merge { .. }
        | Op::Join { .. }
        | Op::Recurrent(_) => None,
    }
}

/// How a recurrent layer is computed, if the sizes are known.
pub(crate) fn recurrence(recurrent: &Recurrent, dtype: Dtype) -> Option<Recurrence> {
    let Recurrent { cell, features, units, .. } = recurrent;
    Some(Recurrence::choose(features.known()?, units.known()?, cell.gates(), dtype.bytes()))
}

/// How a convolution is computed, if the sizes are known.
pub(crate) fn convolving(convolution: &Convolution, is_pooled: bool) -> Option<Convolving> {
    if convolution.is_transposed {
        return Some(Convolving::Transposed);
    }
    let (places, strides) = (convolution.places().known()?, convolution.strides().known()?);
    let Convolution { channels, filters, groups, .. } = convolution;
    Some(Convolving::choose(places, strides, [channels.known()?, filters.known()?, groups.known()?], is_pooled))
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
        | Op::Normalize { elements, .. }
        | Op::Prelu { elements, .. }
        | Op::Merge { elements, .. } => elements,
        Op::Interpolate { channels, .. } => channels,
        Op::Embed { dim, .. } => dim,
        Op::Pool { channels, .. } => channels,
        Op::Rearrange { outputs, .. } | Op::Convolve(Convolution { outputs, .. }) => outputs,
        Op::Recall { channels, .. } => channels,
        Op::Join { width, .. } => width,
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
        Op::Rescale { .. }
        | Op::Standardize { .. }
        | Op::BatchNormalize { .. }
        | Op::Normalize { .. }
        | Op::Merge { .. } => Size::Known(0),
        Op::Pool { .. } | Op::Prelu { .. } | Op::Interpolate { .. } => Size::Known(0),
        Op::Embed { outputs, .. } | Op::Rearrange { outputs, .. } | Op::Recall { outputs, .. } => outputs.clone(),
        Op::Join { lines, width, .. } => lines.times(width),
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
        Op::Convolve(Convolution { windows, activation, outputs, is_transposed, .. }) => {
            let places = windows.iter().fold(Size::Known(2), |places, window| {
                places.times(if *is_transposed { &window.input } else { &window.output })
            });
            let sums = places.times(&op.weights());
            if activation.is_linear() { sums } else { sums.plus(outputs) }
        }
        Op::Activate { elements, .. } => elements.clone(),
        Op::Merge { elements, how } => Size::Known(how.flops()).times(elements),
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
        Op::Prelu { elements, .. } => Size::Known(2).times(elements),
        // Between two rows, and two columns.
        Op::Interpolate { outputs, .. } => Size::Known(9).times(outputs),
        // Nothing is computed.
        Op::Embed { .. } | Op::Rearrange { .. } | Op::Join { .. } | Op::Recall { .. } => Size::Known(0),
        // What is done to each number; the roots and quotients are fewer.
        Op::BatchNormalize { elements, .. } => Size::Known(3).times(elements),
        Op::Normalize { elements, statistic: Statistic::Moments, .. } => Size::Known(8).times(elements),
        Op::Normalize { elements, statistic: Statistic::MeanSquare | Statistic::Length, .. } => {
            Size::Known(4).times(elements)
        }
    }
}
