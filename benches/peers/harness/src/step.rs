//! Networks for libraries that have the channels of sequences and images before space, where the project has them last.

use crate::{Case, Layer, Outcome, Tensor};

/// What such a library computes, one after the other.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// The last axis of a sample becomes the first: it holds the channels. They stay there until all is flattened.
    ChannelsFirst,
    /// A convolution in steps of one, of sequences or of images.
    Conv {
        /// `[filters, channels, space..]`.
        kernel: Tensor,
        /// One for each filter.
        bias: Tensor,
        /// The zeros at each end of each axis of space.
        padding: usize,
    },
    /// The maxima of squares side by side, of an image.
    MaxPool {
        /// A square's side.
        size: usize,
    },
    /// The mean of each channel.
    GlobalAverage,
    /// One axis of all; after [`Step::ChannelsFirst`] channel by channel.
    Flatten,
    /// `x * kernel + bias`, on the last axis.
    Dense {
        /// `[inputs, units]`: its inputs stand as the step before gives them.
        kernel: Tensor,
        /// One for each unit.
        bias: Tensor,
    },
    /// The states of all steps of a sequence.
    Lstm(Recurrent),
    /// The states of all steps of a sequence; the reset gate comes after the product.
    Gru(Recurrent),
    /// `relu`, `tanh` or `softmax`, which is of the last axis.
    Activation(&'static str),
}

/// The weights of a recurrent layer.
#[derive(Clone, Debug, PartialEq)]
pub struct Recurrent {
    /// `[features, gates * units]`: the gates stand in Keras's order, which is input, forget, cell, output, or update,
    /// reset, candidate.
    pub kernel: Tensor,
    /// `[units, gates * units]`.
    pub recurrent_kernel: Tensor,
    /// `[gates * units]`; of a GRU `[2, gates * units]`, the second for the recurrent product.
    pub bias: Tensor,
}

impl Case {
    /// The network as steps; `None` if it has layers that no step does.
    ///
    /// # Errors
    ///
    /// If a layer of a kind that is known is of another form.
    pub fn steps(&self) -> Outcome<Option<Vec<Step>>> {
        steps(&self.input_shape()[1..], self.layers())
    }
}

/// The layers as steps, on samples of `shape`.
fn steps(shape: &[usize], layers: &[Layer]) -> Outcome<Option<Vec<Step>>> {
    let mut walk = Walk { steps: Vec::new(), channels_first: false, flattened: None };
    let mut shape = shape;
    for layer in layers {
        match layer.kind {
            "dense" => walk.dense(layer)?,
            "conv1d" | "conv2d" => walk.conv(layer, shape)?,
            "max_pool2d" => walk.max_pool(layer, shape),
            "global_avg_pool1d" | "global_avg_pool2d" => walk.global_average(),
            "flatten" => walk.flatten(shape),
            "lstm" => walk.recurrent(layer, Step::Lstm)?,
            "gru" => walk.recurrent(layer, Step::Gru)?,
            // The layer inside stands before it, and takes the steps as they are.
            "time_distributed" => {}
            _ => return Ok(None),
        }
        match layer.activation {
            // An LSTM's and a GRU's are parts of the step.
            _ if matches!(layer.kind, "lstm" | "gru") => {}
            "" | "linear" => {}
            activation @ ("relu" | "tanh") => walk.steps.push(Step::Activation(activation)),
            "softmax" if !walk.channels_first => walk.steps.push(Step::Activation("softmax")),
            _ => return Ok(None),
        }
        shape = layer.output_shape;
    }
    Ok(Some(walk.steps))
}

struct Walk {
    steps: Vec<Step>,
    /// Whether the values have the channels first.
    channels_first: bool,
    /// What was flattened with the channels first, in the project's order: the next kernel's inputs follow it.
    flattened: Option<Vec<usize>>,
}

impl Walk {
    fn put_channels_first(&mut self) {
        if !self.channels_first {
            self.steps.push(Step::ChannelsFirst);
            self.channels_first = true;
        }
    }

    fn dense(&mut self, layer: &Layer) -> Outcome<()> {
        let [kernel, bias] = layer.tensors()?.clone();
        self.expect_channels_last(layer)?;
        let kernel = match self.flattened.take() {
            None => kernel,
            Some(mut shape) => {
                // [inputs, units] as [space.., channels, units] as [channels, space.., units].
                let channels = shape.len() - 1;
                let inputs_and_units = kernel.shape.clone();
                shape.push(inputs_and_units[1]);
                let axes: Vec<_> = [channels].into_iter().chain(0..channels).chain([channels + 1]).collect();
                kernel.reshaped(shape).permuted(&axes).reshaped(inputs_and_units)
            }
        };
        self.steps.push(Step::Dense { kernel, bias });
        Ok(())
    }

    fn conv(&mut self, layer: &Layer, shape: &[usize]) -> Outcome<()> {
        let [kernel, bias] = layer.tensors()?;
        self.put_channels_first();
        let space = shape.len() - 1;
        let padding = |axis: usize| {
            let (size, lost) = (kernel.shape[axis], shape[axis].checked_sub(layer.output_shape[axis]));
            match lost {
                Some(0) if size % 2 == 1 => Some(size / 2),
                Some(lost) if lost + 1 == size => Some(0),
                _ => None,
            }
        };
        let first = padding(0);
        let Some(padding) = first.filter(|_| (1..space).all(|axis| padding(axis) == first)) else {
            return Err(format!("this `{}` has other steps or padding than the peer takes", layer.kind).into());
        };
        // [space.., channels, filters] as [filters, channels, space..].
        let axes: Vec<_> = [space + 1, space].into_iter().chain(0..space).collect();
        self.steps.push(Step::Conv { kernel: kernel.permuted(&axes), bias: bias.clone(), padding });
        Ok(())
    }

    /// Its size is what makes its output so much smaller. Were it another one, the outputs would differ, which is seen.
    fn max_pool(&mut self, layer: &Layer, shape: &[usize]) {
        self.put_channels_first();
        self.steps.push(Step::MaxPool { size: shape[0] / layer.output_shape[0] });
    }

    fn global_average(&mut self) {
        self.put_channels_first();
        self.steps.push(Step::GlobalAverage);
        self.channels_first = false;
    }

    fn flatten(&mut self, shape: &[usize]) {
        self.steps.push(Step::Flatten);
        self.flattened = self.channels_first.then(|| shape.to_vec());
        self.channels_first = false;
    }

    fn recurrent(&mut self, layer: &Layer, step: fn(Recurrent) -> Step) -> Outcome<()> {
        let [kernel, recurrent_kernel, bias] = layer.tensors()?.clone();
        self.expect_channels_last(layer)?;
        self.steps.push(step(Recurrent { kernel, recurrent_kernel, bias }));
        Ok(())
    }

    fn expect_channels_last(&self, layer: &Layer) -> Outcome<()> {
        if self.channels_first {
            return Err(format!("the peer takes no `{}` of what has channels and space", layer.kind).into());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tensor(shape: &[usize]) -> Tensor {
        let count: u16 = shape.iter().product::<usize>().try_into().expect("a small tensor");
        Tensor { shape: shape.to_vec(), values: (0..count).map(f32::from).collect() }
    }

    fn layer(kind: &'static str, output_shape: &'static [usize], tensors: &[&[usize]]) -> Layer {
        Layer { kind, activation: "", output_shape, tensors: tensors.iter().map(|shape| tensor(shape)).collect() }
    }

    #[test]
    fn channels_go_first_once_and_kernels_follow() {
        let layers = [
            layer("conv2d", &[4, 4, 2], &[&[3, 3, 1, 2], &[2]]),
            layer("max_pool2d", &[2, 2, 2], &[]),
            layer("flatten", &[8], &[]),
            layer("dense", &[1], &[&[8, 1], &[1]]),
            layer("dense", &[1], &[&[1, 1], &[1]]),
        ];
        let expected = [
            Step::ChannelsFirst,
            Step::Conv { kernel: tensor(&[3, 3, 1, 2]).permuted(&[3, 2, 0, 1]), bias: tensor(&[2]), padding: 1 },
            Step::MaxPool { size: 2 },
            Step::Flatten,
            Step::Dense {
                kernel: Tensor { shape: vec![8, 1], values: vec![0.0, 2.0, 4.0, 6.0, 1.0, 3.0, 5.0, 7.0] },
                bias: tensor(&[1]),
            },
            Step::Dense { kernel: tensor(&[1, 1]), bias: tensor(&[1]) },
        ];
        assert_eq!(steps(&[4, 4, 1], &layers).expect("steps").as_deref(), Some(&expected[..]));
    }

    #[test]
    fn what_no_step_does_is_not_done() {
        assert_eq!(steps(&[4], &[layer("embedding", &[4, 2], &[&[9, 2]])]).expect("no error"), None);
        // In steps of two.
        assert!(steps(&[8, 1], &[layer("conv1d", &[4, 2], &[&[3, 1, 2], &[2]])]).is_err());
    }
}
