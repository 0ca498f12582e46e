//! Networks as ONNX files: written for `tests/onnx/check.py` to give to onnxruntime, and run by another runtime here.

mod files;

use std::any::TypeId;

use nn_runtime::{Network, Scalar, Tensor};
use rten::{Model, Value};

use self::files::Export;

/// What that runtime lacks, as it says: some operators, volumes, and a way of a GRU.
const ABSENT: &[&str] = &[
    "Celu operator not supported",
    "RNN operator not supported",
    "Scan operator not supported",
    "Selu operator not supported",
    "Shrink operator not supported",
    "input must have 4 dims",
    "Only inputs with 1 or 2 spatial dims are supported",
    "`linear_before_reset=0` is not supported",
    "error in attribute \"activations\": unsupported value",
];

/// Writes the network as `<name>.onnx`, and the batch beside it; and panics unless the other runtime computes the same.
pub(crate) fn check<N: Network>(net: &N, name: &str, inputs: &[N::Input]) {
    let Export { file, inputs, outputs } = files::write(net, name, inputs);
    let refused = |error: String| {
        assert!(ABSENT.iter().any(|absent| error.contains(absent)), "{name}: {error}");
    };
    let model = match Model::load(file) {
        Ok(model) => model,
        Err(error) => return refused(error.to_string()),
    };
    if <N::Scalar as Scalar>::NAME != "f32" {
        // It has no other numbers.
        return;
    }
    let takes_indices = TypeId::of::<<N::Input as Tensor>::Scalar>() == TypeId::of::<u32>();
    #[expect(clippy::cast_possible_truncation, reason = "the numbers are of these types")]
    let input = if takes_indices {
        Value::from_shape(&inputs.shape, inputs.values.iter().map(|&x| x as i32).collect::<Vec<_>>()).unwrap()
    } else {
        Value::from_shape(&inputs.shape, inputs.values.iter().map(|&x| x as f32).collect::<Vec<_>>()).unwrap()
    };
    let found = match model.run_one(input.into(), None) {
        Ok(output) => output.into_tensor::<f32>().unwrap().into_data(),
        Err(error) => return refused(error.to_string()),
    };
    let near = |(&y, e): (&f32, &f64)| (f64::from(y) - e).abs() <= 1e-5 + 1e-5 * e.abs();
    let is_same = found.len() == outputs.values.len() && found.iter().zip(&outputs.values).all(near);
    assert!(is_same, "{name} as ONNX gives {found:?}, and not {:?}", outputs.values);
}
