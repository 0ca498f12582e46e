//! Writes each model of the folder `RANDOM_MODELS` as the text of a network, and its weights as safetensors. Models whose text
//! has one of the parts in `WITHOUT`, separated by commas, are left out.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

use nn_compiler::keras::{Classes, Data, Model, network};
use nn_format::{TensorRef, Values};

fn main() {
    println!("cargo::rerun-if-env-changed=RANDOM_MODELS");
    println!("cargo::rerun-if-env-changed=WITHOUT");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets it"));
    let without = env::var("WITHOUT").unwrap_or_default();
    let without: Vec<&str> = without.split(',').filter(|word| !word.is_empty()).collect();
    let mut cases = String::new();
    let mut left_out = 0;
    for model in models() {
        println!("cargo::rerun-if-changed={}", model.display());
        match case(&model, &out, &without) {
            Some(case) => cases.push_str(&case),
            None => left_out += 1,
        }
    }
    if left_out > 0 {
        println!("cargo::warning={left_out} models are left out, for what they have of {without:?}");
    }
    fs::write(out.join("cases.rs"), cases).expect("cargo's folder can be written");
}

fn models() -> Vec<PathBuf> {
    let Some(folder) = env::var_os("RANDOM_MODELS") else { return Vec::new() };
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut models: Vec<PathBuf> = entries
        .map(|entry| fs::canonicalize(entry.expect("an entry").path()).expect("a file"))
        .filter(|path| path.extension().is_some_and(|extension| extension == "keras"))
        .collect();
    models.sort();
    models
}

fn case(path: &Path, out: &Path, without: &[&str]) -> Option<String> {
    let name = path.file_stem()?.to_str()?;
    let bytes = fs::read(path).expect("a file");
    let model = Model::read(&bytes, &Classes).unwrap_or_else(|error| panic!("{name}: {error:#}"));
    let network = network(&model).unwrap_or_else(|error| panic!("{name}: {error:#}"));
    let text = network.to_string();
    if without.iter().any(|part| text.contains(part)) {
        return None;
    }
    let mut weights = String::new();
    let tensors: Vec<TensorRef<'_>> = network
        .tensors()
        .map(|(name, tensor)| {
            let Data::F32(values) = &tensor.data else { panic!("`{name}` is not of float32") };
            TensorRef { name, shape: &tensor.shape, values: Values::F32(values) }
        })
        .collect();
    if !tensors.is_empty() {
        let file = out.join(format!("{name}.safetensors"));
        fs::write(&file, nn_format::write(tensors.into_iter())).expect("cargo's folder can be written");
        weights = format!("#[weights({:?})] ", file.display().to_string());
    }
    let mut case = String::new();
    let (file, io) = (path.display().to_string(), path.with_extension("io.safetensors").display().to_string());
    write!(case, "case! {{ {name}, {file:?}, {io:?}, {weights}{{\n{text}}} }}\n\n").expect("strings take all");
    Some(case)
}
