//! Models that real Keras drew at random, which between them have all layers and options: compiled from file and from
//! text, both give what Keras gives. `tests/keras/pick_models.py` picks them, and `UPDATE=1` writes their texts anew.

#[path = "keras/models/check.rs"]
#[macro_use]
mod check;

use std::fmt::Write;
use std::fs;
use std::path::Path;

use nn_compiler::keras::{Classes, Model, network};

use crate::common::onnx::check as export;

include!("keras/models/cases.rs");

/// `cases.rs` is what the files are as text.
#[test]
fn the_texts_are_the_files() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("keras/models");
    let mut files: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "keras"));
    files.sort();
    let mut cases = "// Made by `UPDATE=1 cargo test -p nn-tests --test goldens models`.\n".to_owned();
    for file in files {
        let name = file.file_stem().unwrap().to_str().unwrap();
        let model =
            Model::read(&fs::read(&file).unwrap(), &Classes).unwrap_or_else(|error| panic!("{name}: {error:#}"));
        let network = network(&model).unwrap_or_else(|error| panic!("{name}: {error:#}"));
        // The file itself has the weights: the layers are compared with it on the way.
        let weights =
            if network.tensors().count() == 0 { String::new() } else { format!("#[weights(\"{name}.keras\")] ") };
        writeln!(cases, "case! {{ {name}, \"{name}.keras\", \"{name}.io.safetensors\", {weights}{{\n{network}}} }}")
            .unwrap();
    }
    let path = folder.join("cases.rs");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(path, cases).unwrap();
    } else {
        assert!(
            fs::read_to_string(path).unwrap() == cases,
            "`UPDATE=1 cargo test -p nn-tests --test goldens models` writes the texts anew"
        );
    }
}
