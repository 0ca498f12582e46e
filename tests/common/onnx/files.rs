//! What `tests/onnx/check.py` reads: networks as ONNX files, and beside each a batch that it has computed.

use std::path::Path;

use nn_runtime::{Element, Network, Tensor};
use safetensors::tensor::TensorView;
use safetensors::{Dtype, serialize_to_file};

/// A batch of tensors, in `f64`.
pub(crate) struct Batch {
    pub(crate) shape: Vec<usize>,
    pub(crate) values: Vec<f64>,
}

impl Batch {
    fn new<A: Tensor>(samples: &[A], shape: &[usize]) -> Self {
        let values = samples.iter().flat_map(|sample| sample.flat().iter().map(|x| x.into_f64()));
        Self { shape: [&[samples.len()], shape].concat(), values: values.collect() }
    }
}

/// A network's file, what it is given, and what it gives.
pub(crate) struct Export {
    pub(crate) file: Vec<u8>,
    pub(crate) inputs: Batch,
    pub(crate) outputs: Batch,
}

/// Writes the network as `<name>.onnx`, and the batch beside it.
pub(crate) fn write<N: Network>(net: &N, name: &str, inputs: &[N::Input]) -> Export {
    let mut outputs = vec![N::Output::ZEROS; inputs.len()];
    net.forward_batch(inputs, &mut outputs);
    let output_shape = N::LAYERS.last().map_or(N::INPUT_SHAPE, |layer| layer.output_shape);
    let (inputs, outputs) = (Batch::new(inputs, N::INPUT_SHAPE), Batch::new(&outputs, output_shape));
    // This package is in `tests`, or is that folder.
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().find(|folder| folder.ends_with("tests"));
    let folder = tests.expect("the tests' folder").join("../target/tmp/onnx");
    std::fs::create_dir_all(&folder).unwrap();
    let file = net.to_onnx();
    std::fs::write(folder.join(format!("{name}.onnx")), &file).unwrap();
    let bytes = [&inputs, &outputs].map(|batch| batch.values.iter().flat_map(|x| x.to_le_bytes()).collect::<Vec<u8>>());
    let views = [&inputs, &outputs].into_iter().zip(&bytes);
    let views = views.map(|(batch, bytes)| TensorView::new(Dtype::F64, batch.shape.clone(), bytes).unwrap());
    let path = folder.join(format!("{name}.safetensors"));
    serialize_to_file(["input", "output"].into_iter().zip(views), None, &path).unwrap();
    Export { file, inputs, outputs }
}
