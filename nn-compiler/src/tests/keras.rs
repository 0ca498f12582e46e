//! Models as the text of networks. What all files of nn-keras's tests become is in `keras/networks.txt`, which `UPDATE=1`
//! writes anew.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use nn_keras::{Config, Input, Json, Layer};

use crate::keras::{Classes, Data, Error, Model, Tensor, network};

/// The folder of the files.
fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../nn-keras/tests/data")
}

#[test]
fn what_the_files_become() {
    let mut files: Vec<_> = fs::read_dir(data()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let mut all = String::new();
    for file in files {
        let Ok(model) = Model::read(&fs::read(&file).unwrap(), &Classes) else { continue };
        write!(all, "== {}\n\n", file.file_name().unwrap().to_str().unwrap()).unwrap();
        match network(&model) {
            Ok(network) => {
                write!(all, "{network}").unwrap();
                let names: Vec<_> =
                    network.tensors().map(|(name, tensor)| format!("{name} {:?}", tensor.shape)).collect();
                write!(all, "{}: {}\n\n", network.dtype, names.join(", ")).unwrap();
            }
            Err(error) => write!(all, "error: {error:#}\n\n").unwrap(),
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tests/keras/networks.txt");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(path, all).unwrap();
    } else {
        assert!(fs::read_to_string(path).unwrap() == all, "`UPDATE=1` writes it anew; it is now\n{all}");
    }
}

/// A model of these layers on an input of this shape.
fn model(shape: &[usize], version: &str, layers: Vec<Layer>) -> Model {
    let input = Input { batch: None, shape: shape.to_vec(), dtype: "float32".to_owned() };
    Model {
        name: "test".to_owned(),
        keras_version: Some(version.to_owned()),
        major_version: version[..1].parse().unwrap(),
        input,
        layers,
    }
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
        assert_eq!(network(&model(shape, "3.15.1", vec![dense("tanh")])).unwrap().to_string(), text);
    }
}

#[test]
fn keras_2_has_another_hard_sigmoid() {
    for (version, expected) in [
        ("2.15.0", "d: dense(4, input = 3, hard_sigmoid(slope = 0.2)),\n"),
        ("3.0.0", "d: dense(4, input = 3, hard_sigmoid),\n"),
    ] {
        assert_eq!(network(&model(&[3], version, vec![dense("hard_sigmoid")])).unwrap().to_string(), expected);
    }
}

#[test]
fn what_has_no_equivalent_is_named() {
    let config = || Config::new("layer `x` (Masking)");
    let masking = Layer::new("x", "Masking", config());
    let error = network(&model(&[3], "3.15.1", vec![masking])).unwrap_err();
    assert_eq!(error, Error::UnsupportedClass { layer: "layer `x` (Masking)".to_owned() });

    let flatten = Layer::new("x", "Flatten", Config::new("layer `x` (Flatten)").with("colour", "red"));
    let error = network(&model(&[3], "3.15.1", vec![flatten])).unwrap_err();
    assert_eq!(error.to_string(), "`colour` of layer `x` (Flatten) is not supported: it is \"red\"");

    let error = network(&model(&[3], "3.15.1", Vec::new())).unwrap_err();
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
        let bytes = fs::read(data().join(file)).unwrap();
        let model = Model::read(&bytes, &Classes).unwrap();
        let network = network(&model).unwrap();
        assert!(network.tensors().all(|(_, tensor)| stand_there(tensor, &bytes)), "{file}");
    }
}

#[test]
fn packed_tensors_stand_nowhere() {
    let bytes = fs::read(data().join("tiny.keras")).unwrap();
    let model = Model::read(&bytes, &Classes).unwrap();
    let network = network(&model).unwrap();
    assert!(network.tensors().all(|(_, tensor)| tensor.offset.is_none()));
}

#[test]
fn a_normalisation_says_which_axis() {
    let config = Config::new("layer `n` (BatchNormalization)").with("axis", 1);
    let model = model(&[2, 3, 4], "3.15.1", vec![Layer::new("n", "BatchNormalization", config)]);
    assert_eq!(network(&model).unwrap().to_string(), "n: batch_normalization(input = (2, 3, 4), axis = 1),\n");
}

#[test]
fn what_is_for_training_alone_is_written_too() {
    let json = |class: &str, config: &str| {
        Json::parse(&format!("{{\"class_name\": {class:?}, \"config\": {config}}}"), "config.json").unwrap()
    };
    let config = |class: &str| Config::new(format!("layer `x` ({class})"));
    let text = |class: &str, config: Config| {
        let text = network(&model(&[5, 4], "3.15.1", vec![Layer::new("x", class, config)]))?.to_string();
        let tokens = format!("(::nn_runtime::hidden) {text}").parse().unwrap();
        assert!(crate::graph(tokens).is_some(), "{text}");
        Ok::<_, Error>(text)
    };
    let conv = config("Conv1D")
        .with("filters", 2)
        .with("kernel_size", 3)
        .with("kernel_regularizer", json("L1L2", r#"{"l1": 0.0, "l2": 0.25}"#))
        .with("bias_regularizer", json("L2", r#"{"l2": 0.01}"#))
        .with("kernel_constraint", json("MaxNorm", r#"{"max_value": 3, "axis": [0, 1]}"#))
        .with("bias_constraint", json("NonNeg", "{}"))
        .with("activity_regularizer", json("my_package>Own", r#"{"factor": 2}"#))
        .with("kernel_initializer", json("Zeros", "{}"))
        .with("trainable", false);
    assert_eq!(
        text("Conv1D", conv).unwrap(),
        "x: conv1d(2, input = (5, 4), kernel = 3, kernel_regularizer = l1_l2(l2 = 0.25), bias_regularizer = l2, \
         kernel_constraint = max_norm(max_value = 3.0, axis = (0, 1)), bias_constraint = non_neg, trainable = false),\n"
    );
    let lstm = config("LSTM")
        .with("units", 2)
        .with("recurrent_regularizer", json("OrthogonalRegularizer", r#"{"factor": 0.5, "mode": "columns"}"#))
        .with("recurrent_constraint", json("MinMaxNorm", r#"{"min_value": 0, "max_value": 1, "rate": 0.5, "axis": 0}"#))
        .with("dropout", 0.5)
        .with("trainable", true);
    assert_eq!(
        text("LSTM", lstm).unwrap(),
        "x: lstm(2, input = (5, 4), dropout = 0.5, \
         recurrent_regularizer = orthogonal(factor = 0.5, mode = columns), recurrent_constraint = min_max_norm(rate = 0.5)),\n"
    );
    let normalization = config("BatchNormalization").with("momentum", 0.9).with("trainable", false);
    assert_eq!(
        text("BatchNormalization", normalization).unwrap(),
        "x: batch_normalization(input = (5, 4), momentum = 0.9, trainable = false),\n"
    );
    // Nothing of it is trained anyway.
    let dropout = config("Dropout").with("rate", 0.5).with("trainable", false);
    assert_eq!(text("Dropout", dropout).unwrap(), "x: dropout(0.5, input = (5, 4)),\n");
    let strange = config("Embedding").with("input_dim", 3).with("output_dim", 2).with("trainable", 1);
    let error = text("Embedding", strange).unwrap_err().to_string();
    assert_eq!(error, "`trainable` of layer `x` (Embedding) is 1: expected true or false");
}
