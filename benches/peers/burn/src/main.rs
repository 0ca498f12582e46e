//! Burn with its flex backend.

mod network;

use std::process::ExitCode;

use burn::tensor::{Device, TensorData};
use harness::{Case, Computes, Peer, Prepared};

use crate::network::Value;

fn main() -> ExitCode {
    harness::main(&Peer { name: "burn flex", file: "burn", computes: Computes::Network, prepare })
}

fn prepare(case: &Case) -> Prepared {
    let device = Device::flex();
    let Some(steps) = case.steps()? else { return Ok(None) };
    let layers = network::network(&steps, &device)?;
    let shape = case.input_shape();
    Ok(Some(Box::new(move |input: &[f32], output: &mut [f32]| {
        let input = Value::new(TensorData::new(input.to_vec(), shape.clone()), &device)?;
        let result = layers.iter().try_fold(input, |x, layer| layer.forward(x))?;
        output.copy_from_slice(result.into_data().as_slice().map_err(|error| format!("{error:?}"))?);
        Ok(())
    })))
}
