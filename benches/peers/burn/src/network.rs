//! A network of Burn's operations and layers.

use burn::module::Param;
use burn::nn::{GateController, Gru, GruConfig, Linear, Lstm, LstmConfig};
use burn::tensor::module::{conv1d, conv2d, linear, max_pool2d};
use burn::tensor::ops::{ConvOptions, MaxPoolOptions};
use burn::tensor::{Device, Tensor, TensorData, activation};
use harness::{Outcome, Recurrent, Step};

/// What is between two layers, with the batch first.
pub(crate) enum Value {
    Vectors(Tensor<2>),
    Sequences(Tensor<3>),
    Images(Tensor<4>),
}

impl Value {
    pub(crate) fn new(data: TensorData, device: &Device) -> Outcome<Self> {
        Ok(match data.shape().len() {
            2 => Self::Vectors(Tensor::from_data(data, device)),
            3 => Self::Sequences(Tensor::from_data(data, device)),
            4 => Self::Images(Tensor::from_data(data, device)),
            rank => return Err(format!("this peer takes no inputs with {rank} axes").into()),
        })
    }

    pub(crate) fn into_data(self) -> TensorData {
        match self {
            Self::Vectors(x) => x.into_data(),
            Self::Sequences(x) => x.into_data(),
            Self::Images(x) => x.into_data(),
        }
    }
}

pub(crate) enum Layer {
    ChannelsFirst,
    Conv1d(Tensor<3>, Tensor<1>, ConvOptions<1>),
    Conv2d(Tensor<4>, Tensor<1>, ConvOptions<2>),
    MaxPool(MaxPoolOptions<2>),
    GlobalAverage,
    Flatten,
    Dense(Tensor<2>, Tensor<1>),
    Lstm(Box<Lstm>),
    Gru(Box<Gru>),
    Activation(Activation),
}

#[derive(Clone, Copy)]
pub(crate) enum Activation {
    Relu,
    Tanh,
    Softmax,
}

impl Activation {
    fn apply<const D: usize>(self, x: Tensor<D>) -> Tensor<D> {
        match self {
            Self::Relu => activation::relu(x),
            Self::Tanh => activation::tanh(x),
            Self::Softmax => activation::softmax(x, D - 1),
        }
    }
}

impl Layer {
    pub(crate) fn forward(&self, x: Value) -> Outcome<Value> {
        use Value::{Images, Sequences, Vectors};
        Ok(match (self, x) {
            (Self::ChannelsFirst, Sequences(x)) => Sequences(x.swap_dims(1, 2)),
            (Self::ChannelsFirst, Images(x)) => Images(x.permute([0, 3, 1, 2])),
            (Self::Conv1d(kernel, bias, options), Sequences(x)) => {
                Sequences(conv1d(x, kernel.clone(), Some(bias.clone()), options.clone()))
            }
            (Self::Conv2d(kernel, bias, options), Images(x)) => {
                Images(conv2d(x, kernel.clone(), Some(bias.clone()), options.clone()))
            }
            (Self::MaxPool(options), Images(x)) => Images(max_pool2d(x, options.clone())),
            (Self::GlobalAverage, Sequences(x)) => Vectors(x.mean_dim(2).squeeze_dim(2)),
            (Self::GlobalAverage, Images(x)) => Vectors(x.flatten::<3>(2, 3).mean_dim(2).squeeze_dim(2)),
            (Self::Flatten, x @ Vectors(_)) => x,
            (Self::Flatten, Sequences(x)) => Vectors(x.flatten(1, 2)),
            (Self::Flatten, Images(x)) => Vectors(x.flatten(1, 3)),
            (Self::Dense(kernel, bias), Vectors(x)) => Vectors(linear(x, kernel.clone(), Some(bias.clone()))),
            (Self::Dense(kernel, bias), Sequences(x)) => Sequences(linear(x, kernel.clone(), Some(bias.clone()))),
            (Self::Lstm(layer), Sequences(x)) => Sequences(layer.forward(x, None).0),
            (Self::Gru(layer), Sequences(x)) => Sequences(layer.forward(x, None)),
            (Self::Activation(activation), Vectors(x)) => Vectors(activation.apply(x)),
            (Self::Activation(activation), Sequences(x)) => Sequences(activation.apply(x)),
            (Self::Activation(activation), Images(x)) => Images(activation.apply(x)),
            _ => return Err("this peer has no such layer for values with so many axes".into()),
        })
    }
}

/// The steps as layers.
pub(crate) fn network(steps: &[Step], device: &Device) -> Outcome<Vec<Layer>> {
    let layer = |step: &Step| {
        Ok(match step {
            Step::ChannelsFirst => Layer::ChannelsFirst,
            Step::Conv { kernel, bias, padding } if kernel.shape.len() == 3 => {
                let options = ConvOptions::new([1], [*padding], [1], 1);
                Layer::Conv1d(tensor(kernel, device), tensor(bias, device), options)
            }
            Step::Conv { kernel, bias, padding } => {
                let options = ConvOptions::new([1; 2], [*padding; 2], [1; 2], 1);
                Layer::Conv2d(tensor(kernel, device), tensor(bias, device), options)
            }
            Step::MaxPool { size } => Layer::MaxPool(MaxPoolOptions::new([*size; 2])),
            Step::GlobalAverage => Layer::GlobalAverage,
            Step::Flatten => Layer::Flatten,
            Step::Dense { kernel, bias } => Layer::Dense(tensor(kernel, device), tensor(bias, device)),
            Step::Lstm(weights) => Layer::Lstm(Box::new(lstm(weights, device))),
            Step::Gru(weights) => Layer::Gru(Box::new(gru(weights, device))),
            Step::Activation("relu") => Layer::Activation(Activation::Relu),
            Step::Activation("tanh") => Layer::Activation(Activation::Tanh),
            Step::Activation("softmax") => Layer::Activation(Activation::Softmax),
            Step::Activation(other) => return Err(format!("this peer has no activation `{other}`").into()),
        })
    };
    steps.iter().map(layer).collect()
}

fn tensor<const D: usize>(tensor: &harness::Tensor, device: &Device) -> Tensor<D> {
    Tensor::from_data(TensorData::new(tensor.values.clone(), tensor.shape.clone()), device)
}

fn lstm(weights: &Recurrent, device: &Device) -> Lstm {
    let Recurrent { kernel, recurrent_kernel, bias } = weights;
    let bias: Tensor<1> = tensor(bias, device);
    // One bias is enough for it.
    let [input, forget, cell, output] = gates(weights, device, [Some(bias), None]);
    let config = LstmConfig::new(kernel.shape[0], recurrent_kernel.shape[0], true);
    Lstm { input_gate: input, forget_gate: Some(forget), cell_gate: cell, output_gate: output, ..config.init(device) }
}

fn gru(weights: &Recurrent, device: &Device) -> Gru {
    let Recurrent { kernel, recurrent_kernel, bias } = weights;
    let biases: Tensor<2> = tensor(bias, device);
    let both = [0, 1].map(|row| Some(biases.clone().slice_dim(0, row..row + 1).squeeze_dim(0)));
    let [update, reset, candidate] = gates(weights, device, both);
    let config = GruConfig::new(kernel.shape[0], recurrent_kernel.shape[0], true);
    Gru { update_gate: update, reset_gate: reset, new_gate: candidate, ..config.init(device) }
}

/// The weights gate by gate, with the biases of the inputs and of the state.
fn gates<const N: usize>(weights: &Recurrent, device: &Device, biases: [Option<Tensor<1>>; 2]) -> [GateController; N] {
    let kernel: Tensor<2> = tensor(&weights.kernel, device);
    let recurrent_kernel: Tensor<2> = tensor(&weights.recurrent_kernel, device);
    let units = weights.recurrent_kernel.shape[0];
    let [input_bias, state_bias] = biases;
    std::array::from_fn(|gate| {
        let columns = gate * units..(gate + 1) * units;
        let transform = |kernel: &Tensor<2>, bias: &Option<Tensor<1>>| Linear {
            weight: Param::from_data(kernel.clone().slice_dim(1, columns.clone()).into_data(), device),
            bias: bias
                .as_ref()
                .map(|bias| Param::from_data(bias.clone().slice_dim(0, columns.clone()).into_data(), device)),
        };
        GateController {
            input_transform: transform(&kernel, &input_bias),
            hidden_transform: transform(&recurrent_kernel, &state_bias),
        }
    })
}
