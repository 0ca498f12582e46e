//! Networks as ONNX files: written for `tests/onnx/check.py` to give to onnxruntime, and run by another runtime here.

use std::any::TypeId;
use std::path::Path;

use nn_runtime::{Element, Network, Scalar, Tensor};
use rten::{Model, Value};
use safetensors::tensor::TensorView;
use safetensors::{Dtype, serialize_to_file};

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
];

/// A batch of tensors, in `f64`.
struct Batch {
    shape: Vec<usize>,
    values: Vec<f64>,
}

impl Batch {
    fn new<A: Tensor>(samples: &[A], shape: &[usize]) -> Self {
        let values = samples.iter().flat_map(|sample| sample.flat().iter().map(|x| x.widen()));
        Self { shape: [&[samples.len()], shape].concat(), values: values.collect() }
    }
}

/// Writes the network as `<name>.onnx`, and the batch beside it; and panics unless the other runtime computes the same.
pub(crate) fn check<N: Network>(net: &N, name: &str, inputs: &[N::Input]) {
    let mut outputs = vec![N::Output::ZEROS; inputs.len()];
    net.forward_batch(inputs, &mut outputs);
    let output_shape = N::LAYERS.last().map_or(N::INPUT_SHAPE, |layer| layer.output_shape);
    let (inputs, outputs) = (Batch::new(inputs, N::INPUT_SHAPE), Batch::new(&outputs, output_shape));
    let file = net.to_onnx();
    write(name, &file, &inputs, &outputs);

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

/// Writes what `check.py` reads.
fn write(name: &str, file: &[u8], inputs: &Batch, outputs: &Batch) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("onnx");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(format!("{name}.onnx")), file).unwrap();
    let bytes = [inputs, outputs].map(|batch| batch.values.iter().flat_map(|x| x.to_le_bytes()).collect::<Vec<u8>>());
    let views = [inputs, outputs].into_iter().zip(&bytes);
    let views = views.map(|(batch, bytes)| TensorView::new(Dtype::F64, batch.shape.clone(), bytes).unwrap());
    let path = folder.join(format!("{name}.safetensors"));
    serialize_to_file(["input", "output"].into_iter().zip(views), None, &path).unwrap();
}
