//! tract.

use std::process::ExitCode;

use harness::{Case, Computes, Peer, Prepared};
use tract_onnx::prelude::*;

fn main() -> ExitCode {
    harness::main(&Peer { name: "tract", file: "tract", computes: Computes::Network, prepare })
}

fn prepare(case: &Case) -> Prepared {
    let shape = case.input_shape();
    let model = tract_onnx::onnx()
        .model_for_path(case.network_file("onnx"))?
        .with_input_fact(0, f32::fact(&shape).into())?
        .into_optimized()?
        .into_runnable()?;
    // Its state holds the sequence so far.
    let anew = case.layers().iter().any(|layer| matches!(layer.kind, "lstm" | "gru"));
    let mut state = model.spawn()?;
    Ok(Some(Box::new(move |input: &[f32], output: &mut [f32]| {
        if anew {
            state = model.spawn()?;
        }
        let outputs = state.run(tvec![Tensor::from_shape(&shape, input)?.into()])?;
        output.copy_from_slice(outputs[0].try_as_plain_ram()?.as_slice()?);
        Ok(())
    })))
}
