//! Numbers of the network's own type: those of activations, of initialisers, of layers.

use proc_macro2::Literal;

use super::Reader;
use crate::diag::{Extent, catalogue};
use crate::model::Number;
use crate::syntax::{self, Argument, Value};

/// A number that an activation or an initialiser takes.
pub(crate) struct Parameter {
    pub(crate) name: &'static str,
    /// Keras's default; NaN where Keras has none and the number must be given.
    pub(crate) default: f64,
    /// The default of the layer of that name, where Keras's differs from the function's.
    pub(crate) layer_default: f64,
    /// Whether Keras takes it below 0.
    pub(crate) can_be_negative: bool,
}

impl Parameter {
    pub(crate) const fn new(name: &'static str, default: f64) -> Self {
        Self { name, default, layer_default: default, can_be_negative: true }
    }

    /// One that can't be below 0.
    pub(crate) const fn not_negative(name: &'static str, default: f64) -> Self {
        Self { can_be_negative: false, ..Self::new(name, default) }
    }
}

/// The numbers of an activation or an initialiser, as they were written.
pub(crate) struct Numbers<'a> {
    /// Whose they are.
    pub(crate) of: &'static str,
    pub(crate) parameters: &'static [Parameter],
    /// A word that it takes besides, to suggest.
    pub(crate) flag: Option<&'static str>,
    pub(crate) arguments: &'a [Argument],
    /// Where it stands, for what is missing.
    pub(crate) extent: Extent,
    /// Whether it is a layer of its own, which may have other defaults.
    pub(crate) is_layer: bool,
}

impl Reader<'_> {
    /// A number: a literal, or a constant expression of the network's scalar type.
    pub(crate) fn number(&mut self, argument: &Argument, what: &str) -> Option<Number> {
        match &argument.value {
            Value::Number(number) => match number.suffix() {
                "" | "f32" | "f64" => Some(literal_number(number)),
                suffix => {
                    self.error(argument.value_extent(), catalogue::number_suffix(suffix));
                    None
                }
            },
            Value::Word(word) if !["true", "false", "None", "True", "False"].iter().any(|other| word == other) => {
                Some(Number::Constant(argument.tokens.clone()))
            }
            Value::Call(..) | Value::Constant => Some(Number::Constant(argument.tokens.clone())),
            Value::Invalid => None,
            _ => {
                self.error(argument.value_extent(), catalogue::expected_number(what, argument));
                None
            }
        }
    }

    /// The numbers that an activation or initialiser takes, in order or by name, each once.
    pub(crate) fn numbers(&mut self, numbers: &Numbers<'_>) -> Vec<(&'static str, Number)> {
        let Numbers { of, parameters, .. } = *numbers;
        let mut given: Vec<Option<Number>> = parameters.iter().map(|_| None).collect();
        let mut next = 0;
        let before = self.diagnostics.len();
        for argument in numbers.arguments {
            let at = match &argument.name {
                Some(name) => parameters.iter().position(|parameter| name == parameter.name),
                None => Some(next).filter(|&at| at < parameters.len()),
            };
            next += usize::from(argument.name.is_none());
            let Some(at) = at else {
                let names = parameters.iter().map(|parameter| parameter.name).chain(numbers.flag);
                let message = catalogue::unexpected_parameter(of, argument, &names.collect::<Vec<_>>());
                self.error(argument.extent, message);
                continue;
            };
            if given[at].is_some() {
                self.error(argument.extent, catalogue::parameter_twice(of, parameters[at].name));
                continue;
            }
            let Parameter { name, can_be_negative, .. } = parameters[at];
            let number = self.number(argument, &format!("a number for `{name}`"));
            if let Some(Number::Literal { value, .. }) = number
                && value < 0.0
                && !can_be_negative
            {
                self.error(argument.value_extent(), catalogue::negative_number(name, &argument.text()));
            }
            given[at] = Some(number.unwrap_or(Number::new(0.0)));
        }
        let is_missing =
            |(parameter, number): &(&Parameter, &Option<Number>)| number.is_none() && parameter.default.is_nan();
        let missing: Vec<&str> =
            parameters.iter().zip(&given).filter(is_missing).map(|(parameter, _)| parameter.name).collect();
        if !missing.is_empty() && self.diagnostics.len() == before {
            self.error(numbers.extent, catalogue::parameters_missing(of, &missing, &example(of, parameters)));
        }
        let complete = parameters.iter().zip(given).map(|(parameter, number)| {
            let default = if numbers.is_layer { parameter.layer_default } else { parameter.default };
            // What is missing was reported; any number will do.
            let default = if default.is_nan() { 0.0 } else { default };
            (parameter.name, number.unwrap_or_else(|| Number::new(default)))
        });
        complete.collect()
    }
}

/// `threshold(threshold = 1.0, default_value = 1.0)`.
fn example(of: &str, parameters: &[Parameter]) -> String {
    let written = |parameter: &Parameter| {
        let number = if parameter.default.is_finite() { parameter.default } else { 1.0 };
        format!("{} = {number:?}", parameter.name)
    };
    format!("{of}({})", parameters.iter().map(written).collect::<Vec<_>>().join(", "))
}

/// A literal as the scalar's literal: integers become floats, the digits stay as written.
fn literal_number(number: &syntax::Number) -> Number {
    let digits = number.digits();
    let float = if digits.contains(['.', 'e', 'E']) { digits.to_owned() } else { format!("{digits}.0") };
    let value = number.to_f64();
    match float.parse::<Literal>() {
        Ok(mut literal) => {
            literal.set_span(number.literal.span());
            // The sign of a negative zero must not get lost.
            let value = if number.negative && value == 0.0 { -0.0 } else { value };
            Number::Literal { value, literal }
        }
        Err(_) => Number::new(value),
    }
}
