//! The activations: one table, from which parsing, suggestions, the README's list and the interpreter are made.

use self::Monotonicity::{NonDecreasing, Unknown};
use crate::diag::{Extent, catalogue};
use crate::keras::class::{AXIS, Class, Take};
use crate::layer::KINDS;
use crate::layer::arguments::{Numbers, Parameter, Reader};
use crate::ops::Activation;
#[cfg(feature = "reference")]
pub(crate) use crate::reference::Formula;
use crate::suggest::closest;
use crate::syntax::{Argument, Value};

/// What an activation is in `f64`: nothing where there is no interpreter to ask for it.
#[cfg(not(feature = "reference"))]
#[derive(Clone, Copy, Debug)]
pub(crate) struct Formula;

/// A `Formula`, in the words of `reference::activation`.
macro_rules! interpreted {
    ($formula:expr) => {{
        #[cfg(feature = "reference")]
        {
            #[allow(unused_imports, reason = "no formula needs all of it")]
            use crate::reference::activation::{Formula::*, Scale::*, *};
            $formula
        }
        #[cfg(not(feature = "reference"))]
        {
            crate::activation::Formula
        }
    }};
}
pub(crate) use interpreted;

/// An activation as the language knows it.
pub(crate) struct Row {
    /// Our word, and Keras's.
    pub(crate) name: &'static str,
    /// Keras's other words for the same.
    pub(crate) aliases: &'static [&'static str],
    /// Keras's layer for it, if it has one of its own.
    #[cfg_attr(not(any(test, feature = "keras")), expect(dead_code, reason = "who reads Keras's files asks for it"))]
    pub(crate) class: Option<Class>,
    /// The parameters that Keras 2 had other numbers for, and these.
    #[cfg_attr(not(any(test, feature = "keras")), expect(dead_code, reason = "who reads Keras's files asks for it"))]
    pub(crate) before: &'static [(&'static str, f64)],
    /// The struct of `nn_runtime::activation`, whose file there has the name of the row.
    pub(crate) runtime: &'static str,
    /// The struct where an argument is given, if it is another.
    pub(crate) general: &'static str,
    pub(crate) parameters: &'static [Parameter],
    /// A word that stands as an argument by itself, and chooses `general`.
    pub(crate) flag: Option<&'static str>,
    /// Whether its numbers are given by name only: Keras's function and Keras's layer take them in different orders.
    by_name: bool,
    /// Of `runtime`; with other parameters than its own nothing is known.
    monotonicity: Monotonicity,
    /// About how many instructions it takes for each number.
    operations: usize,
    /// Whether Keras's layer of that name works along an axis that one chooses.
    pub(crate) is_along: bool,
    #[allow(dead_code, reason = "the README's table is made of it, by a test")]
    pub(crate) formula: &'static str,
    /// The formula of `runtime` in `f64`.
    interpret: Formula,
    /// That of `general`.
    interpret_general: Formula,
}

/// Whether it is known that the largest of an activation's results is that of the largest number.
#[derive(Clone, Copy, PartialEq)]
enum Monotonicity {
    /// It falls nowhere, and makes NaN of nothing else.
    NonDecreasing,
    /// It is one of rows, or falls, or makes NaN of an infinity; or that depends on its parameters.
    Unknown,
}

const fn row(
    name: &'static str,
    runtime: &'static str,
    monotonicity: Monotonicity,
    formula: &'static str,
    interpret: Formula,
) -> Row {
    Row {
        name,
        aliases: &[],
        class: None,
        before: &[],
        runtime,
        general: runtime,
        parameters: &[],
        flag: None,
        by_name: false,
        monotonicity,
        operations: 2,
        is_along: false,
        formula,
        interpret,
        interpret_general: interpret,
    }
}

/// A row whose function takes an exponential.
const fn exponential(
    name: &'static str,
    runtime: &'static str,
    monotonicity: Monotonicity,
    formula: &'static str,
    interpret: Formula,
) -> Row {
    Row { operations: 25, ..row(name, runtime, monotonicity, formula, interpret) }
}

/// All activations of Keras 3 that map a vector to one of the same size, with Keras's defaults.
pub(crate) const ACTIVATIONS: &[Row] = &[
    Row {
        class: Some(Class::new(&["Identity"], &[])),
        ..row("linear", "Linear", NonDecreasing, "x", interpreted!(Exact(|x, _| x)))
    },
    Row {
        class: Some(Class::new(
            &["ReLU", "Relu"],
            &[
                ("max_value", Take::NamedNumber { default: f64::INFINITY }),
                ("negative_slope", Take::NamedNumber { default: 0.0 }),
                ("threshold", Take::NamedNumber { default: 0.0 }),
            ],
        )),
        general: "ReluWith",
        interpret_general: interpreted!(Pointwise(|x, p| relu_with(x, [p[0], p[1], p[2]]))),
        by_name: true,
        parameters: &[
            Parameter::not_negative("negative_slope", 0.0),
            Parameter::not_negative("max_value", f64::INFINITY),
            Parameter::not_negative("threshold", 0.0),
        ],
        ..row("relu", "Relu", NonDecreasing, "max(x, 0)", interpreted!(Exact(|x, _| x.max(0.0))))
    },
    row("relu6", "Relu6", NonDecreasing, "min(max(x, 0), 6)", interpreted!(Exact(|x, _| x.clamp(0.0, 6.0)))),
    Row {
        class: Some(Class::new(
            &["LeakyReLU"],
            &[
                ("negative_slope", Take::NamedNumber { default: 0.3 }),
                ("alpha", Take::Renamed { ours: "negative_slope", default: 0.3 }),
            ],
        )),
        parameters: &[Parameter { layer_default: 0.3, ..Parameter::not_negative("negative_slope", 0.2) }],
        ..row(
            "leaky_relu",
            "LeakyRelu",
            Unknown,
            "x if x > 0, else negative_slope x",
            interpreted!(Pointwise(|x, p| if x < 0.0 { p[0] * x } else { x })),
        )
    },
    Row {
        class: Some(Class::new(&["ELU"], &[("alpha", Take::NamedNumber { default: 1.0 })])),
        parameters: &[Parameter::new("alpha", 1.0)],
        ..exponential(
            "elu",
            "Elu",
            Unknown,
            "x if x > 0, else alpha (exp(x) - 1)",
            interpreted!(Pointwise(|x, p| if x < 0.0 { p[0] * x.exp_m1() } else { x })),
        )
    },
    exponential(
        "selu",
        "Selu",
        NonDecreasing,
        "1.0507 elu(x, 1.6733)",
        interpreted!(Pointwise(
            |x, _| 1.050_700_987_355_480_5 * if x < 0.0 { 1.673_263_242_354_377_2 * x.exp_m1() } else { x }
        )),
    ),
    Row {
        parameters: &[Parameter::new("alpha", 1.0)],
        ..exponential(
            "celu",
            "Celu",
            Unknown,
            "max(x, 0) + min(0, alpha (exp(x / alpha) - 1))",
            interpreted!(Pointwise(|x, p| if x < 0.0 { p[0] * (x / p[0]).exp_m1() } else { x })),
        )
    },
    Row {
        general: "GeluApproximate",
        interpret_general: interpreted!(Pointwise(|x, _| {
            x * sigmoid(2.0 * (2.0 * std::f64::consts::FRAC_1_PI).sqrt() * (x + 0.044_715 * x.powi(3)))
        })),
        flag: Some("approximate"),
        ..exponential(
            "gelu",
            "Gelu",
            Unknown,
            "x (1 + erf(x / sqrt(2))) / 2; `approximate`: by tanh",
            interpreted!(Pointwise(|x, _| 0.5 * x * libm::erfc(-x * std::f64::consts::FRAC_1_SQRT_2))),
        )
    },
    exponential("sigmoid", "Sigmoid", NonDecreasing, "1 / (1 + exp(-x))", interpreted!(Pointwise(|x, _| sigmoid(x)))),
    Row {
        aliases: &["swish"],
        ..exponential("silu", "Silu", Unknown, "x sigmoid(x)", interpreted!(Pointwise(|x, _| x * sigmoid(x))))
    },
    Row {
        before: &[("slope", 0.2)],
        general: "HardSigmoidWith",
        interpret_general: interpreted!(Pointwise(|x, p| hard_sigmoid(x, p[0]))),
        parameters: &[Parameter::not_negative("slope", 1.0 / 6.0)],
        ..row(
            "hard_sigmoid",
            "HardSigmoid",
            NonDecreasing,
            "min(max(slope x + 1/2, 0), 1); Keras 2 has a slope of 0.2",
            interpreted!(Pointwise(|x, _| hard_sigmoid(x, 1.0 / 6.0))),
        )
    },
    Row {
        aliases: &["hard_swish"],
        ..row(
            "hard_silu",
            "HardSilu",
            Unknown,
            "x hard_sigmoid(x)",
            interpreted!(Pointwise(|x, _| x * hard_sigmoid(x, 1.0 / 6.0))),
        )
    },
    exponential("tanh", "Tanh", NonDecreasing, "tanh(x)", interpreted!(Pointwise(|x, _| x.tanh()))),
    row("hard_tanh", "HardTanh", NonDecreasing, "min(max(x, -1), 1)", interpreted!(Exact(|x, _| x.clamp(-1.0, 1.0)))),
    exponential("tanh_shrink", "TanhShrink", Unknown, "x - tanh(x)", interpreted!(Pointwise(|x, _| tanh_shrink(x)))),
    Row {
        parameters: &[Parameter::new("threshold", 0.5)],
        ..row(
            "soft_shrink",
            "SoftShrink",
            Unknown,
            "x moved towards 0 by threshold, 0 within it",
            interpreted!(Pointwise(|x, p| if x.abs() <= p[0] { 0.0 } else { x - p[0].copysign(x) })),
        )
    },
    Row {
        parameters: &[Parameter::new("threshold", 0.5)],
        ..row(
            "hard_shrink",
            "HardShrink",
            Unknown,
            "x if |x| > threshold, else 0",
            interpreted!(Exact(|x, p| if x.abs() > p[0] { x } else { 0.0 })),
        )
    },
    Row {
        parameters: &[Parameter::new("threshold", f64::NAN), Parameter::new("default_value", f64::NAN)],
        ..row(
            "threshold",
            "Threshold",
            Unknown,
            "x if x > threshold, else default_value",
            interpreted!(Exact(|x, p| if x > p[0] { x } else { p[1] })),
        )
    },
    exponential("softplus", "Softplus", NonDecreasing, "ln(1 + exp(x))", interpreted!(Pointwise(|x, _| softplus(x)))),
    row("softsign", "Softsign", Unknown, "x / (1 + |x|)", interpreted!(Pointwise(|x, _| x / (1.0 + x.abs())))),
    exponential("mish", "Mish", Unknown, "x tanh(softplus(x))", interpreted!(Pointwise(|x, _| x * softplus(x).tanh()))),
    exponential("exponential", "Exponential", NonDecreasing, "exp(x)", interpreted!(Pointwise(|x, _| x.exp()))),
    exponential("log_sigmoid", "LogSigmoid", Unknown, "ln(sigmoid(x))", interpreted!(Pointwise(|x, _| -softplus(-x)))),
    Row {
        parameters: &[Parameter::new("b", 4.0)],
        ..row(
            "squareplus",
            "Squareplus",
            Unknown,
            "(x + sqrt(x^2 + b)) / 2",
            interpreted!(Pointwise(|x, p| squareplus(x, p[0]))),
        )
    },
    row(
        "sparse_plus",
        "SparsePlus",
        Unknown,
        "0 if x <= -1, (x + 1)^2 / 4 if x < 1, else x",
        interpreted!(Pointwise(|x, _| sparse_plus(x))),
    ),
    row(
        "sparse_sigmoid",
        "SparseSigmoid",
        Unknown,
        "0 if x <= -1, (x + 1) / 2 if x < 1, else 1",
        interpreted!(Pointwise(|x, _| (0.5 * (x + 1.0)).clamp(0.0, 1.0))),
    ),
    Row {
        class: Some(Class::new(&["Softmax"], &[AXIS])),
        is_along: true,
        ..exponential(
            "softmax",
            "Softmax",
            Unknown,
            "exp(x - max x) / sum of the same, over the last axis; the layer takes `axis`, one or several",
            interpreted!(Rowwise(softmax, OfOne)),
        )
    },
    exponential(
        "log_softmax",
        "LogSoftmax",
        Unknown,
        "ln(softmax(x)), over the last axis",
        interpreted!(Rowwise(log_softmax, OfLargest)),
    ),
    exponential(
        "sparsemax",
        "Sparsemax",
        Unknown,
        "the nearest point of the probability simplex, over the last axis",
        interpreted!(Rowwise(sparsemax, OfLargest)),
    ),
];

/// The activation of that name.
pub(crate) fn find(name: &str) -> Option<&'static Row> {
    ACTIVATIONS.iter().find(|row| row.name == name || row.aliases.contains(&name))
}

/// The activation `name` with its defaults. `name` is one of the table's.
pub(crate) fn default(name: &str) -> Activation {
    find(name).map_or_else(Activation::linear, |row| Activation {
        name: row.runtime,
        fields: Vec::new(),
        text: row.name.to_owned(),
        is_monotonic: row.monotonicity == NonDecreasing,
        operations: row.operations,
        interpret: row.interpret,
    })
}

/// The activation whose name is spelt so elsewhere: `LeakyReLU` in Keras and PyTorch, `hardtanh`.
pub(crate) fn find_foreign(name: &str) -> Option<&'static Row> {
    let plain = |name: &str| name.replace('_', "").to_lowercase();
    ACTIVATIONS.iter().find(|row| row.aliases.iter().chain([&row.name]).any(|ours| plain(ours) == plain(name)))
}

/// All words for activations.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    ACTIVATIONS.iter().flat_map(|row| row.aliases.iter().chain([&row.name])).copied()
}

/// The activation that is meant by `"relu"`, `ReLU()` or `keras.activations.relu`, as we write it.
pub(crate) fn meant(argument: &Argument) -> Option<String> {
    if let Value::Text(string) = &argument.value {
        return find_foreign(&string.value()).map(|row| row.name.to_owned());
    }
    let word = argument.last_word()?.to_string();
    let name = find(&word).map(|_| word.clone()).or_else(|| find_foreign(&word).map(|row| row.name.to_owned()))?;
    match &argument.value {
        Value::Call(_, arguments) if !arguments.is_empty() => {
            let arguments: Vec<String> = arguments.iter().map(Argument::whole_text).collect();
            Some(format!("{name}({})", arguments.join(", ")))
        }
        _ => Some(name),
    }
}

/// An activation as an argument: `relu`, `leaky_relu(0.1)`. What can't be read is reported and taken for linear.
pub(crate) fn read(argument: &Argument, reader: &mut Reader<'_>) -> Activation {
    let (word, arguments) = match &argument.value {
        Value::Word(word) => (word, &[][..]),
        Value::Call(word, arguments) => (word, arguments.as_slice()),
        Value::Invalid => return Activation::linear(),
        other => {
            let message = match (other, meant(argument)) {
                (Value::Constant, Some(ours)) => catalogue::written_otherwise(&argument.text(), &ours),
                (_, ours) => catalogue::expected_activation(other, ours.as_deref()),
            };
            reader.error(argument.value_extent(), message);
            return Activation::linear();
        }
    };
    let name = word.to_string();
    match find(&name) {
        Some(row) => build(row, arguments, argument.value_extent(), false, reader),
        None => {
            let message = match find_foreign(&name) {
                Some(row) => catalogue::written_otherwise(&name, row.name),
                None => {
                    let plain = |name: &str| name.replace('_', "").to_lowercase();
                    let layer = KINDS.iter().map(|kind| kind.name).find(|kind| plain(kind) == plain(&name));
                    catalogue::unknown_activation(&name, layer, closest(&name, names()))
                }
            };
            reader.error(word, message);
            Activation::linear()
        }
    }
}

/// The activation of `row` with these arguments; as a layer some have other defaults than as an argument.
pub(crate) fn build(
    row: &'static Row,
    arguments: &[Argument],
    extent: Extent,
    is_layer: bool,
    reader: &mut Reader<'_>,
) -> Activation {
    let mut flagged = false;
    let mut rest = Vec::new();
    for argument in arguments {
        match (&argument.name, &argument.value, row.flag) {
            (None, Value::Word(word), Some(flag)) if word == flag => flagged = true,
            (Some(name), _, Some(flag)) if name == flag => flagged = reader.flag_value(argument),
            (None, ..) if row.by_name => {
                let names: Vec<_> = row.parameters.iter().map(|parameter| parameter.name).collect();
                let message = catalogue::parameter_without_name(row.name, &argument.text(), &names);
                reader.error(argument.extent, message);
            }
            _ => rest.push(argument.clone()),
        }
    }
    let given = !rest.is_empty();
    let Row { name: of, parameters, flag, .. } = *row;
    let values = reader.numbers(&Numbers { of, parameters, flag, arguments: &rest, extent, is_layer });
    let general = flagged || given;
    let has_fields = general || row.general == row.runtime;
    let shown: Vec<String> = if flagged {
        row.flag.iter().map(|flag| (*flag).to_owned()).collect()
    } else {
        rest.iter().map(Argument::whole_text).collect()
    };
    let text = if row.name == "linear" {
        String::new()
    } else if shown.is_empty() {
        row.name.to_owned()
    } else {
        format!("{}({})", row.name, shown.join(", "))
    };
    let fields = if has_fields { values } else { Vec::new() };
    Activation {
        name: if general { row.general } else { row.runtime },
        is_monotonic: row.monotonicity == NonDecreasing && fields.is_empty(),
        fields,
        text,
        operations: row.operations,
        interpret: if general { row.interpret_general } else { row.interpret },
    }
}
