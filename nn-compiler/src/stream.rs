//! The network step by step: the ops of one step of the input, with what is remembered of those before.
//!
//! The first axis of the input is time. Layers pass it on, each step for itself or with the past, until one takes the last
//! step alone; after that there is no time any more, and each step is computed as if it were the last. A layer that needs
//! the future, or all steps at once, forbids it. Branches must agree: all pass the steps on, or all give the last alone.

use std::ops::Range;

use crate::model::{Axis, Branch, Convolution, Form, Layer, Model, Op, Recurrent, SharedAxis};
use crate::shape::{Comparison, Shape, Size};

/// A network step by step.
pub(crate) struct Stream {
    /// The ops of one step; its layers are the network's.
    pub(crate) model: Model,
    /// How many numbers are remembered.
    pub(crate) state: Size,
}

/// What forbids it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Forbidden {
    /// The network's input, which has no axis of time.
    Input,
    /// The layer of that index.
    Layer(usize, Why),
}

/// Why a layer does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    /// It begins with the last step.
    Backwards,
    /// Each output needs inputs that are yet to come.
    Future,
    /// It takes all steps together.
    AllSteps,
    /// It takes several steps at a time.
    Strides,
    /// It goes through the sequence in both directions.
    BothWays,
}

/// Whether the network has a layer that remembers steps: one for which going step by step is meant.
pub(crate) fn remembers(model: &Model) -> bool {
    model.layers.iter().any(|layer| layer.ops.iter().any(|op| matches!(op, Op::Recurrent(_)) || is_causal(layer, op)))
}

/// Whether the op is a convolution of the past.
fn is_causal(layer: &Layer, op: &Op) -> bool {
    let Op::Convolve(convolution) = op else { return false };
    layer.ops.iter().any(|pad| matches!(pad, Op::Rearrange { axes, .. } if is_past(axes, convolution)))
}

/// Whether the axis of time has been given as many zeros before it as let each window end at its own step.
fn is_past(axes: &[Axis], convolution: &Convolution) -> bool {
    let window = &convolution.windows[2];
    let before = window.reach().minus(&Size::Known(1)).times(&convolution.channels);
    matches!(axes, [axis] if axis.before.compare(&before) == Comparison::Equal)
}

/// Whether the windows go along time alone, on an input of that shape.
fn is_of_steps(input: &Shape, convolution: &Convolution) -> bool {
    input.axes().len() == 2 && !convolution.is_transposed
}

/// The network step by step.
pub(crate) fn stream(model: &Model) -> Result<Stream, Forbidden> {
    let [_, features @ ..] = model.input.axes() else { return Err(Forbidden::Input) };
    // A step may be one index, but not one number.
    if features.is_empty() && !model.takes_indices {
        return Err(Forbidden::Input);
    }
    let mut stream = Stream { model: Model::new(Form::Expression), state: Size::Known(0) };
    stream.model.dtype = model.dtype;
    stream.model.takes_indices = model.takes_indices;
    stream.model.input = Shape::new(features.to_vec());
    stream.chain(model, 0..model.layers.len(), Some(model.input.clone()))?;
    Ok(stream)
}

/// Whether some branches of the layer begin with the last step, and others don't.
fn goes_both_ways(model: &Model, layer: &Layer) -> bool {
    let goes_back =
        |layer: &Layer| layer.ops.iter().any(|op| matches!(op, Op::Recurrent(recurrent) if recurrent.reverse));
    let mut branches = layer.branches.iter().map(|branch| model.layers[branch.layers.clone()].iter().any(goes_back));
    branches.clone().any(|back| back) && branches.any(|back| !back)
}

/// The shape of one step of a sequence.
fn step_of(sequence: &Shape) -> Shape {
    Shape::new(sequence.axes()[1..].to_vec())
}

impl Stream {
    /// Layers in a row, which are given the sequence of that shape, or what is no sequence any more; returns the like.
    fn chain(
        &mut self,
        model: &Model,
        layers: Range<usize>,
        mut sequence: Option<Shape>,
    ) -> Result<Option<Shape>, Forbidden> {
        for index in model.outermost(layers) {
            let layer = &model.layers[index];
            let mut branches = layer.branches.clone();
            let (ops, ended) = match &sequence {
                Some(_) if !branches.is_empty() => self.composite(model, index, &mut branches, sequence.as_ref())?,
                Some(shape) => self.layer(layer, shape).map_err(|why| Forbidden::Layer(index, why))?,
                None => {
                    for branch in &branches {
                        self.chain(model, branch.layers.clone(), None)?;
                    }
                    (layer.ops.clone(), true)
                }
            };
            self.model.layers.push(Layer {
                name: layer.name.clone(),
                docs: Vec::new(),
                kind: layer.kind,
                text: layer.text.clone(),
                extent: layer.extent,
                output: if ended { layer.output.clone() } else { step_of(&layer.output) },
                activation: layer.activation.clone(),
                parameters: None,
                ops,
                branches,
            });
            sequence = (!ended).then(|| layer.output.clone());
        }
        Ok(sequence)
    }

    /// The ops of one step of a layer that is made of layers, and whether it gives the last step alone: what its branches
    /// do, all of them alike.
    fn composite(
        &mut self,
        model: &Model,
        index: usize,
        branches: &mut [Branch],
        sequence: Option<&Shape>,
    ) -> Result<(Vec<Op>, bool), Forbidden> {
        let layer = &model.layers[index];
        if goes_both_ways(model, layer) {
            return Err(Forbidden::Layer(index, Why::BothWays));
        }
        if let [Branch { steps, layers }] = branches {
            // Each step by itself, and here is only one.
            self.chain(model, layers.clone(), None)?;
            *steps = None;
            return Ok((layer.ops.clone(), false));
        }
        let mut ended = Vec::new();
        for branch in branches {
            ended.push(self.chain(model, branch.layers.clone(), sequence.cloned())?.is_none());
        }
        if ended.iter().all(|ended| *ended) {
            return Ok((layer.ops.clone(), true));
        }
        if ended.contains(&true) {
            return Err(Forbidden::Layer(index, Why::AllSteps));
        }
        let (step, numbers) = (step_of(&layer.output), step_of(&layer.output).elements());
        let mut ops = Vec::new();
        for op in &layer.ops {
            ops.push(match op {
                Op::Merge { how, .. } => Op::Merge { elements: numbers.clone(), how: *how },
                // Its steps are lines of their own, unless they are what is joined.
                Op::Join { at, width, total, .. } if layer.output.axes().len() > 1 => {
                    let lines = step.axes()[..step.axes().len() - 1].iter();
                    let lines = lines.fold(Size::Known(1), |lines, axis| lines.times(axis));
                    let (at, width, total) = (at.clone(), width.clone(), total.clone());
                    Op::Join { outputs: numbers.clone(), lines, at, width, total }
                }
                _ => return Err(Forbidden::Layer(index, Why::AllSteps)),
            });
        }
        Ok((ops, false))
    }

    /// The ops of one step of a layer that is given a sequence of that shape, and whether it gives the last step alone.
    fn layer(&mut self, layer: &Layer, input: &Shape) -> Result<(Vec<Op>, bool), Why> {
        let mut ops = Vec::new();
        let mut rest = layer.ops.iter();
        // How many numbers a step has, on the way through the layer.
        let mut elements = Shape::new(input.axes()[1..].to_vec()).elements();
        while let Some(op) = rest.next() {
            let op = match op {
                Op::Recurrent(recurrent) if recurrent.reverse => return Err(Why::Backwards),
                Op::Recurrent(recurrent) => {
                    let ended = !recurrent.sequences;
                    ops.push(self.recurrent(recurrent));
                    if ended {
                        ops.extend(rest.cloned());
                        return Ok((ops, true));
                    }
                    elements = recurrent.units.clone();
                    continue;
                }
                Op::Rearrange { axes, .. } => match rest.next() {
                    Some(Op::Convolve(convolution)) if is_of_steps(input, convolution) => {
                        if !is_past(axes, convolution) {
                            return Err(Why::Future);
                        }
                        self.convolution(convolution, &mut ops)?
                    }
                    _ => return Err(Why::AllSteps),
                },
                Op::Convolve(convolution) if !is_of_steps(input, convolution) => return Err(Why::AllSteps),
                Op::Convolve(convolution) if convolution.windows[2].kernel.known() != Some(1) => {
                    return Err(Why::Future);
                }
                Op::Convolve(convolution) => self.convolution(convolution, &mut ops)?,
                Op::Normalize { sample, channels, .. } if sample.compare(channels) != Comparison::Equal => {
                    return Err(Why::AllSteps);
                }
                // Along the axis of time, with the others.
                Op::Normalize { channels: row, .. } | Op::Activate { row, .. }
                    if row.compare(&input.last()) != Comparison::Equal =>
                {
                    return Err(Why::AllSteps);
                }
                Op::Prelu { axes, .. } => match axes.as_slice() {
                    // The steps share their slopes.
                    [all] if all.is_shared => {
                        let size = elements.clone();
                        Op::Prelu { elements: size.clone(), axes: vec![SharedAxis { size, is_shared: true }] }
                    }
                    [steps, own] if steps.is_shared && own.size.compare(&elements) == Comparison::Equal => {
                        Op::Prelu { elements: elements.clone(), axes: vec![own.clone()] }
                    }
                    _ => return Err(Why::AllSteps),
                },
                Op::Activate { .. }
                | Op::Rescale { .. }
                | Op::Standardize { .. }
                | Op::BatchNormalize { .. }
                | Op::Normalize { .. } => op.of_elements(&elements),
                Op::Embed { dim, .. } => {
                    Op::Embed { outputs: elements.times(dim), indices: elements.clone(), dim: dim.clone() }
                }
                Op::Dense { .. }
                | Op::Interpolate { .. }
                | Op::Pool { .. }
                | Op::Recall { .. }
                | Op::Merge { .. }
                | Op::Join { .. } => return Err(Why::AllSteps),
            };
            elements = op.output().clone();
            ops.push(op);
        }
        // Without an op, the same numbers have another shape; the steps must still be its first axis.
        let is_same = |(a, b): (&Size, &Size)| a.compare(b) == Comparison::Equal;
        let keeps_steps = !layer.ops.is_empty() || input.axes().iter().zip(layer.output.axes()).take(1).all(is_same);
        if layer.output.axes().len() < 2 || !keeps_steps { Err(Why::AllSteps) } else { Ok((ops, false)) }
    }

    /// Takes room for so many numbers that are remembered; returns where they begin.
    fn remember(&mut self, numbers: &Size) -> Size {
        let at = self.state.clone();
        self.state = self.state.plus(numbers);
        at
    }

    fn recurrent(&mut self, recurrent: &Recurrent) -> Op {
        let state = Some(self.remember(&recurrent.remembered()));
        let (steps, outputs) = (Size::Known(1), recurrent.units.clone());
        Op::Recurrent(Recurrent { steps, outputs, state, ..recurrent.clone() })
    }

    /// A convolution of the past: one window, of the inputs that it sees.
    fn convolution(&mut self, convolution: &Convolution, ops: &mut Vec<Op>) -> Result<Op, Why> {
        let [a, b, window] = &convolution.windows;
        if window.stride.known() != Some(1) {
            return Err(Why::Strides);
        }
        let (taps, channels, one) = (&window.kernel, &convolution.channels, Size::Known(1));
        if taps.known() != Some(1) {
            let state = self.remember(&window.reach().times(channels));
            ops.push(Op::Recall {
                taps: taps.clone(),
                dilation: window.dilation.clone(),
                channels: channels.clone(),
                outputs: taps.times(channels),
                state,
            });
        }
        let mut window = window.clone();
        (window.input, window.output, window.dilation) = (taps.clone(), one.clone(), one);
        Ok(Op::Convolve(Convolution {
            windows: [a.clone(), b.clone(), window],
            outputs: convolution.filters.clone(),
            ..convolution.clone()
        }))
    }
}
