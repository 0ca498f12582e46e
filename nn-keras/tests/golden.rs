//! Every layer, as Keras saved it, against what Keras says of the living model.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use nn_compiler::keras::Classes;
use nn_keras::{Config, Data, Error, Json, Layer, Model, Tensor, Weights};
use safetensors::{Dtype, SafeTensors};

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data")
}

fn bytes(file: &str) -> Vec<u8> {
    fs::read(data().join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// What Keras says, in `<name>.json`, with the values in `<values>.safetensors`.
struct Truth {
    json: Json,
    values: Vec<u8>,
}

impl Truth {
    fn all() -> [Self; 2] {
        [("expected.json", "expected.safetensors"), ("keras2.json", "keras2.safetensors")].map(|(json, values)| Self {
            json: Json::parse(&String::from_utf8(bytes(json)).unwrap(), json).unwrap(),
            values: bytes(values),
        })
    }

    /// Each file, with what Keras says of the model in it.
    fn files(&self) -> Vec<(&str, &str, &Json)> {
        let entries = entries(self.json.get("files").unwrap());
        let model = |name| self.json.get("models").unwrap().get(name).unwrap();
        entries.iter().map(|(file, name)| (file.as_str(), text(name), model(text(name)))).collect()
    }
}

fn entries(json: &Json) -> &[(String, Json)] {
    match json {
        Json::Object(entries) => entries,
        other => panic!("{other} is no object"),
    }
}

fn list<'a>(json: &'a Json, key: &str) -> &'a [Json] {
    match json.get(key) {
        Some(Json::Array(values)) => values,
        other => panic!("`{key}` is {other:?}"),
    }
}

fn text(json: &Json) -> &str {
    match json {
        Json::String(value) => value,
        other => panic!("{other} is no string"),
    }
}

/// The same without what only says where an object is in memory.
fn without_ids(json: &Json) -> Json {
    match json {
        Json::Array(values) => Json::Array(values.iter().map(without_ids).collect()),
        Json::Object(entries) => {
            let kept = entries.iter().filter(|entry| entry.0 != "shared_object_id");
            Json::Object(kept.map(|(key, value)| (key.clone(), without_ids(value))).collect())
        }
        other => other.clone(),
    }
}

fn check_layers(
    layers: &[Layer],
    expected: &[Json],
    path: &str,
    values: &SafeTensors<'_>,
    used: &mut BTreeSet<String>,
) {
    let names: Vec<_> = layers.iter().map(|layer| layer.name.as_str()).collect();
    let expected_names: Vec<_> = expected.iter().map(|layer| text(layer.get("name").unwrap())).collect();
    assert_eq!(names, expected_names, "{path}");
    for (layer, expected) in layers.iter().zip(expected) {
        let path = format!("{path}/{}", layer.name);
        assert_eq!(layer.class, text(expected.get("class").unwrap()), "{path}");
        check_options(layer, expected.get("config").unwrap(), &path);
        let variables: Vec<_> = list(expected, "variables").iter().map(text).collect();
        let found: Vec<_> = layer.weights.iter().map(|tensor| tensor.name.as_str()).collect();
        assert_eq!(found, variables, "{path}");
        for tensor in &layer.weights {
            check_tensor(tensor, &format!("{path}/{}", tensor.name), values, used);
        }
        check_layers(&layer.layers, list(expected, "layers"), &path, values, used);
    }
}

fn check_options(layer: &Layer, expected: &Json, path: &str) {
    if *expected == Json::Null {
        return;
    }
    // The layers inside are compared as layers. What their model takes, the reader notes as an option.
    let own = |key: &str| !matches!(key, "layers" | "layer" | "backward_layer" | "batch_shape");
    let mut options = Config::new("expected");
    for (key, value) in entries(expected).iter().filter(|entry| own(&entry.0)) {
        options = options.with(key, value.clone());
    }
    let mut found = Config::new("found");
    for (key, value) in layer.config.iter().filter(|entry| own(entry.0)) {
        found = found.with(key, without_ids(value));
    }
    assert_eq!(found, options, "{path}");
}

fn check_tensor(tensor: &Tensor, key: &str, values: &SafeTensors<'_>, used: &mut BTreeSet<String>) {
    let view = values.tensor(key).unwrap_or_else(|error| panic!("{key}: {error}"));
    assert_eq!(tensor.shape, view.shape(), "{key}");
    let (dtype, bytes): (_, Vec<u8>) = match &tensor.data {
        Data::F32(values) => (Dtype::F32, values.iter().flat_map(|value| value.to_le_bytes()).collect()),
        Data::F64(values) => (Dtype::F64, values.iter().flat_map(|value| value.to_le_bytes()).collect()),
        Data::Integer(values) => (Dtype::I64, values.iter().flat_map(|value| value.to_le_bytes()).collect()),
        other => panic!("{key}: {other:?}"),
    };
    assert_eq!((dtype, bytes.as_slice()), (view.dtype(), view.data()), "{key}");
    used.insert(key.to_owned());
}

fn strip(layers: &[Layer]) -> Vec<Layer> {
    let stripped = |layer: &Layer| Layer { weights: vec![], layers: strip(&layer.layers), ..layer.clone() };
    layers.iter().map(stripped).collect()
}

#[test]
fn every_file_is_what_keras_says() {
    let mut used = BTreeSet::new();
    for truth in Truth::all() {
        let values = SafeTensors::deserialize(&truth.values).unwrap();
        for (file, name, expected) in truth.files() {
            let bytes = bytes(file);
            let weights = Weights::read(&bytes).unwrap_or_else(|error| panic!("{file}: {error}"));
            let model = match Model::read(&bytes, &Classes) {
                Ok(model) => model,
                // Weights by themselves go into the layers of the file beside them.
                Err(Error::NoArchitecture) if file.contains("weights") => {
                    let whole = Model::read(&self::bytes(&format!("{name}.h5")), &Classes).unwrap();
                    let mut model = Model { layers: strip(&whole.layers), ..whole };
                    weights.clone().fill(&mut model.layers, &Classes).unwrap_or_else(|error| panic!("{file}: {error}"));
                    model
                }
                Err(error) => panic!("{file}: {error}"),
            };
            assert_eq!(model.name, name, "{file}");
            let size = |size: usize| Json::Integer(i64::try_from(size).unwrap());
            let mut input = vec![model.input.batch.map_or(Json::Null, size)];
            input.extend(model.input.shape.iter().copied().map(size));
            assert_eq!(input, list(expected, "input"), "{file}");
            assert_eq!(model.input.dtype, text(expected.get("dtype").unwrap()), "{file}");
            check_layers(&model.layers, list(expected, "layers"), name, &values, &mut used);

            // The weights alone find the same places.
            let mut layers = strip(&model.layers);
            weights.fill(&mut layers, &Classes).unwrap_or_else(|error| panic!("{file}: {error}"));
            assert_eq!(layers, model.layers, "{file}");
        }
        let missed: Vec<_> = values.names().into_iter().filter(|name| !used.contains(*name)).collect();
        assert!(missed.is_empty(), "{missed:?}");
    }
}

/// All classes of layers that the networks of this repository are to have.
const CLASSES: &[&str] = &[
    "Activation",
    "ActivityRegularization",
    "AlphaDropout",
    "AveragePooling1D",
    "AveragePooling2D",
    "AveragePooling3D",
    "BatchNormalization",
    "Bidirectional",
    "Conv1D",
    "Conv1DTranspose",
    "Conv2D",
    "Conv2DTranspose",
    "Conv3D",
    "Conv3DTranspose",
    "Cropping1D",
    "Cropping2D",
    "Cropping3D",
    "Dense",
    "DepthwiseConv1D",
    "DepthwiseConv2D",
    "Discretization",
    "Dropout",
    "ELU",
    "Embedding",
    "Flatten",
    "GRU",
    "GaussianDropout",
    "GaussianNoise",
    "GlobalAveragePooling1D",
    "GlobalAveragePooling2D",
    "GlobalAveragePooling3D",
    "GlobalMaxPooling1D",
    "GlobalMaxPooling2D",
    "GlobalMaxPooling3D",
    "GroupNormalization",
    "LSTM",
    "LayerNormalization",
    "LeakyReLU",
    "MaxPooling1D",
    "MaxPooling2D",
    "MaxPooling3D",
    "Normalization",
    "PReLU",
    "Permute",
    "RMSNormalization",
    "ReLU",
    "RepeatVector",
    "Rescaling",
    "Reshape",
    "SeparableConv1D",
    "SeparableConv2D",
    "SimpleRNN",
    "Softmax",
    "SpatialDropout1D",
    "SpatialDropout2D",
    "TimeDistributed",
    "UnitNormalization",
    "UpSampling1D",
    "UpSampling2D",
    "UpSampling3D",
    "ZeroPadding1D",
    "ZeroPadding2D",
    "ZeroPadding3D",
];

#[test]
fn every_class_is_in_some_file() {
    fn collect(layers: &[Layer], classes: &mut BTreeSet<String>) {
        for layer in layers {
            classes.insert(layer.class.clone());
            collect(&layer.layers, classes);
        }
    }
    let mut classes = BTreeSet::new();
    for (file, ..) in Truth::all()[0].files().into_iter().filter(|file| !file.0.contains("weights")) {
        collect(&Model::read(&bytes(file), &Classes).unwrap().layers, &mut classes);
    }
    let missing: Vec<_> = CLASSES.iter().filter(|class| !classes.contains(**class)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn a_trained_model_has_the_weights_that_keras_exported() {
    let model = Model::read(&bytes("iris.keras"), &Classes).unwrap();
    let exported = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/data/iris.safetensors")).unwrap();
    let exported = SafeTensors::deserialize(&exported).unwrap();
    let mut used = BTreeSet::new();
    for layer in &model.layers {
        for tensor in &layer.weights {
            check_tensor(tensor, &format!("{}.{}", layer.name, tensor.name), &exported, &mut used);
        }
    }
    assert_eq!(used.len(), exported.len());
    assert_eq!(model.keras_version.as_deref(), Some("3.15.1"));
}

#[test]
fn the_chain_goes_through_inner_models() {
    let model = Model::read(&bytes("functional.keras"), &Classes).unwrap();
    let names: Vec<_> = model.chain().iter().map(|layer| layer.name.clone()).collect();
    assert_eq!(names, ["first", "a", "n", "b", "d", "e", "last"]);
}

#[test]
fn a_class_of_others_is_not_taken_for_one_of_keras() {
    let model = Model::read(&bytes("custom.keras"), &Classes).unwrap();
    assert_eq!(model.layers[1].class, "others>Dense");
    // Two variables by their places, those of the layer inside by their path.
    let names: Vec<_> = model.layers[1].weights.iter().map(|tensor| tensor.name.as_str()).collect();
    assert_eq!(names, ["0", "inside/0", "inside/1"]);
}
