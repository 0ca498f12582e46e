//! Candle.

use std::process::ExitCode;

use candle_core::{Device, Module, Tensor};
use candle_nn::{Linear, Sequential, ops, seq};
use harness::{Case, Computes, Outcome, Peer, Prepared};

fn main() -> ExitCode {
    harness::main(&Peer { name: "candle", file: "candle", computes: Computes::Network, prepare })
}

fn prepare(case: &Case) -> Prepared {
    let network = network(case)?;
    let shape = case.input_shape();
    Ok(Some(Box::new(move |input: &[f32], output: &mut [f32]| {
        let result = network.forward(&Tensor::from_slice(input, shape.as_slice(), &Device::Cpu)?)?;
        output.copy_from_slice(&result.flatten_all()?.to_vec1()?);
        Ok(())
    })))
}

fn network(case: &Case) -> Outcome<Sequential> {
    let mut network = seq();
    for layer in case.layers() {
        let (kernel, bias) = layer.dense()?;
        // Its weight is [units, inputs], as it loads it from files.
        let weight = Tensor::from_slice(&kernel.values, kernel.shape, &Device::Cpu)?.t()?.contiguous()?;
        let bias = Tensor::from_slice(&bias.values, bias.shape, &Device::Cpu)?;
        network = network.add(Linear::new(weight, Some(bias)));
        network = match layer.activation {
            "" | "linear" => network,
            "relu" => network.add_fn(Tensor::relu),
            "tanh" => network.add_fn(Tensor::tanh),
            "softmax" => network.add_fn(ops::softmax_last_dim),
            other => return Err(format!("this peer has no activation `{other}`").into()),
        };
    }
    Ok(network)
}
