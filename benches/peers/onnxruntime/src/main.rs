//! ONNX Runtime, by `ort`.

use std::process::ExitCode;
use std::sync::OnceLock;

use harness::{Case, Computes, Outcome, Peer, Prepared};
use ort::environment::Environment;
use ort::memory::Allocator;
use ort::session::Session;
use ort::session::builder::GraphOptimizationLevel;
use ort::value::{Tensor, TensorRef};

fn main() -> ExitCode {
    harness::main(&Peer { name: "ONNX Runtime", file: "onnxruntime", computes: Computes::Network, prepare })
}

fn prepare(case: &Case) -> Prepared {
    let samples = i64::try_from(case.samples())?;
    let session = Session::builder(environment()?)?
        .with_intra_threads(1)?
        .with_optimization_level(GraphOptimizationLevel::All)?
        .with_dimension_override("samples", samples)?
        .commit_from_file(case.network_file("onnx"))?;
    if samples == 1 { bound(case, session) } else { run(case, session) }
}

/// Into tensors that are kept: half a microsecond less, but the input is copied.
fn bound(case: &Case, mut session: Session) -> Prepared {
    let mut input_tensor = Tensor::<f32>::new(&Allocator::default(), case.input_shape())?;
    let mut binding = session.create_binding()?;
    binding.bind_input("input", &input_tensor)?;
    binding.bind_output("output", Tensor::<f32>::new(&Allocator::default(), case.output_shape())?)?;
    Ok(Some(Box::new(move |input: &[f32], output: &mut [f32]| {
        input_tensor.try_extract_tensor_mut()?.1.copy_from_slice(input);
        let outputs = session.run_binding(&binding)?;
        output.copy_from_slice(outputs[0].try_extract_tensor()?.1);
        Ok(())
    })))
}

/// From the slice itself: better for many samples.
fn run(case: &Case, mut session: Session) -> Prepared {
    let shape = case.input_shape();
    Ok(Some(Box::new(move |input: &[f32], output: &mut [f32]| {
        let outputs = session.run([TensorRef::from_array_view((shape.as_slice(), input))?.into()])?;
        output.copy_from_slice(outputs[0].try_extract_tensor()?.1);
        Ok(())
    })))
}

/// The one that a process may have. It loads the library at `ORT_DYLIB_PATH`.
fn environment() -> Outcome<&'static Environment> {
    static ENVIRONMENT: OnceLock<Environment> = OnceLock::new();
    if let Some(environment) = ENVIRONMENT.get() {
        return Ok(environment);
    }
    let environment = ort::init().build()?;
    Ok(ENVIRONMENT.get_or_init(|| environment))
}
