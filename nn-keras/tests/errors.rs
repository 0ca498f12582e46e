//! What is said of files that can't be read, and what to do about them.

use std::fs;
use std::path::Path;

use nn_compiler::keras::Classes;
use nn_keras::{Config, Error, Json, Layer, Model, Weights};

fn bytes(file: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(file);
    fs::read(path).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn refused(bytes: &[u8]) -> String {
    format!("{:#}", Model::read(bytes, &Classes).unwrap_err())
}

const CHAIN: &str = "help: only a chain of layers is read: each takes the output of the one before it";

#[test]
fn models_that_are_no_chain_of_layers() {
    for (file, expected) in [
        ("branch.keras", "the model is not a chain at layer `trunk`: both `left` and `right` take its output"),
        ("two_outputs.keras", "the model is not a chain at layer `head`: the model has 2 `output_layers`"),
        ("two_inputs.keras", "the model is not a chain at layer `other`: it is a second input, beside `start`"),
        ("shared.keras", "the model is not a chain at layer `twice`: it is applied 2 times"),
        ("called.keras", "the model is not a chain at layer `always`: it is called with `training`"),
        ("state.keras", "the model is not a chain at layer `dense`: it takes output 1 of `states`"),
    ] {
        assert_eq!(refused(&bytes(file)), format!("{expected}\n{CHAIN}"), "{file}");
    }
}

#[test]
fn models_that_say_too_little() {
    for (file, expected) in [
        (
            "any_length.keras",
            "axis 1 of the input of model `speech` has no size: the shape is (None, None, 13)\n\
             help: sizes are fixed when a network is compiled: save the model with `keras.Input((.., 13))`",
        ),
        (
            "unbuilt.keras",
            "model `unbuilt` doesn't know the shape of its input\n\
             help: begin the model with `keras.Input(shape)`, and save it again",
        ),
        (
            "quantized.keras",
            "layer `dense_1` (Dense) is quantized (`Int8QuantizationConfig`)\n\
             help: save the model before `model.quantize(..)`",
        ),
        (
            "subclassed.keras",
            "a model of class `Sub` can't be read\n\
             help: expected a `Sequential` model, or a functional one that is a plain chain",
        ),
        (
            "tiny.weights.h5",
            "the file has weights, but no architecture\n\
             help: save the whole model with `model.save(\"model.keras\")`, or write the network's layers beside these \
             weights",
        ),
    ] {
        assert_eq!(refused(&bytes(file)), expected, "{file}");
    }
}

#[test]
fn files_of_other_kinds() {
    for (bytes, expected) in [
        (&b""[..], "not a file of Keras's: it looks like an empty file"),
        (b"version https://git-lfs.github.com/spec/v1\n", "not a file of Keras's: it looks like a Git LFS pointer"),
        (b"\x10\0\0\0\0\0\0\0{\"a\":{}}       ", "not a file of Keras's: it looks like a safetensors file"),
        (b"{\"class_name\": 1}", "not a file of Keras's: it looks like a model's architecture as JSON"),
        (b"\x1c\0\0\0TFL3", "not a file of Keras's: it looks like a TensorFlow Lite model"),
        (b"import keras", "not a file of Keras's: neither a zip archive nor HDF5"),
        (b"PK\x03\x04", "the zip archive is damaged: missing end of central directory"),
        (b"\x89HDF\r\n\x1a\n", "the HDF5 file is invalid: unexpected end of data at offset 8 (need 1 bytes, have 0)"),
    ] {
        let error = Model::read(bytes, &Classes).unwrap_err();
        assert_eq!(error.to_string(), expected);
        assert!(error.help().is_some(), "{error}");
    }
    // An archive, but of NumPy's.
    let mut archive = Vec::new();
    rawzip::ZipArchiveWriter::new(&mut archive).finish().unwrap();
    archive.splice(0..0, *b"PK\x03\x04");
    assert!(Model::read(&archive, &Classes).is_err());
}

fn dense(name: &str) -> Layer {
    Layer::new(name, "Dense", Config::new(format!("layer `{name}` (Dense)")))
}

#[test]
fn weights_that_do_not_fit_the_layers() {
    let weights = Weights::read(&bytes("tiny.weights.h5")).unwrap();
    let fill = |layers: &mut [Layer]| weights.clone().fill(layers, &Classes).unwrap_err().to_string();
    let no_bias = |name: &str| Layer { config: dense(name).config.with("use_bias", false), ..dense(name) };

    assert_eq!(
        fill(&mut [dense("a"), dense("b")]),
        "layer `b` (Dense) has 1 variable in `layers/dense_1/vars`: expected 2, `kernel` and `bias`"
    );
    assert_eq!(fill(&mut [dense("a")]), "the weights in `layers/dense_1/vars/0` belong to no layer");
    assert_eq!(
        fill(&mut [dense("a"), no_bias("b"), dense("c")]),
        "layer `c` (Dense) has no weights in the file: no `layers/dense_2/vars`"
    );
    let lstm = Layer::new("a", "LSTM", Config::new("layer `a` (LSTM)"));
    assert_eq!(fill(&mut [lstm]), "layer `a` (LSTM) has no weights in the file: no `layers/lstm/cell/vars`");
    let strange = Layer { config: dense("a").config.with("use_bias", "no"), ..dense("a") };
    assert_eq!(fill(&mut [strange]), "`use_bias` of layer `a` (Dense) is \"no\": expected true or false");

    // Keras 2 knows its layers by name, and by order where the names are others.
    let weights = Weights::read(&bytes("plain2_weights.h5")).unwrap();
    let conv = || Layer::new("x", "DepthwiseConv2D", Config::new("layer `x` (DepthwiseConv2D)"));
    let flatten = Layer::new("y", "Flatten", Config::new("layer `y` (Flatten)"));
    weights.clone().fill(&mut [conv(), flatten, dense("z")], &Classes).unwrap();
    let error = |layers: &mut [Layer]| weights.clone().fill(layers, &Classes).unwrap_err();
    assert_eq!(error(&mut [conv()]).to_string(), "the weights in `dense_1/dense_1/kernel:0` belong to no layer");
    assert_eq!(
        error(&mut [conv(), no_bias("z")]).to_string(),
        "the weights in `dense_1/dense_1/bias:0` belong to no layer"
    );
    assert_eq!(
        error(&mut [conv(), dense("y"), dense("z")]).to_string(),
        "layer `z` (Dense) has no weights in the file: no `kernel`"
    );
}

#[test]
fn options_of_the_wrong_type() {
    let json = |text| Json::parse(text, "config.json").unwrap();
    let config = Config::new("layer `c` (Conv2D)")
        .with("filters", 2.5)
        .with("strides", vec![1, 2, 3])
        .with("axis", "last")
        .with("groups", -1)
        .with("activation", 3)
        .with("padding", json("[[1, 2], [3]]"))
        .with("mean", json("[[1.0], [null]]"))
        .with("name", json(&format!("{:?}", vec![0; 50])));
    let get = |key| config.require(key).unwrap();
    let said = |error: Error| error.to_string().split_once(" of layer `c` (Conv2D) is ").unwrap().1.to_owned();
    assert_eq!(said(get("filters").integer().unwrap_err()), "2.5: expected an integer");
    assert_eq!(said(get("groups").size().unwrap_err()), "-1: expected an integer that is not negative");
    assert_eq!(said(get("axis").float().unwrap_err()), "\"last\": expected a number");
    assert_eq!(said(get("axis").integers().unwrap_err()), "\"last\": expected an integer, or a list of integers");
    assert_eq!(said(get("groups").sizes().unwrap_err()), "-1: expected a size, or a list of sizes");
    assert_eq!(
        said(get("strides").tuple::<2>().unwrap_err()),
        "[1, 2, 3]: expected an integer that is not negative, or a list of 2"
    );
    assert_eq!(said(get("padding").pairs::<2>().unwrap_err()), "[[1, 2], [3]]: expected 2 pairs of sizes");
    assert_eq!(said(get("mean").floats().unwrap_err()), "[[1.0], [null]]: expected a number, or a list of numbers");
    assert_eq!(said(get("activation").text().unwrap_err()), "3: expected a string");
    assert_eq!(said(get("activation").object().unwrap_err()), "3: expected a name, or an object with a `class_name`");
    // Long values are cut.
    let long = said(get("name").boolean().unwrap_err());
    assert_eq!(long, format!("[{}..: expected true or false", &"0, ".repeat(20)[..59]));
    assert_eq!(config.require("units").unwrap_err().to_string(), "layer `c` (Conv2D) has no `units`");
}

#[test]
fn options_as_keras_writes_them() {
    let json = |text| Json::parse(text, "config.json").unwrap();
    let config = Config::new("it")
        .with("two", 2)
        .with("pair", vec![1, 2])
        .with("pairs", json("[[1, 2], [3, 4]]"))
        .with("nested", json("[[1, 2.5], [3, -4]]"))
        .with("none", Json::Null)
        .with("function", json(r#"{"module": "keras.activations", "class_name": "function", "config": "relu"}"#))
        .with("lambda", json(r#"{"module": "builtins", "class_name": "function", "config": "<lambda>"}"#));
    let get = |key| config.require(key).unwrap();
    assert_eq!(get("two").tuple::<3>().unwrap(), [2, 2, 2]);
    assert_eq!(get("pair").tuple::<2>().unwrap(), [1, 2]);
    assert_eq!(get("two").sizes().unwrap(), [2]);
    assert_eq!(get("two").pairs::<2>().unwrap(), [[2, 2], [2, 2]]);
    assert_eq!(get("pair").pairs::<1>().unwrap(), [[1, 2]]);
    assert_eq!(get("pair").pairs::<2>().unwrap(), [[1, 1], [2, 2]]);
    assert_eq!(get("pairs").pairs::<2>().unwrap(), [[1, 2], [3, 4]]);
    assert_eq!(get("nested").floats().unwrap(), [1.0, 2.5, 3.0, -4.0]);
    assert_eq!(get("function").object().unwrap().class, "relu");
    assert_eq!(get("lambda").object().unwrap().class, "builtins><lambda>");
    assert!(config.get("none").is_none() && config.get("missing").is_none());
    assert_eq!(config.unread().count(), 0);
}
