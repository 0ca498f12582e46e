//! LiteRT, which was TensorFlow Lite, with its XNNPACK delegate.

use std::process::ExitCode;

use harness::{Case, Computes, Peer, Prepared};
use litert::{CompilationOptions, CompiledModel, Environment, Model, TensorBuffer};

fn main() -> ExitCode {
    harness::main(&Peer { name: "LiteRT", file: "litert", computes: Computes::Network, prepare })
}

fn prepare(case: &Case) -> Prepared {
    // For these models.py writes no file.
    if case.layers().iter().any(|layer| matches!(layer.kind, "lstm" | "gru")) {
        return Ok(None);
    }
    let environment = Environment::new()?;
    let model = Model::from_file(case.row_file("tflite"))?;
    let signature = model.signature(0)?;
    let mut inputs = [TensorBuffer::managed_host(&environment, &signature.input_shape(0)?)?];
    let mut outputs = [TensorBuffer::managed_host(&environment, &signature.output_shape(0)?)?];
    let compiled = CompiledModel::new(environment, model, &CompilationOptions::new()?)?;
    Ok(Some(Box::new(move |input: &[f32], output: &mut [f32]| {
        inputs[0].lock_for_write()?.copy_from_slice(input);
        compiled.run(&mut inputs, &mut outputs)?;
        output.copy_from_slice(&outputs[0].lock_for_read()?);
        Ok(())
    })))
}
