//! The attributes that are ours, checked.

use proc_macro2::Ident;
use quote::quote;

use crate::diag::{Diagnostics, Extent, catalogue};
use crate::model::{Check, Dtype, FilePath, Form, Model};
use crate::shape::{Comparison, Size};
use crate::syntax::{Argument, Options, Value, is_keyword};

/// Takes `options` into the model.
pub(crate) fn read(options: &Options, model: &mut Model, diagnostics: &mut Diagnostics) {
    if let Some(argument) = &options.dtype {
        dtype(argument, model, diagnostics);
    }
    if let Some(argument) = &options.seed {
        seed(argument, model, diagnostics);
    }
    if let Some(argument) = &options.weights {
        model.weights = path("weights", argument, diagnostics);
    }
    if let Some((classes, extent)) = &options.classes {
        self::classes(classes, *extent, model, diagnostics);
    }
}

/// The path that an attribute is given.
pub(crate) fn path(attribute: &str, argument: &Argument, diagnostics: &mut Diagnostics) -> Option<FilePath> {
    match &argument.value {
        Value::Text(path) => return Some(FilePath { path: path.value(), literal: path.span() }),
        Value::Invalid => {}
        _ => diagnostics.error(argument.extent, catalogue::file_path(attribute)),
    }
    None
}

fn dtype(argument: &Argument, model: &mut Model, diagnostics: &mut Diagnostics) {
    let text = argument.text();
    let found = Dtype::ALL.into_iter().find(|dtype| text == dtype.name());
    match (found, &argument.value) {
        (Some(dtype), Value::Word(_)) => model.dtype = dtype,
        (_, Value::Invalid) => {}
        _ => diagnostics.error(argument.extent, catalogue::unknown_dtype(&text)),
    }
}

fn seed(argument: &Argument, model: &mut Model, diagnostics: &mut Diagnostics) {
    if let Form::Named { name, .. } = &model.form {
        diagnostics.error(argument.extent, catalogue::seed_on_named(&name.to_string(), &argument.text()));
        return;
    }
    let seed = match &argument.value {
        Value::Number(number) if number.is_integer() && !number.negative => number.digits().parse().ok(),
        _ => None,
    };
    match seed {
        Some(seed) => model.seed = seed,
        None if matches!(argument.value, Value::Invalid) => {}
        None => diagnostics.error(argument.extent, catalogue::bad_seed()),
    }
}

fn classes(classes: &[Argument], extent: Extent, model: &mut Model, diagnostics: &mut Diagnostics) {
    if matches!(model.form, Form::Expression) {
        diagnostics.error(extent, catalogue::classes_on_expression());
        return;
    }
    let before = diagnostics.len();
    let names = &mut model.classes;
    for class in classes {
        let word = match &class.value {
            Value::Word(word) => word,
            Value::Invalid => continue,
            Value::Text(name) => {
                let variant = variant(&name.value());
                diagnostics.error(class.extent, catalogue::quoted_class(&variant));
                &Ident::new(&variant, name.span())
            }
            _ => {
                diagnostics.error(class.extent, catalogue::class_name(&class.value));
                continue;
            }
        };
        let text = word.to_string();
        if is_keyword(word) {
            diagnostics.error(word, catalogue::keyword_as_name(&text));
        } else if text == "ALL" {
            diagnostics.error(word, catalogue::class_taken(&text));
        } else if names.contains(word) {
            diagnostics.error(word, catalogue::class_twice(&text));
        } else {
            names.push(word.clone());
        }
    }
    if diagnostics.len() > before || !model.output_is_known {
        return;
    }
    let Some(last) = model.layers.last() else { return };
    let output = model.output();
    let Some(outputs) = output.as_vector() else {
        diagnostics.error(extent, catalogue::classes_of_a_tensor(output));
        return;
    };
    let count = classes.len();
    let message = catalogue::class_count(count, outputs, &last.text);
    match outputs.compare(&Size::Known(count)) {
        Comparison::Equal => {}
        Comparison::Different => diagnostics.error(extent, message),
        Comparison::Unknown => {
            model.checks.push(Check { extent, condition: quote!(#outputs == #count), message: message.to_string() });
        }
    }
}

/// A variant's name made of any text.
fn variant(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let variant: String = words
        .map(|word| {
            let mut letters = word.chars();
            letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect::<String>()
        })
        .collect();
    let is_name = syn::parse_str::<Ident>(&variant).is_ok();
    let class = format!("Class{variant}");
    match is_name {
        true => variant,
        false if syn::parse_str::<Ident>(&class).is_ok() => class,
        false => "Class".to_owned(),
    }
}
