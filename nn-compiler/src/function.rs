//! Functions that options name with their numbers: regularizers, as `l2(0.01)`, and constraints, as `max_norm(2)`.

use std::fmt;

use crate::diag::catalogue;
use crate::layer::arguments::{Numbers, Parameter, Reader};
use crate::model::Number;
use crate::suggest::closest;
use crate::syntax::{Argument, Value};

/// A function with its arguments.
#[derive(Clone, Debug)]
pub(crate) struct Function {
    /// Keras's word.
    pub(crate) name: &'static str,
    pub(crate) numbers: Vec<(&'static str, Number)>,
    /// The axes that it works along, if it takes any.
    pub(crate) axes: Vec<i64>,
    /// The word among its arguments, if it takes one.
    pub(crate) word: Option<&'static str>,
}

/// A function as the language knows it.
pub(crate) struct Row {
    /// Keras's word.
    pub(crate) name: &'static str,
    /// Keras's other names for it.
    aliases: &'static [&'static str],
    pub(crate) parameters: &'static [Parameter],
    /// Whether it takes `axis`, 0 if it is not there.
    pub(crate) has_axes: bool,
    /// An argument that is one of these words, the first if it is not there.
    pub(crate) word: Option<(&'static str, &'static [&'static str])>,
}

const fn row(name: &'static str, parameters: &'static [Parameter]) -> Row {
    Row { name, aliases: &[], parameters, has_axes: false, word: None }
}

/// A kind of function, as messages call it, and those that there are.
pub(crate) struct Table {
    /// "regularizer".
    pub(crate) what: &'static str,
    rows: &'static [Row],
}

/// Keras 3's penalties on weights and on what layers make, with Keras's defaults.
pub(crate) const REGULARIZERS: Table = Table {
    what: "regularizer",
    rows: &[
        row("l1", &[Parameter::not_negative("l1", 0.01)]),
        row("l2", &[Parameter::not_negative("l2", 0.01)]),
        row("l1_l2", &[Parameter::not_negative("l1", 0.0), Parameter::not_negative("l2", 0.0)]),
        Row {
            aliases: &["orthogonal_regularizer"],
            word: Some(("mode", &["rows", "columns"])),
            ..row("orthogonal", &[Parameter::new("factor", 0.01)])
        },
    ],
};

/// Keras 3's constraints on weights, likewise.
pub(crate) const CONSTRAINTS: Table = Table {
    what: "constraint",
    rows: &[
        Row { has_axes: true, ..row("max_norm", &[Parameter::new("max_value", 2.0)]) },
        Row { aliases: &["non_negative"], ..row("non_neg", &[]) },
        Row { has_axes: true, ..row("unit_norm", &[]) },
        Row {
            has_axes: true,
            ..row(
                "min_max_norm",
                &[Parameter::new("min_value", 0.0), Parameter::new("max_value", 1.0), Parameter::new("rate", 1.0)],
            )
        },
    ],
};

impl Table {
    /// The words, for messages.
    fn names(&self) -> Vec<&'static str> {
        self.rows.iter().map(|row| row.name).collect()
    }

    /// `L2`, `MaxNorm`, `NonNeg`: Keras's classes.
    pub(crate) fn find_class(&self, name: &str) -> Option<&'static Row> {
        let plain = |name: &str| name.replace('_', "").to_lowercase();
        let is = |row: &&Row| [&[row.name], row.aliases].concat().iter().any(|other| plain(other) == plain(name));
        self.rows.iter().find(is)
    }
}

/// A function as an argument: `non_neg`, `l2(0.001)`.
pub(crate) fn read(table: &Table, argument: &Argument, reader: &mut Reader<'_>) -> Option<Function> {
    let (word, arguments) = match &argument.value {
        Value::Word(word) if word == "None" => {
            let option = argument.name.as_ref().map(ToString::to_string).unwrap_or_default();
            reader.error(argument.extent, catalogue::without_function(&option, table.what));
            return None;
        }
        Value::Word(word) => (word, &[][..]),
        Value::Call(word, arguments) => (word, arguments.as_slice()),
        Value::Invalid => return None,
        other => {
            let meant = match other {
                Value::Text(text) => table.find_class(&text.value()),
                _ => argument.last_word().and_then(|word| table.find_class(&word.to_string())),
            };
            let message = match (other, meant) {
                (Value::Constant, Some(row)) => catalogue::written_otherwise(&argument.text(), row.name),
                (_, meant) => {
                    catalogue::expected_function(table.what, argument, meant.map(|row| row.name), &table.names())
                }
            };
            reader.error(argument.value_extent(), message);
            return None;
        }
    };
    let name = word.to_string();
    let Some(row) = table.rows.iter().find(|row| row.name == name) else {
        let message = match table.find_class(&name) {
            Some(row) => catalogue::written_otherwise(&name, row.name),
            None => {
                let suggestion = closest(&name, table.rows.iter().map(|row| row.name));
                catalogue::unknown_function(table.what, &name, suggestion, &table.names())
            }
        };
        reader.error(word, message);
        return None;
    };
    let is = |argument: &&Argument, option: &str| argument.name.as_ref().is_some_and(|name| name == option);
    let axis = arguments.iter().find(|argument| row.has_axes && is(argument, "axis"));
    let choice = row.word.and_then(|(option, _)| arguments.iter().find(|argument| is(argument, option)));
    let axes = match axis {
        Some(axis) => reader.integers(axis)?,
        None => {
            if row.has_axes {
                vec![0]
            } else {
                Vec::new()
            }
        }
    };
    let word = match (row.word, choice) {
        (Some((option, words)), Some(argument)) => Some(reader.chosen(option, argument, words)?),
        (Some((_, words)), None) => words.first().copied(),
        (None, _) => None,
    };
    let numbers: Vec<Argument> = arguments
        .iter()
        .filter(|argument| {
            let is_apart = [axis, choice].into_iter().flatten().any(|apart| std::ptr::eq(apart, *argument));
            !is_apart
        })
        .cloned()
        .collect();
    let flag = if row.has_axes { Some("axis") } else { row.word.map(|(option, _)| option) };
    let extent = argument.value_extent();
    let (of, parameters) = (row.name, row.parameters);
    let numbers = Numbers { of, parameters, flag, arguments: &numbers, extent, is_layer: false };
    Some(Function { name: row.name, numbers: reader.numbers(&numbers), axes, word })
}

/// As one would write it, with all its numbers.
impl fmt::Display for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers = self.numbers.iter().map(|(name, number)| format!("{name} = {number}"));
        let axes = (!self.axes.is_empty()).then(|| {
            let axes: Vec<String> = self.axes.iter().map(i64::to_string).collect();
            if let [axis] = axes.as_slice() {
                format!("axis = {axis}")
            } else {
                format!("axis = ({})", axes.join(", "))
            }
        });
        let word = self.word.map(|word| format!("mode = {word}"));
        let arguments: Vec<String> = numbers.chain(axes).chain(word).collect();
        write!(f, "{}({})", self.name, arguments.join(", "))
    }
}
