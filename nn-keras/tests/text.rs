//! Models as the text of networks. What all of the test files become is in `data/networks.txt`, which `UPDATE=1` writes
//! anew.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use nn_keras::{Config, Data, Error, Input, Layer, Model, Tensor};

#[test]
fn what_the_files_become() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let mut files: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut all = String::new();
    for file in files {
        let Ok(model) = Model::read(&fs::read(&file).unwrap()) else { continue };
        write!(all, "== {}\n\n", file.file_name().unwrap().to_str().unwrap()).unwrap();
        match model.network() {
            Ok(network) => {
                write!(all, "{network}").unwrap();
                let names: Vec<_> =
                    network.tensors().map(|(name, tensor)| format!("{name} {:?}", tensor.shape)).collect();
                write!(all, "{}: {}\n\n", network.dtype, names.join(", ")).unwrap();
            }
            Err(error) => write!(all, "error: {error:#}\n\n").unwrap(),
        }
    }
    let path = folder.join("networks.txt");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(path, all).unwrap();
    } else {
        assert!(fs::read_to_string(path).unwrap() == all, "`UPDATE=1` writes it anew; it is now\n{all}");
    }
}

/// A model of these layers on an input of this shape.
fn model(shape: &[usize], version: &str, layers: Vec<Layer>) -> Model {
    let input = Input { batch: None, shape: shape.to_vec(), dtype: "float32".to_owned() };
    Model { name: "test".to_owned(), keras_version: Some(version.to_owned()), input, layers }
}

fn dense(activation: &str) -> Layer {
    let config = Config::new("layer `d` (Dense)").with("units", 4).with("activation", activation);
    Layer::new("d", "Dense", config)
}

#[test]
fn a_dense_layer_is_written_for_each_step() {
    for (shape, text) in [
        (&[3][..], "d: dense(4, input = 3, tanh),\n"),
        (&[2, 3], "d_steps: time_distributed(d: dense(4, tanh), input = (2, 3)),\n"),
        (&[5, 2, 3], "d_steps_1: time_distributed(d_steps: time_distributed(d: dense(4, tanh)), input = (5, 2, 3)),\n"),
    ] {
        assert_eq!(model(shape, "3.15.1", vec![dense("tanh")]).network().unwrap().to_string(), text);
    }
}

#[test]
fn keras_2_has_another_hard_sigmoid() {
    let error = model(&[3], "2.15.0", vec![dense("hard_sigmoid")]).network().unwrap_err().to_string();
    let expected = "`activation` of layer `d` (Dense) is \"hard_sigmoid\": expected another activation";
    assert!(error.starts_with(expected), "{error}");
    assert!(model(&[3], "3.0.0", vec![dense("hard_sigmoid")]).network().is_ok());
}

#[test]
fn what_has_no_equivalent_is_named() {
    let config = || Config::new("layer `x` (Masking)");
    let masking = Layer::new("x", "Masking", config());
    let error = model(&[3], "3.15.1", vec![masking]).network().unwrap_err();
    assert_eq!(error, Error::UnsupportedClass { layer: "layer `x` (Masking)".to_owned() });

    let flatten = Layer::new("x", "Flatten", Config::new("layer `x` (Flatten)").with("colour", "red"));
    let error = model(&[3], "3.15.1", vec![flatten]).network().unwrap_err();
    assert_eq!(error.to_string(), "`colour` of layer `x` (Flatten) is not supported: it is \"red\"");

    let first = Config::new("layer `x` (Flatten)").with("data_format", "channels_first");
    let error = model(&[3], "3.15.1", vec![Layer::new("x", "Flatten", first)]).network().unwrap_err();
    let expected = "`data_format` of layer `x` (Flatten) is \"channels_first\": expected \"channels_last\"";
    assert_eq!(error.to_string(), expected);

    let error = model(&[3], "3.15.1", Vec::new()).network().unwrap_err();
    assert_eq!(error.to_string(), "model `test` has no layers");
}

/// Whether the numbers stand in the file where the tensor says.
fn stand_there(tensor: &Tensor, bytes: &[u8]) -> bool {
    let Some(at) = tensor.offset else { return false };
    match &tensor.data {
        Data::F32(values) => {
            values.iter().flat_map(|value| value.to_le_bytes()).eq(bytes[at..][..values.len() * 4].iter().copied())
        }
        Data::F64(values) => {
            values.iter().flat_map(|value| value.to_le_bytes()).eq(bytes[at..][..values.len() * 8].iter().copied())
        }
        _ => false,
    }
}

#[test]
fn tensors_say_where_they_stand() {
    for file in ["stored.keras", "tiny.h5", "legacy.h5", "keras2.h5"] {
        let bytes = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(file)).unwrap();
        let model = Model::read(&bytes).unwrap();
        let network = model.network().unwrap();
        assert!(network.tensors().all(|(_, tensor)| stand_there(tensor, &bytes)), "{file}");
    }
}

#[test]
fn packed_tensors_stand_nowhere() {
    let bytes = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/tiny.keras")).unwrap();
    let model = Model::read(&bytes).unwrap();
    let network = model.network().unwrap();
    assert!(network.tensors().all(|(_, tensor)| tensor.offset.is_none()));
}

#[test]
fn a_normalisation_says_which_axis() {
    let config = Config::new("layer `n` (BatchNormalization)").with("axis", 1);
    let network = model(&[2, 3, 4], "3.15.1", vec![Layer::new("n", "BatchNormalization", config)]);
    assert_eq!(network.network().unwrap().to_string(), "n: batch_normalization(input = (2, 3, 4), axis = 1),\n");
}
