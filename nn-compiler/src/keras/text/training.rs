//! What is for training alone: regularizers and constraints, and what is not trained.

use nn_keras::{Error, Layer, Serialized, Value};

use super::ALWAYS_ACCEPTED;
use super::options::{Arguments, number};
use crate::function::{CONSTRAINTS, REGULARIZERS, Table};
use crate::keras::class::Class;

/// Adds what a layer says of its training.
pub(super) fn options(layer: &Layer, class: &Class, arguments: &mut Arguments) -> Result<(), Error> {
    for (key, _) in layer.config.iter() {
        let table = match key.rsplit('_').next() {
            Some("regularizer") => &REGULARIZERS,
            Some("constraint") => &CONSTRAINTS,
            _ => continue,
        };
        if let Some(function) = layer.config.get(key).map(|value| function(value, table)).transpose()?.flatten() {
            arguments.push(format!("{key} = {function}"));
        }
    }
    if let Some(trainable) = layer.config.get("trainable")
        && !trainable.boolean()?
        && class.variables.is_some()
    {
        arguments.push("trainable = false".to_owned());
    }
    Ok(())
}

/// A function as we write it; nothing if it is not Keras's own, since what is computed does not hang on it.
fn function(value: Value<'_>, table: &Table) -> Result<Option<String>, Error> {
    let Serialized { class, config } = value.object()?;
    let Some(row) = table.find_class(&class) else { return Ok(None) };
    config.accept(ALWAYS_ACCEPTED);
    let mut arguments = Vec::new();
    for parameter in row.parameters {
        let Some(given) = config.get(parameter.name) else { continue };
        let number = given.float()?;
        if number.total_cmp(&parameter.default).is_ne() {
            let text = self::number(number).ok_or_else(|| given.error("a finite number"))?;
            arguments.push(format!("{} = {text}", parameter.name));
        }
    }
    if let Some(axes) = config.get("axis").filter(|_| row.has_axes).map(Value::integers).transpose()? {
        match axes.as_slice() {
            [0] => {}
            [axis] => arguments.push(format!("axis = {axis}")),
            axes => {
                let axes: Vec<_> = axes.iter().map(i64::to_string).collect();
                arguments.push(format!("axis = ({})", axes.join(", ")));
            }
        }
    }
    if let Some((option, words)) = row.word
        && let Some(word) = config.get(option).map(Value::text).transpose()?
        && let Some(word) = words.iter().skip(1).find(|known| **known == word)
    {
        arguments.push(format!("{option} = {word}"));
    }
    Ok(Some(if arguments.is_empty() { row.name.to_owned() } else { format!("{}({})", row.name, arguments.join(", ")) }))
}
