//! What each kind of layer means: its arguments, its shape rule, its parameters, and the ops that it lowers to.
//!
//! A kind is one file of this folder, and one word in the list below.

mod activation;
pub(crate) mod arguments;
mod elementwise;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use self::arguments::Reader;
use crate::diag::{Diagnostics, Extent, catalogue};
use crate::model::{self, Check, Model, Op, Parameters};
use crate::shape::{Comparison, Shape, Size};
use crate::suggest::closest;
use crate::syntax;

/// One word for each kind of layer; each is a file of the same name with a `KIND`.
macro_rules! kinds {
    ($($kind:ident),* $(,)?) => {
        $(mod $kind;)*
        /// Every kind of layer. Activations are layers too, by their own table.
        pub(crate) const KINDS: &[&Kind] = &[$(&$kind::KIND),*];
    };
}

kinds! {
    dense,
    activation_layer,
    dropout,
    flatten,
    reshape,
    rescaling,
    normalization,
}

/// A kind of layer.
pub(crate) struct Kind {
    /// Our word: Keras's class in snake case.
    pub(crate) name: &'static str,
    /// Other frameworks' classes for the same, as `("PyTorch", "Linear")`, other than Keras's own by its usual name.
    pub(crate) foreign: &'static [(&'static str, &'static str)],
    /// How it is written, for the README and for messages.
    pub(crate) usage: &'static str,
    #[allow(dead_code, reason = "the README's table is made of it, by a test")]
    pub(crate) about: &'static str,
    /// Reads the arguments and lowers; nothing where an error was reported.
    lower: fn(&mut Reader<'_>, &Input) -> Option<Lowered>,
}

/// What a layer is given.
pub(crate) struct Input {
    pub(crate) shape: Shape,
    /// False where an error before this layer leaves the shape unknown: nothing can be said of it then.
    pub(crate) is_known: bool,
    /// The layer that makes it: its number, its text, and what it was given; nothing at the network's input.
    producer: Option<(usize, String, Shape)>,
}

impl Input {
    /// The size of the vector that a kind wants. A tensor is reported, with the way out.
    pub(crate) fn vector(&self, kind: &str, reader: &mut Reader<'_>) -> Option<Size> {
        if let Some(size) = self.shape.as_vector() {
            return Some(size.clone());
        }
        let producer = self.producer.as_ref().map(|(number, text, input)| (*number, text.as_str(), input));
        reader.error(reader.extent(), catalogue::takes_a_vector(kind, &self.shape, producer));
        None
    }

    /// The one size of `compared` and this tensor's count of numbers, for messages.
    pub(crate) fn origin(&self) -> String {
        match &self.producer {
            Some((number, ..)) => format!("layer {number} produces"),
            None => "the network's input has".to_owned(),
        }
    }
}

/// A layer's meaning.
pub(crate) struct Lowered {
    pub(crate) output: Shape,
    pub(crate) activation: String,
    pub(crate) parameters: Option<Parameters>,
    pub(crate) ops: Vec<Op>,
    pub(crate) checks: Vec<(TokenStream, String)>,
}

impl Lowered {
    /// A layer that passes its numbers on, in a tensor of this shape.
    pub(crate) fn identity(output: Shape) -> Self {
        Self { output, activation: String::new(), parameters: None, ops: Vec::new(), checks: Vec::new() }
    }

    /// A layer of one op.
    pub(crate) fn op(output: Shape, op: Op) -> Self {
        Self { ops: vec![op], ..Self::identity(output) }
    }
}

/// Lowers the layers in order. An error in one leaves a hole, across which nothing is compared.
pub(crate) fn lower(network: &syntax::Network, diagnostics: &mut Diagnostics) -> Model {
    let names = names(&network.layers, diagnostics);
    let mut model = Model {
        form: match &network.form {
            syntax::Form::Expression => model::Form::Expression,
            syntax::Form::Named { attributes, visibility, name } => model::Form::Named {
                attributes: attributes.clone(),
                visibility: visibility.clone(),
                name: name.clone(),
            },
        },
        dtype: model::Dtype::F32,
        seed: 0,
        classes: Vec::new(),
        weights: None,
        input: Shape::vector(Size::Known(1)),
        input_is_known: false,
        output_is_known: false,
        layers: Vec::new(),
        checks: Vec::new(),
    };
    let unknown = || Shape::vector(Size::constant(quote!(1), "_".to_owned()));
    let mut given = Input { shape: unknown(), is_known: false, producer: None };
    for (index, (layer, name)) in network.layers.iter().zip(names).enumerate() {
        let Some((kind, row)) = find(layer, diagnostics) else {
            given = Input { shape: unknown(), is_known: false, producer: None };
            continue;
        };
        let mut reader =
            Reader::new(layer, kind.map_or_else(|| row.map_or("", |row| row.name), |kind| kind.name), diagnostics);
        declare_input(&mut reader, index, network.holes, &mut given, &mut model);
        let lowered = match (kind, row) {
            (Some(kind), _) => (kind.lower)(&mut reader, &given),
            (None, Some(row)) => Some(activation::lower(row, &mut reader, &given)),
            (None, None) => None,
        };
        let kind = reader.kind();
        reader.finish();
        let is_known =
            lowered.is_some() && (given.is_known || lowered.as_ref().is_some_and(|l| l.parameters.is_some()));
        let lowered = lowered.unwrap_or_else(|| Lowered::identity(unknown()));
        for (condition, message) in lowered.checks {
            model.checks.push(Check { extent: layer.extent, condition, message });
        }
        let produced_from = std::mem::replace(&mut given.shape, lowered.output.clone());
        given.is_known = is_known;
        given.producer = Some((index + 1, layer.text.clone(), produced_from));
        model.layers.push(model::Layer {
            name,
            kind,
            text: layer.text.clone(),
            extent: layer.extent,
            output: lowered.output,
            activation: lowered.activation,
            parameters: lowered.parameters,
            ops: lowered.ops,
        });
    }
    model.output_is_known = given.is_known;
    options(network, &mut model, diagnostics);
    model
}

/// Takes `input = ..`: the first layer must declare it, a later one may, as a claim that is checked.
fn declare_input(reader: &mut Reader<'_>, index: usize, holes: bool, given: &mut Input, model: &mut Model) {
    let failed = reader.failed;
    let declared = reader.input();
    let input_failed = reader.failed && !failed;
    match (declared, &given.producer) {
        (Some((shape, argument)), Some((number, text, _))) if given.is_known => {
            let number = *number;
            match shape.compare(&given.shape) {
                Comparison::Equal => {}
                Comparison::Different => {
                    let message = catalogue::input_claim(&shape, &given.shape, number, text);
                    reader.error(argument.extent, message);
                }
                Comparison::Unknown => {
                    let pairs = shape.axes().iter().zip(given.shape.axes()).map(|(a, b)| quote!(#a == #b));
                    model.checks.push(Check {
                        extent: argument.extent,
                        condition: quote!(#(#pairs)&&*),
                        message: catalogue::input_claim(&shape, &given.shape, number, text).to_string(),
                    });
                }
            }
        }
        // The declaration of the network's input, or one that says what an error has made unknown.
        (Some((shape, _)), _) => {
            if index == 0 && !holes {
                model.input = shape.clone();
                model.input_is_known = true;
            }
            given.shape = shape;
            given.is_known = true;
        }
        (None, _) if index == 0 && !holes && !input_failed => {
            let message = catalogue::input_not_declared(reader.layer_text());
            reader.error(reader.extent(), message);
        }
        (None, _) => {}
    }
}

type Found = (Option<&'static Kind>, Option<&'static crate::activation::Row>);

/// What the layer's word means. A word of another framework is reported, and understood.
fn find(layer: &syntax::Layer, diagnostics: &mut Diagnostics) -> Option<Found> {
    let word = layer.kind.to_string();
    if let Some(kind) = KINDS.iter().find(|kind| kind.name == word) {
        return Some((Some(kind), None));
    }
    if let Some(row) = crate::activation::find(&word) {
        return Some((None, Some(row)));
    }
    let plain = |name: &str| name.replace('_', "").to_lowercase();
    if let Some(kind) = KINDS.iter().find(|kind| plain(kind.name) == plain(&word)) {
        diagnostics.error(&layer.kind, catalogue::written_otherwise(&word, kind.name));
        return Some((Some(kind), None));
    }
    let foreign = KINDS.iter().find_map(|kind| {
        let (framework, _) = kind.foreign.iter().find(|(_, class)| *class == word)?;
        Some((*kind, *framework))
    });
    if let Some((kind, framework)) = foreign {
        diagnostics.error(layer.extent, catalogue::foreign_layer(framework, &layer.text, kind, &layer.arguments));
        return None;
    }
    if let Some(row) = crate::activation::find_foreign(&word) {
        diagnostics.error(&layer.kind, catalogue::written_otherwise(&word, row.name));
        return Some((None, Some(row)));
    }
    let names = KINDS.iter().map(|kind| kind.name);
    let suggestion = closest(&word, names.clone().chain(crate::activation::names()));
    diagnostics.error(&layer.kind, catalogue::unknown_layer(&word, suggestion, &names.collect::<Vec<_>>()));
    None
}

/// Each layer's name: its own, or Keras's for a layer without one: `dense`, `dense_1`, ...
fn names(layers: &[syntax::Layer], diagnostics: &mut Diagnostics) -> Vec<Ident> {
    let mut taken: Vec<(String, Extent)> = Vec::new();
    for layer in layers {
        let Some(name) = &layer.name else { continue };
        let text = name.to_string();
        if taken.iter().any(|(other, _)| *other == text) {
            diagnostics.error(name, catalogue::name_twice(&text));
        } else if let Some(message) = catalogue::unusable_name(&text) {
            diagnostics.error(name, message);
        }
        taken.push((text, name.into()));
    }
    let mut automatic: Vec<String> = Vec::new();
    let mut named = |layer: &syntax::Layer| {
        if let Some(name) = &layer.name {
            return name.clone();
        }
        let kind = layer.kind.to_string();
        let numbered = (0..).map(|n| if n == 0 { kind.clone() } else { format!("{kind}_{n}") });
        let free = numbered.into_iter().find(|name| !automatic.contains(name) && !taken.iter().any(|(t, _)| t == name));
        let free = free.unwrap_or(kind);
        automatic.push(free.clone());
        syn::parse_str::<Ident>(&free).map_or_else(
            |_| Ident::new_raw(&free, layer.kind.span()),
            |mut ident| {
                ident.set_span(layer.kind.span());
                ident
            },
        )
    };
    layers.iter().map(&mut named).collect()
}

/// The attributes that are ours, checked.
fn options(network: &syntax::Network, model: &mut Model, diagnostics: &mut Diagnostics) {
    use syntax::Value;
    if let Some(argument) = &network.options.dtype {
        let found = model::Dtype::ALL.into_iter().find(|dtype| argument.text().trim_matches('"') == dtype.name());
        match (found, &argument.value) {
            (Some(dtype), Value::Word(_)) => model.dtype = dtype,
            (_, Value::Invalid) => {}
            _ => diagnostics.error(argument.extent, catalogue::unknown_dtype(&argument.text())),
        }
    }
    if let Some(argument) = &network.options.seed {
        let seed = match &argument.value {
            Value::Number(number) if number.is_integer() && !number.negative => number.digits().parse().ok(),
            _ => None,
        };
        match seed {
            Some(seed) => model.seed = seed,
            None if matches!(argument.value, Value::Invalid) => {}
            None => diagnostics.error(argument.extent, catalogue::bad_seed()),
        }
        if let syntax::Form::Named { name, .. } = &network.form {
            diagnostics.error(argument.extent, catalogue::seed_on_named(&name.to_string()));
        }
    }
    if let Some(argument) = &network.options.weights {
        match &argument.value {
            Value::Text(path) => {
                model.weights = Some(model::WeightsPath { path: path.value(), literal: path.span() });
            }
            Value::Invalid => {}
            _ => diagnostics.error(argument.extent, catalogue::weights_path()),
        }
    }
    if let Some((classes, extent)) = &network.options.classes {
        class_names(classes, *extent, network, model, diagnostics);
    }
}

fn class_names(
    classes: &[syntax::Argument],
    extent: Extent,
    network: &syntax::Network,
    model: &mut Model,
    diagnostics: &mut Diagnostics,
) {
    if matches!(network.form, syntax::Form::Expression) {
        diagnostics.error(extent, catalogue::classes_on_expression());
        return;
    }
    for class in classes {
        match &class.value {
            syntax::Value::Word(word) if model.classes.contains(word) => {
                diagnostics.error(word, catalogue::class_twice(word));
            }
            syntax::Value::Word(word) => model.classes.push(word.clone()),
            syntax::Value::Invalid => {}
            _ => diagnostics.error(class.extent, catalogue::class_name(class)),
        }
    }
    if classes.is_empty() {
        diagnostics.error(extent, catalogue::no_classes());
    }
    if !model.output_is_known || !diagnostics.is_empty() {
        return;
    }
    let Some(last) = model.layers.last() else { return };
    let output = model.output();
    let Some(outputs) = output.as_vector() else {
        diagnostics.error(extent, catalogue::classes_of_a_tensor(output));
        return;
    };
    let message = catalogue::class_count(classes.len(), outputs, &last.text);
    match outputs.compare(&Size::Known(classes.len())) {
        Comparison::Equal => {}
        Comparison::Different => diagnostics.error(extent, message),
        Comparison::Unknown => {
            let count = classes.len();
            model.checks.push(Check { extent, condition: quote!(#outputs == #count), message: message.to_string() });
        }
    }
}
