//! Where PyTorch has numbers in another order: it has channels first, and here they are last.

use super::Misfit;
use crate::{Layer, Size};

/// The layers of a network, and what the first takes.
#[derive(Debug)]
pub struct Chain<'n, D = usize> {
    /// The shape of its input.
    pub input_shape: &'n [D],
    /// The layers in order.
    pub layers: &'n [Layer<'n, D>],
}

// Whatever sizes are: derives would ask that they can be copied.
impl<D> Clone for Chain<'_, D> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<D> Copy for Chain<'_, D> {}

/// What a kind of layer takes the axes of its input for. Frameworks differ in their order: PyTorch has the channels of an
/// image before the places of space, and here they are last.
///
/// ```
/// // Networks of Keras's layers and of PyTorch's have the same order until one of them takes channels.
/// assert_ne!(nn_format::Layout::Elementwise, nn_format::Layout::Spatial);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// The last axis is the channels of an image, or of steps: PyTorch has them first.
    Spatial,
    /// The same, and each channel has filters of its own.
    Depthwise,
    /// The same, and then filters of one place over all channels, which are a module by themselves in PyTorch.
    Separable,
    /// As `Spatial`, but of a vector each number for itself.
    Channels,
    /// It makes new numbers of a vector.
    Dense,
    /// The first axis is steps, which both have first.
    Steps,
    /// Another shape of the same numbers.
    Reshape,
    /// It moves the channels, as its writer does to have PyTorch's order or ours.
    Permute,
    /// Each number has its place still.
    Elementwise,
    /// It is made of layers in branches, as nothing in an `nn.Sequential` is.
    Branches,
}

/// How a tensor's numbers lie in PyTorch.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct State {
    /// Whether its last axis, the channels, is PyTorch's first.
    pub(super) has_channels: bool,
    /// A vector that was or becomes a tensor with so many channels, by the layer in this place.
    channels: Option<(usize, Option<usize>)>,
}

impl State {
    /// A vector that the layer in this place makes of a tensor with these channels, or the other way.
    fn vector<D: Size>(layer: usize, shape: &[D]) -> Self {
        let channels = last(shape);
        // One channel has the same order first and last.
        Self { has_channels: false, channels: (channels != Some(1)).then_some((layer, channels)) }
    }

    /// How many channels a vector has that PyTorch has in another order.
    pub(super) fn order(self) -> Result<Option<usize>, Misfit> {
        match self.channels {
            None => Ok(None),
            Some((_, Some(channels))) => Ok(Some(channels)),
            Some((layer, None)) => Err(Misfit::Unknown { layer }),
        }
    }
}

impl<D: Size> Chain<'_, D> {
    /// Whether all layers are such as `nn.Sequential` may have, and keep to an order that can be told.
    pub(super) fn check(&self) -> Result<(), Misfit> {
        let is_composed = |layer: &Layer<'_, D>| layer.layout == Layout::Branches;
        if let Some(layer) = self.layers.iter().position(is_composed) {
            return Err(Misfit::Composed { layer });
        }
        (0..self.layers.len()).try_fold(self.begin(), |state, at| self.through(at, state)).map(drop)
    }

    /// The order of the network's input.
    pub(super) fn begin(&self) -> State {
        State { has_channels: self.input_shape.len() > 1 && self.becomes_channels(0), channels: None }
    }

    /// What the layer in this place takes.
    pub(super) fn input(&self, layer: usize) -> &[D] {
        layer.checked_sub(1).map_or(self.input_shape, |before| self.layers[before].output_shape)
    }

    /// What the layer in this place takes the axes for: one within another takes those of a step.
    fn layout(&self, at: usize) -> Layout {
        let is_inside = |(after, layer): (usize, &Layer<'_, D>)| layer.branches.iter().sum::<usize>() > after;
        match self.layers[at].layout {
            _ if self.layers[at + 1..].iter().enumerate().any(is_inside) => Layout::Steps,
            Layout::Channels if self.input(at).len() > 1 => Layout::Spatial,
            Layout::Channels => Layout::Elementwise,
            Layout::Depthwise | Layout::Separable => Layout::Spatial,
            layout => layout,
        }
    }

    /// What becomes of an order in a layer.
    pub(super) fn through(&self, at: usize, state: State) -> Result<State, Misfit> {
        let (input, output) = (self.input(at), self.layers[at].output_shape);
        Ok(match self.layout(at) {
            Layout::Spatial | Layout::Depthwise | Layout::Separable => {
                State { has_channels: output.len() > 1, channels: None }
            }
            Layout::Dense => self.wanted(at + 1),
            Layout::Steps => State::default(),
            Layout::Permute => State { has_channels: !state.has_channels, channels: None },
            Layout::Elementwise | Layout::Channels | Layout::Branches => state,
            Layout::Reshape => match (input.len(), output.len()) {
                (1, 1) => state,
                (1, _) => {
                    let becomes_channels = self.becomes_channels(at + 1);
                    let wanted = if becomes_channels { State::vector(at, output) } else { State::default() };
                    let order = |state: State| state.channels.map(|(_, channels)| channels);
                    if order(wanted) != order(state) {
                        return Err(Misfit::Channels { layer: at });
                    }
                    State { has_channels: becomes_channels, channels: None }
                }
                (_, 1) if state.has_channels => State::vector(at, input),
                (_, 1) => State::default(),
                _ if state.has_channels && last(input) != last(output) => {
                    return Err(Misfit::Channels { layer: at });
                }
                _ => state,
            },
        })
    }

    /// The order in which the layers from here on take a vector.
    pub(super) fn wanted(&self, from: usize) -> State {
        for at in from..self.layers.len() {
            match (self.layout(at), self.layers[at].output_shape.len()) {
                (Layout::Elementwise | Layout::Reshape, 1) => {}
                (Layout::Reshape, _) if self.becomes_channels(at + 1) => {
                    return State::vector(at, self.layers[at].output_shape);
                }
                _ => break,
            }
        }
        State::default()
    }

    /// Whether the layers from here on take the last axis for channels.
    fn becomes_channels(&self, from: usize) -> bool {
        let mut layouts = (from..self.layers.len()).map(|at| self.layout(at));
        layouts.find(|&layout| layout != Layout::Elementwise) == Some(Layout::Spatial)
    }
}

fn last<D: Size>(shape: &[D]) -> Option<usize> {
    shape.last().and_then(Size::known)
}
