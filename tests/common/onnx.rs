//! Networks as ONNX files: written for `tests/onnx/check.py` to give to onnxruntime, and run by another runtime here.

use std::path::Path;

use nn_runtime::{Network, Scalar, Tensor};
use rten::{Model, Value};
use safetensors::tensor::TensorView;
use safetensors::{Dtype, serialize_to_file};

/// What that runtime lacks: these operators, and volumes.
const ABSENT: &[&str] = &["Celu operator", "Selu operator", "Shrink operator", "input must have 4 dims"];

/// Writes the network as `<name>.onnx`, and the batch beside it; and panics unless the other runtime computes the same.
pub(crate) fn check<N: Network>(net: &N, name: &str, inputs: &[N::Input]) {
    let mut outputs = vec![N::Output::ZEROS; inputs.len()];
    net.forward_batch(inputs, &mut outputs);
    let file = net.to_onnx();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("onnx");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(format!("{name}.onnx")), &file).unwrap();
    let output_shape = N::LAYERS.last().map_or(N::INPUT_SHAPE, |layer| layer.output_shape);
    let [inputs, outputs] = [(N::INPUT_SHAPE, all(inputs)), (output_shape, all(&outputs))].map(|(shape, values)| {
        let shape: Vec<usize> = [inputs.len()].iter().chain(shape).copied().collect();
        (shape, values)
    });
    let bytes = [&inputs, &outputs].map(|(_, values)| values.iter().flat_map(|x| x.to_le_bytes()).collect::<Vec<u8>>());
    let tensors = ["input", "output"].into_iter().zip([&inputs, &outputs].into_iter().zip(&bytes));
    let tensors =
        tensors.map(|(name, ((shape, _), bytes))| (name, TensorView::new(Dtype::F64, shape.clone(), bytes).unwrap()));
    serialize_to_file(tensors, None, &folder.join(format!("{name}.safetensors"))).unwrap();

    let refused = |error: String| {
        assert!(ABSENT.iter().any(|absent| error.contains(absent)), "{name}: {error}");
    };
    let model = match Model::load(file) {
        Ok(model) => model,
        Err(error) => return refused(error.to_string()),
    };
    if <N::Scalar as Scalar>::NAME != "f32" {
        return;
    }
    #[expect(clippy::cast_possible_truncation, reason = "it computes in `f32`")]
    let values: Vec<f32> = inputs.1.iter().map(|&x| x as f32).collect();
    let output = match model.run_one(Value::from_shape(&inputs.0, values).unwrap().into(), None) {
        Ok(output) => output,
        Err(error) => return refused(error.to_string()),
    };
    let found = output.into_tensor::<f32>().unwrap().into_data();
    let near = |(&y, e): (&f32, &f64)| (f64::from(y) - e).abs() <= 1e-5 + 1e-5 * e.abs();
    let is_same = found.len() == outputs.1.len() && found.iter().zip(&outputs.1).all(near);
    assert!(is_same, "{name} as ONNX gives {found:?}, and not {:?}", outputs.1);
}

fn all<A: Tensor>(samples: &[A]) -> Vec<f64> {
    samples.iter().flat_map(|sample| sample.flat().iter().map(|x| x.widen())).collect()
}
