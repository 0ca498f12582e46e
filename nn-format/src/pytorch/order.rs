//! Where PyTorch has numbers in another order: it has channels first, and here they are last.

use super::Misfit;
use crate::{Layer, Size};

/// The layers of a network, and what the first takes.
#[derive(Clone, Copy, Debug)]
pub struct Chain<'n, D = usize> {
    /// The shape of its input.
    pub input_shape: &'n [D],
    /// The layers in order.
    pub layers: &'n [Layer<'n, D>],
}

/// What a layer does to the order of numbers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    /// It takes the channels of an image, or of steps: PyTorch has them first.
    Spatial,
    /// It makes new numbers of a vector.
    Dense,
    /// It takes steps, which both have first.
    Steps,
    /// Another shape of the same numbers.
    Shape,
    /// It moves the channels, as its writer does to have PyTorch's order or ours.
    Permute,
    /// Each number has its place still.
    Elementwise,
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
        let is_composed = |layer: &Layer<'_, D>| {
            !layer.branches.is_empty() && !["time_distributed", "bidirectional"].contains(&layer.kind)
        };
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

    fn role(&self, at: usize) -> Role {
        let layer = &self.layers[at];
        let is_image = self.input(at).len() > 1;
        let is_inside = |(after, layer): (usize, &Layer<'_, D>)| layer.branches.iter().sum::<usize>() > after;
        match layer.kind {
            _ if self.layers[at + 1..].iter().enumerate().any(is_inside) => Role::Steps,
            "dense" => Role::Dense,
            "lstm" | "gru" | "simple_rnn" | "embedding" | "repeat_vector" | "time_distributed" | "bidirectional" => {
                Role::Steps
            }
            "flatten" | "reshape" => Role::Shape,
            "permute" => Role::Permute,
            "batch_normalization" | "group_normalization" if is_image => Role::Spatial,
            kind if ["conv", "_pool", "padding", "cropping", "up_sampling", "spatial_dropout"]
                .iter()
                .any(|word| kind.contains(word)) =>
            {
                Role::Spatial
            }
            _ => Role::Elementwise,
        }
    }

    /// What becomes of an order in a layer.
    pub(super) fn through(&self, at: usize, state: State) -> Result<State, Misfit> {
        let (input, output) = (self.input(at), self.layers[at].output_shape);
        Ok(match self.role(at) {
            Role::Spatial => State { has_channels: output.len() > 1, channels: None },
            Role::Dense => self.wanted(at + 1),
            Role::Steps => State::default(),
            Role::Permute => State { has_channels: !state.has_channels, channels: None },
            Role::Elementwise => state,
            Role::Shape => match (input.len(), output.len()) {
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
            match (self.role(at), self.layers[at].output_shape.len()) {
                (Role::Elementwise | Role::Shape, 1) => {}
                (Role::Shape, _) if self.becomes_channels(at + 1) => {
                    return State::vector(at, self.layers[at].output_shape);
                }
                _ => break,
            }
        }
        State::default()
    }

    /// Whether the layers from here on take the last axis for channels.
    fn becomes_channels(&self, from: usize) -> bool {
        let mut roles = (from..self.layers.len()).map(|at| self.role(at));
        roles.find(|&role| role != Role::Elementwise) == Some(Role::Spatial)
    }
}

fn last<D: Size>(shape: &[D]) -> Option<usize> {
    shape.last().and_then(Size::known)
}
