//! Prints a Keras model as a `sequential!` network, and writes its weights beside it as safetensors: for those who want the
//! text in their repository, and not the file.
//!
//! `cargo run --release --features keras --example keras2rs model.keras [model.safetensors]`

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::{env, fs};

use nn_compiler::keras::{Classes, Data, Model, network};
use nn_format::{TensorRef, Values, write};

fn main() -> ExitCode {
    let mut arguments = env::args_os().skip(1).map(PathBuf::from);
    let (Some(model), weights, None) = (arguments.next(), arguments.next(), arguments.next()) else {
        eprintln!("usage: keras2rs model.keras [model.safetensors]");
        return ExitCode::FAILURE;
    };
    let weights = weights.unwrap_or_else(|| model.with_extension("safetensors"));
    match convert(&model, &weights) {
        Ok(text) => {
            println!("{text}");
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("error: {}: {problem}", model.display());
            ExitCode::FAILURE
        }
    }
}

/// Writes the weights, and returns the text.
fn convert(path: &Path, weights: &Path) -> Result<String, String> {
    let bytes = fs::read(path).map_err(|error| error.to_string())?;
    let model = Model::read(&bytes, &Classes).map_err(|error| format!("{error:#}"))?;
    let network = network(&model).map_err(|error| format!("{error:#}"))?;
    let tensors = network.tensors().map(|(name, tensor)| {
        let values = match &tensor.data {
            Data::F32(values) => Values::F32(values),
            Data::F64(values) => Values::F64(values),
            _ => return Err(format!("`{name}` is not made of floats")),
        };
        Ok(TensorRef { name, shape: &tensor.shape, values })
    });
    let tensors: Vec<TensorRef<'_>> = tensors.collect::<Result<_, _>>()?;
    // A network without weights has no file of them.
    let mut lines = Vec::new();
    if !tensors.is_empty() {
        fs::write(weights, write(tensors.into_iter())).map_err(|error| format!("{}: {error}", weights.display()))?;
        lines.push(format!("    #[weights({:?})]", weights.file_name().unwrap_or_default().to_string_lossy()));
    }
    if network.dtype != "f32" {
        lines.push(format!("    #[dtype({})]", network.dtype));
    }
    lines.push(format!("    pub struct {} {{", camel_case(&model.name)));
    lines.extend(network.to_string().lines().map(|layer| format!("        {layer}")));
    Ok(format!("sequential! {{\n{}\n    }}\n}}", lines.join("\n")))
}

/// A type's name: `digits_cnn` is `DigitsCnn`.
fn camel_case(name: &str) -> String {
    let words = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let name: String = words.map(|word| word[..1].to_uppercase() + &word[1..]).collect();
    if name.starts_with(|c: char| c.is_ascii_alphabetic()) && name != "Self" { name } else { format!("Network{name}") }
}
