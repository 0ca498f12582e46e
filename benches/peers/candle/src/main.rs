//! Candle.

mod network;

use std::process::ExitCode;

use candle_core::{Device, Module, Tensor};
use harness::{Case, Computes, Peer, Prepared};

fn main() -> ExitCode {
    harness::main(&Peer { name: "candle", file: "candle", computes: Computes::Network, prepare })
}

fn prepare(case: &Case) -> Prepared {
    let Some(steps) = case.steps()? else { return Ok(None) };
    let network = network::network(&steps)?;
    let shape = case.input_shape();
    Ok(Some(Box::new(move |input: &[f32], output: &mut [f32]| {
        let result = network.forward(&Tensor::from_slice(input, shape.as_slice(), &Device::Cpu)?)?;
        output.copy_from_slice(&result.flatten_all()?.to_vec1()?);
        Ok(())
    })))
}
