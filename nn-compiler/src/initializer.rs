//! The initialisers: one table, as for activations.

use crate::diag::catalogue;
use crate::layer::arguments::{Numbers, Parameter, Reader};
use crate::model::{Initializer, Number};
use crate::suggest::closest;
use crate::syntax::{Argument, Value};

/// An initialiser as the language knows it.
pub(crate) struct Row {
    /// Keras's word.
    pub(crate) name: &'static str,
    /// The variant of `nn_runtime::Initializer`.
    variant: &'static str,
    pub(crate) parameters: &'static [Parameter],
    #[allow(dead_code, reason = "the README's table is made of it, by a test")]
    pub(crate) about: &'static str,
}

const fn row(name: &'static str, variant: &'static str, about: &'static str) -> Row {
    Row { name, variant, parameters: &[], about }
}

/// Keras 3's initialisers, with Keras's defaults.
pub(crate) const INITIALIZERS: &[Row] = &[
    row("glorot_uniform", "GlorotUniform", "uniform within sqrt(6 / (fan_in + fan_out)); kernels' default"),
    row("glorot_normal", "GlorotNormal", "truncated normal, variance 2 / (fan_in + fan_out)"),
    row("he_uniform", "HeUniform", "uniform within sqrt(6 / fan_in)"),
    row("he_normal", "HeNormal", "truncated normal, variance 2 / fan_in"),
    row("lecun_uniform", "LecunUniform", "uniform within sqrt(3 / fan_in)"),
    row("lecun_normal", "LecunNormal", "truncated normal, variance 1 / fan_in"),
    row("zeros", "Zeros", "0; biases' default"),
    row("ones", "Ones", "1"),
    Row { parameters: &[Parameter::new("value", 0.0)], ..row("constant", "Constant", "value") },
    Row {
        parameters: &[Parameter::new("minval", -0.05), Parameter::new("maxval", 0.05)],
        ..row("random_uniform", "RandomUniform", "uniform from minval to maxval")
    },
    Row {
        parameters: &[Parameter::new("mean", 0.0), Parameter::new("stddev", 0.05)],
        ..row("random_normal", "RandomNormal", "normal")
    },
    Row {
        parameters: &[Parameter::new("mean", 0.0), Parameter::new("stddev", 0.05)],
        ..row("truncated_normal", "TruncatedNormal", "normal, drawn again beyond two standard deviations")
    },
    Row {
        parameters: &[Parameter::new("gain", 1.0)],
        ..row("orthogonal", "Orthogonal", "a random matrix with orthonormal columns or rows")
    },
];

/// The initialiser `name` with its defaults. `name` is one of the table's.
pub(crate) fn default(name: &'static str) -> Initializer {
    let row = INITIALIZERS.iter().find(|row| row.name == name).unwrap_or(&INITIALIZERS[0]);
    let arguments = row.parameters.iter().map(|parameter| (parameter.name, Number::new(parameter.default)));
    Initializer { variant: row.variant, arguments: arguments.collect() }
}

/// An initialiser as an argument: `he_normal`, `constant(0.1)`.
pub(crate) fn read(argument: &Argument, reader: &mut Reader<'_>) -> Option<Initializer> {
    let (word, arguments) = match &argument.value {
        Value::Word(word) => (word, &[][..]),
        Value::Call(word, arguments) => (word, arguments.as_slice()),
        Value::Invalid => return None,
        other => {
            let path = argument.last_word().and_then(|word| find_foreign(&word.to_string()));
            let message = match (other, path) {
                (Value::Constant, Some(row)) => catalogue::written_otherwise(&argument.text(), row.name),
                (Value::Text(string), _) => {
                    let row = find_foreign(&string.value());
                    catalogue::expected_initializer(other, row.map(|row| row.name))
                }
                _ => catalogue::expected_initializer(other, None),
            };
            reader.error(argument.value_extent(), message);
            return None;
        }
    };
    let name = word.to_string();
    let Some(row) = INITIALIZERS.iter().find(|row| row.name == name) else {
        let message = match find_foreign(&name) {
            Some(row) => catalogue::written_otherwise(&name, row.name),
            None => catalogue::unknown_initializer(&name, closest(&name, INITIALIZERS.iter().map(|row| row.name))),
        };
        reader.error(word, message);
        return None;
    };
    let Row { name: of, parameters, variant, .. } = *row;
    let extent = argument.value_extent();
    let numbers = Numbers { of, parameters, flag: None, arguments, extent, is_layer: false };
    Some(Initializer { variant, arguments: reader.numbers(&numbers) })
}

/// `GlorotUniform`, `HeNormal`: Keras's class names, its short words `uniform` and `normal`, and PyTorch's functions `xavier_uniform_`,
/// `kaiming_normal_`.
fn find_foreign(name: &str) -> Option<&'static Row> {
    let plain = |name: &str| name.replace('_', "").to_lowercase();
    let name = match plain(name).as_str() {
        short @ ("uniform" | "normal") => format!("random{short}"),
        name => name.replace("xavier", "glorot").replace("kaiming", "he"),
    };
    INITIALIZERS.iter().find(|row| plain(row.name) == name)
}
