//! A model of Keras's is compiled from its file and from its text, and both give what Keras gives.

use nn_runtime::simd::levels;
use nn_runtime::{Element, Network, Tensor};
use safetensors::{Dtype, SafeTensors};

/// The numbers of a tensor.
fn numbers(file: &SafeTensors<'_>, name: &str) -> Vec<f64> {
    let tensor = file.tensor(name).expect("both tensors are there");
    let chunks = tensor.data().as_chunks().0.iter();
    match tensor.dtype() {
        Dtype::F32 => chunks.map(|&bytes| f32::from_le_bytes(bytes).into()).collect(),
        Dtype::U32 => chunks.map(|&bytes| u32::from_le_bytes(bytes).into()).collect(),
        other => panic!("`{name}` is of {other}"),
    }
}

/// How far a number is from Keras's, which were computed in `float64`, in the errors that are allowed: 1e-5 of it, or 1e-6.
fn error(ours: f64, keras: f64) -> f64 {
    (ours - keras).abs() / (1e-5 * keras.abs()).max(1e-6)
}

/// Blocks are of 8 to 64 samples: these are a whole one and a rest, of any size.
const MANY: usize = 64 + 3;

/// Writes the network as an ONNX file by the includer's `export`, and panics unless both networks give Keras's outputs for its
/// inputs, at every SIMD level, one by one and as batches: of these inputs, and of [`MANY`] that repeat them.
pub(crate) fn check<F: Network, T: Network<Input = F::Input, Output = F::Output>>(
    name: &str,
    file: &F,
    text: &T,
    io: &[u8],
) {
    let shapes = |layers: &'static [nn_runtime::Layer]| layers.iter().map(|layer| (layer.kind, layer.output_shape));
    assert!(shapes(F::LAYERS).eq(shapes(T::LAYERS)), "{name} has other layers in its file than in its text");
    let io = SafeTensors::deserialize(io).expect("a safetensors file");
    let (inputs, outputs) = (numbers(&io, "input"), numbers(&io, "output"));
    let inputs: Vec<F::Input> = inputs
        .chunks(F::Input::LEN)
        .map(|numbers| {
            let mut input = F::Input::ZEROS;
            input.flat_mut().iter_mut().zip(numbers).for_each(|(x, &number)| *x = Element::from_f64(number));
            input
        })
        .collect();
    assert_eq!(inputs.len() * F::Output::LEN, outputs.len(), "{name} has another number of outputs");
    super::export(text, name, &inputs);
    let mut worst = 0.0_f64;
    let mut near = |found: &F::Output, expected: &[f64], how: &str| {
        for (ours, &keras) in found.flat().iter().zip(expected) {
            let error = error(ours.into_f64(), keras);
            worst = worst.max(error);
            assert!(error <= 1.0, "{name} {how}: {} for Keras's {keras}", ours.into_f64());
        }
    };
    let many: Vec<F::Input> = inputs.iter().copied().cycle().take(MANY).collect();
    for level in levels() {
        for (input, expected) in inputs.iter().zip(outputs.chunks(F::Output::LEN)) {
            near(&file.forward_at(level, input), expected, "from its file");
            near(&text.forward_at(level, input), expected, "from its text");
        }
        let mut found = vec![F::Output::ZEROS; MANY];
        file.forward_batch_at(level, &inputs, &mut found[..inputs.len()]);
        for (found, expected) in found.iter().zip(outputs.chunks(F::Output::LEN)) {
            near(found, expected, "from its file, in a batch");
        }
        text.forward_batch_at(level, &many, &mut found);
        for (found, expected) in found.iter().zip(outputs.chunks(F::Output::LEN).cycle()) {
            near(found, expected, "from its text, in a larger batch");
        }
    }
    println!("{name}: {worst:.2} of the error that is allowed");
}

/// `$file` and `$io` are paths from the file in which the case stands.
macro_rules! case {
    ($name:ident, $file:literal, $io:literal, $(#[weights($weights:literal)])? { $($layers:tt)* }) => {
        #[allow(clippy::approx_constant, clippy::excessive_precision, clippy::unreadable_literal, reason = "Python's")]
        mod $name {
            nn_runtime::sequential! {
                #[keras($file)]
                struct File;
            }

            nn_runtime::sequential! {
                $(#[weights($weights)])?
                struct Text { $($layers)* }
            }

            #[test]
            fn gives_what_keras_gives() {
                let text = trained!(Text $(, $weights)?);
                super::check::check(stringify!($name), File::pretrained(), text, include_bytes!($io));
            }
        }
    };
}

/// A network without weights has none that are trained.
macro_rules! trained {
    ($net:ident) => {
        &$net::zeros()
    };
    ($net:ident, $weights:literal) => {
        $net::pretrained()
    };
}
