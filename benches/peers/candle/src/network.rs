//! A network of Candle's layers.

use std::collections::HashMap;

use candle_core::{DType, Device, Module, Result, Tensor};
use candle_nn::rnn::{GRU, GRUConfig, LSTM, LSTMConfig, RNN};
use candle_nn::{Conv1d, Conv1dConfig, Conv2d, Conv2dConfig, Linear, Sequential, VarBuilder, ops, seq};
use harness::{Outcome, Recurrent, Step};

const DEVICE: Device = Device::Cpu;

/// The steps as layers of Candle's, on samples with the batch first.
pub(crate) fn network(steps: &[Step]) -> Outcome<Sequential> {
    steps.iter().try_fold(seq(), |network, step| {
        Ok(match step {
            Step::ChannelsFirst => network.add_fn(channels_first),
            Step::Conv { kernel, bias, padding } => {
                let (weight, bias, padding) = (tensor(kernel)?, Some(tensor(bias)?), *padding);
                if weight.rank() == 3 {
                    network.add(Conv1d::new(weight, bias, Conv1dConfig { padding, ..Default::default() }))
                } else {
                    network.add(Conv2d::new(weight, bias, Conv2dConfig { padding, ..Default::default() }))
                }
            }
            &Step::MaxPool { size } => network.add_fn(move |x| x.max_pool2d(size)),
            Step::GlobalAverage => network.add_fn(|x| x.flatten_from(2)?.mean(2)),
            Step::Flatten => network.add_fn(|x| x.flatten_from(1)),
            // Its weight is [units, inputs], as it loads it from files.
            Step::Dense { kernel, bias } => network.add(Linear::new(transposed(kernel)?, Some(tensor(bias)?))),
            Step::Lstm(weights) => network.add(lstm(weights)?),
            Step::Gru(weights) => network.add(gru(weights)?),
            Step::Activation("relu") => network.add_fn(Tensor::relu),
            Step::Activation("tanh") => network.add_fn(Tensor::tanh),
            Step::Activation("softmax") => network.add_fn(ops::softmax_last_dim),
            Step::Activation(other) => return Err(format!("this peer has no activation `{other}`").into()),
        })
    })
}

fn channels_first(x: &Tensor) -> Result<Tensor> {
    let last = x.rank() - 1;
    x.permute([0, last].into_iter().chain(1..last).collect::<Vec<_>>())
}

/// The states of all steps of a sequence.
struct States<R>(R, usize);

impl<R: RNN> Module for States<R> {
    fn forward(&self, x: &Tensor) -> Result<Tensor> {
        let Self(layer, units) = self;
        let (samples, steps, _) = x.dims3()?;
        // One of them gives them side by side.
        layer.states_to_tensor(&layer.seq(x)?)?.reshape((samples, steps, *units))
    }
}

/// Its gates stand in Keras's order, and one bias is enough for it.
fn lstm(weights: &Recurrent) -> Outcome<States<LSTM>> {
    let Recurrent { kernel, recurrent_kernel, bias } = weights;
    let (features, units) = (kernel.shape[0], recurrent_kernel.shape[0]);
    let tensors = named([
        ("weight_ih_l0", transposed(kernel)?),
        ("weight_hh_l0", transposed(recurrent_kernel)?),
        ("bias_ih_l0", tensor(bias)?),
    ]);
    let config = LSTMConfig { b_hh_init: None, ..LSTMConfig::default() };
    Ok(States(LSTM::new(features, units, config, tensors)?, units))
}

/// Its gates are reset, update, candidate.
fn gru(weights: &Recurrent) -> Outcome<States<GRU>> {
    let Recurrent { kernel, recurrent_kernel, bias } = weights;
    let (features, units) = (kernel.shape[0], recurrent_kernel.shape[0]);
    let reset_first = |values: Tensor| -> Result<Tensor> {
        let gates = values.chunk(3, 0)?;
        Tensor::cat(&[&gates[1], &gates[0], &gates[2]], 0)
    };
    let biases = tensor(bias)?;
    let tensors = named([
        ("weight_ih_l0", reset_first(transposed(kernel)?)?),
        ("weight_hh_l0", reset_first(transposed(recurrent_kernel)?)?),
        ("bias_ih_l0", reset_first(biases.get(0)?)?),
        ("bias_hh_l0", reset_first(biases.get(1)?)?),
    ]);
    Ok(States(GRU::new(features, units, GRUConfig::default(), tensors)?, units))
}

fn named<const N: usize>(tensors: [(&str, Tensor); N]) -> VarBuilder<'static> {
    let tensors: HashMap<_, _> = tensors.into_iter().map(|(name, tensor)| (name.to_owned(), tensor)).collect();
    VarBuilder::from_tensors(tensors, DType::F32, &DEVICE)
}

fn tensor(tensor: &harness::Tensor) -> Result<Tensor> {
    Tensor::from_slice(&tensor.values, tensor.shape.as_slice(), &DEVICE)
}

fn transposed(matrix: &harness::Tensor) -> Result<Tensor> {
    tensor(&matrix.permuted(&[1, 0]))
}
