//! What each kind of layer means: its arguments, its shape rule, its parameters, and the ops that it lowers to.
//!
//! A kind is one file of this folder, and one word in the list below.

mod activation;
pub(crate) mod arguments;
mod body;
mod channels;
mod convolution;
mod elementwise;
mod keras_input;
mod names;
mod pooling;
mod recurrent;
mod spatial;
mod tensors;
mod training;
mod transposed;
mod windows;

use nn_format::Layout;
use proc_macro2::TokenStream;
use quote::quote;

use self::arguments::{Declared, Reader, Trainable};
use crate::activation::Row;
use crate::diag::{Diagnostics, Message, catalogue};
use crate::function::REGULARIZERS;
use crate::graph::{Element, ValueId};
use crate::keras::class::Class;
use crate::model::{self, Branch, Check, Model, Parameters, Role, Tensor};
use crate::ops::{ActivityRegularize, Op, Reshape, Rows, Storage};
use crate::shape::{Comparison, Shape, Size};
use crate::suggest::closest;
use crate::syntax::{self, Argument, Ordinal};

/// One word for each kind of layer; each is a file of the same name with a `KIND`.
macro_rules! kinds {
    ($($kind:ident),* $(,)? ; of layers: $($composite:ident),* $(,)?) => {
        $(mod $kind;)*
        $(mod $composite;)*
        /// Every kind of layer. Activations are layers too, by their own table.
        pub(crate) const KINDS: &[&Kind] = &[$(&$kind::KIND,)* $(&$composite::KIND),*];
        /// Those that are made of layers.
        const COMPOSITES: &[&Kind] = &[$(&$composite::KIND),*];
    };
}

kinds! {
    dense,
    conv1d,
    conv2d,
    conv3d,
    depthwise_conv1d,
    depthwise_conv2d,
    separable_conv1d,
    separable_conv2d,
    conv1d_transpose,
    conv2d_transpose,
    conv3d_transpose,
    embedding,
    activation_layer,
    prelu,
    dropout,
    gaussian_noise,
    gaussian_dropout,
    alpha_dropout,
    spatial_dropout1d,
    spatial_dropout2d,
    spatial_dropout3d,
    activity_regularization,
    flatten,
    reshape,
    permute,
    repeat_vector,
    zero_padding1d,
    zero_padding2d,
    zero_padding3d,
    cropping1d,
    cropping2d,
    cropping3d,
    up_sampling1d,
    up_sampling2d,
    up_sampling3d,
    max_pool1d,
    max_pool2d,
    max_pool3d,
    avg_pool1d,
    avg_pool2d,
    avg_pool3d,
    global_max_pool1d,
    global_max_pool2d,
    global_max_pool3d,
    global_avg_pool1d,
    global_avg_pool2d,
    global_avg_pool3d,
    rescaling,
    normalization,
    discretization,
    batch_normalization,
    layer_normalization,
    group_normalization,
    rms_normalization,
    unit_normalization,
    simple_rnn,
    lstm,
    gru,
    identity;

    of layers:
    residual,
    concat,
    time_distributed,
    bidirectional,
}

/// Our word for what applies layers to each step.
#[cfg(any(test, feature = "keras"))]
pub(crate) const EACH: &str = time_distributed::KIND.name;

/// Our word for what puts axes in another order.
#[cfg(any(test, feature = "keras"))]
pub(crate) const PERMUTE: &str = permute::KIND.name;

/// Whether layers stand in the parentheses of a layer of that name, or of the name that was likely meant; if so, which of
/// its options are layers too.
pub(crate) fn holds_layers(word: &str) -> Option<&'static [&'static str]> {
    let kind = find_word(word).and_then(Word::kind).map(|kind| kind.name);
    let kind = kind.or_else(|| suggestion(word).filter(|_| find_word(word).is_none()));
    let composite = COMPOSITES.iter().find(|composite| Some(composite.name) == kind)?;
    Some(if composite.name == bidirectional::KIND.name { bidirectional::LAYERS } else { &[] })
}

/// A kind of layer.
pub(crate) struct Kind {
    /// Our word: Keras's class in snake case.
    pub(crate) name: &'static str,
    /// What it takes the axes of its input for.
    pub(crate) layout: Layout,
    /// What it is in Keras: its class there, and others that come to the same.
    #[cfg_attr(not(any(test, feature = "keras")), expect(dead_code, reason = "who reads Keras's files asks for it"))]
    pub(crate) keras: &'static [Class],
    /// Other frameworks' classes for the same, where Keras's name is another.
    pub(crate) foreign: &'static [Foreign],
    /// How it is written, for the README and for messages.
    pub(crate) usage: &'static str,
    /// The same with arguments as one would write them.
    pub(crate) example: &'static str,
    #[cfg_attr(not(test), expect(dead_code, reason = "the README's table is made of it, by a test"))]
    pub(crate) about: &'static str,
    /// Reads the arguments and lowers; nothing where an error was reported.
    lower: fn(&mut Reader<'_>, &Input) -> Option<Lowered>,
}

/// A class of another framework.
pub(crate) struct Foreign {
    framework: &'static str,
    class: &'static str,
    /// Its arguments in our words, if they can be told.
    rewrite: fn(&[Argument]) -> Option<String>,
}

/// What a layer is given.
#[derive(Clone)]
pub(crate) struct Input {
    pub(crate) value: ValueId,
    pub(crate) shape: Shape,
    /// False where an error before this layer leaves the shape unknown: nothing can be said of it then.
    pub(crate) is_known: bool,
    /// The layer that makes it: its number, its text, and what it was given; nothing at the network's input.
    producer: Option<(Ordinal, String, Shape)>,
    /// Whether that layer would make a sequence if it were told to.
    was_sequence: bool,
}

impl Input {
    /// After an error.
    fn unknown(model: &Model) -> Self {
        let (value, shape) = (model.graph.inputs[0], Shape::vector(Size::Known(1)));
        Self { value, shape, is_known: false, producer: None, was_sequence: false }
    }

    /// The network's input, if it is known.
    fn of(shape: Option<Shape>, model: &Model) -> Self {
        let unknown = Self::unknown(model);
        shape.map_or_else(|| unknown.clone(), |shape| Self { shape, is_known: true, ..unknown.clone() })
    }

    /// The size of the vector that a kind wants. A tensor is reported, with the way out.
    pub(crate) fn vector(&self, kind: &str, reader: &mut Reader<'_>) -> Option<Size> {
        if let Some(size) = self.shape.as_vector() {
            return Some(size.clone());
        }
        let producer = self.producer.as_ref().map(|(number, text, input)| (*number, text.as_str(), input));
        reader.error(reader.extent(), catalogue::takes_a_vector(kind, &self.shape, producer));
        None
    }

    /// Whether the tensor has these axes, which are named for the message that says it has not.
    pub(crate) fn has_axes(&self, kind: &str, axes: &[&str], reader: &mut Reader<'_>) -> bool {
        if !self.is_known || self.shape.axes().len() == axes.len() {
            return true;
        }
        let producer = self.producer.as_ref().map(|(number, text, input)| (*number, text.as_str(), input));
        let message = match producer {
            Some(producer) if self.was_sequence => catalogue::takes_a_sequence(kind, axes, &self.shape, producer),
            _ => catalogue::takes_axes(kind, axes, &self.shape, producer),
        };
        reader.error(reader.extent(), message);
        false
    }

    /// The layer before, by its number and its text; nothing at the network's input.
    pub(crate) fn producer(&self) -> Option<(Ordinal, &str)> {
        self.producer.as_ref().map(|(number, text, _)| (*number, text.as_str()))
    }

    /// "layer 1 produces 12": how many numbers there are, and where they come from.
    pub(crate) fn has(&self) -> String {
        let (shape, elements) = (&self.shape, self.shape.elements());
        match (&self.producer, shape.as_vector()) {
            (Some((number, ..)), Some(_)) => format!("layer {number} produces {elements}"),
            (Some((number, ..)), None) => format!("layer {number} produces a {shape} tensor of {elements}"),
            (None, Some(_)) => format!("the network's input has {elements}"),
            (None, None) => format!("the network's input is a {shape} tensor of {elements}"),
        }
    }
}

/// A layer's meaning.
pub(crate) struct Lowered {
    pub(crate) output: Shape,
    pub(crate) activation: String,
    pub(crate) parameters: Option<Parameters>,
    /// What the ops begin with, if that is not the layer's input: what was made of the layers that it is made of.
    pub(crate) from: Option<ValueId>,
    /// The layer's ops, one after the other.
    pub(crate) ops: Vec<Op>,
    pub(crate) checks: Vec<(TokenStream, String)>,
    /// Whether the output's shape is the same whatever the input is.
    pub(crate) is_fixed: bool,
    /// Whether the layer takes indices, and not numbers of the network's own type.
    pub(crate) takes_indices: bool,
    /// Whether there was a sequence, of which this is the last step, because nothing else was said.
    pub(crate) ends_sequence: bool,
    /// What the layer is made of.
    pub(crate) branches: Vec<Branch>,
}

impl Lowered {
    /// A layer that passes its numbers on, in a tensor of this shape.
    pub(crate) fn identity(output: Shape) -> Self {
        Self {
            output,
            activation: String::new(),
            parameters: None,
            from: None,
            ops: Vec::new(),
            checks: Vec::new(),
            is_fixed: false,
            takes_indices: false,
            ends_sequence: false,
            branches: Vec::new(),
        }
    }

    /// A layer of one op.
    pub(crate) fn op(output: Shape, op: impl Into<Op>) -> Self {
        Self { ops: vec![op.into()], ..Self::identity(output) }
    }
}

/// Lowers the layers in order. An error in one leaves a hole, across which nothing is compared.
pub(crate) fn lower(network: &mut syntax::Network, diagnostics: &mut Diagnostics) -> Model {
    bidirectional::mirror(&mut network.layers);
    let names = names::name(&mut network.layers, diagnostics);
    let mut model = Model::new(match &network.form {
        syntax::Form::Expression => model::Form::Expression,
        syntax::Form::Named { attributes, visibility, name } => {
            model::Form::Named { attributes: attributes.clone(), visibility: visibility.clone(), name: name.clone() }
        }
    });
    model.names = names;
    let mut given = Input::unknown(&model);
    let mut number = Ordinal::start();
    for (index, layer) in network.layers.iter().enumerate() {
        diagnostics.of_layer(Some(index));
        let Some(layer) = layer else {
            number = number.next();
            given = Input::unknown(&model);
            continue;
        };
        let place = Position { number, is_first: index == 0, is_inside: false };
        if keras_input::is_one(layer) {
            let mut reader = Reader::new(layer, "Input", "", place, &mut model, diagnostics);
            let next = network.layers.get(index + 1).and_then(Option::as_ref);
            let next =
                next.map(|next| (next, find(next).map_or_else(|| next.word.0.clone(), |word| word.name().into())));
            let shape = keras_input::read(&mut reader, next);
            given = Input::of(shape, &model);
        } else {
            number = number.next();
            given = lower_layer(layer, Position { number, ..place }, given, &mut model, diagnostics);
        }
        if index == 0 && given.is_known && given.producer.is_none() {
            model.declare(given.shape.clone());
        }
    }
    diagnostics.of_layer(None);
    model.output_is_known = given.is_known && given.producer.is_some();
    model
}

/// Where a layer stands.
#[derive(Clone, Copy)]
struct Position {
    number: Ordinal,
    /// Whether the network's input is this layer's, so that it must declare it.
    is_first: bool,
    /// Whether another layer is made of it.
    is_inside: bool,
}

/// Lowers one layer into the model, after those that it is made of; returns what the next one is given.
fn lower_layer(
    layer: &syntax::Layer,
    mut place: Position,
    mut given: Input,
    model: &mut Model,
    diagnostics: &mut Diagnostics,
) -> Input {
    let Some(word) = find(layer) else {
        diagnostics.error(layer.word.1, misfit(layer));
        return Input::unknown(model);
    };
    if let Word::Foreign(kind, foreign) = word
        && layer.body.is_empty()
    {
        let ours = (foreign.rewrite)(&layer.arguments);
        let message = catalogue::foreign_layer(foreign.framework, &layer.text, ours.as_deref(), kind.usage);
        diagnostics.error(layer.extent, message);
        return Input::unknown(model);
    }
    if layer.word.0 != word.name() && !word.is_alias(&layer.word.0) {
        diagnostics.error(layer.word.1, catalogue::written_otherwise(&layer.word.0, word.name()));
    }
    if layer.is_bare && word.kind().is_some() {
        diagnostics.error(layer.word.1, catalogue::layer_without_arguments(&layer.kind));
        return Input::unknown(model);
    }
    let is_first = place.is_first;
    let mut reader = Reader::new(layer, word.name(), word.example(), place, model, diagnostics);
    let claim = declare_input(&mut reader, &mut given, place);
    if is_first && claim == Claim::Given {
        reader.declare(given.shape.clone());
    }
    place.is_first = reader.place.is_first;
    let lowered = match word {
        Word::Kind(kind) | Word::Foreign(kind, _) => (kind.lower)(&mut reader, &given),
        Word::Activation(row) => Some(activation::lower(row, &mut reader, &given)),
    };
    if is_first && claim == Claim::Absent && !reader.says_input && !layer.is_broken && layer.body.is_empty() {
        let message = catalogue::input_not_declared(&layer.with_input(word.name(), "<size>"));
        reader.error(reader.extent(), message);
    }
    let trainable = reader.trainable();
    let activity = reader.function("activity_regularizer", &REGULARIZERS);
    let knows_options = reader.finish();
    if lowered.as_ref().is_some_and(|lowered| lowered.takes_indices) {
        let input = model.graph.inputs[0];
        model.graph[input].element = Element::Index;
    }
    if place.is_first && model.input_is_known {
        // A layer inside has declared it.
        given = Input::of(Some(model.input().clone()), model);
    }
    let is_known = knows_options && lowered.as_ref().is_some_and(|lowered| lowered.is_fixed || given.is_known);
    let lowered = lowered.unwrap_or_else(|| Lowered::identity(Shape::vector(Size::Known(1))));
    for (condition, message) in lowered.checks {
        model.checks.push(Check { extent: layer.extent, condition, message });
    }
    let mut value = lowered.from.unwrap_or(given.value);
    let branches = lowered.branches;
    let mut parameters = lowered.parameters;
    for tensor in parameters.iter_mut().flat_map(|parameters| &mut parameters.tensors) {
        freeze(tensor, trainable);
    }
    for branch in &branches {
        for tensor in model.layers[branch.layers.clone()].iter_mut().flat_map(model::Layer::tensors_mut) {
            freeze(tensor, trainable);
        }
    }
    // Across a hole there is nothing to compute.
    if given.is_known || lowered.from.is_some() {
        let layer = model.layers.len();
        for op in lowered.ops {
            value = model.graph.node(layer, op, &[value]);
        }
        if model.graph[value].shape.compare(&lowered.output) != Comparison::Equal {
            let reshape = Reshape { shape: lowered.output.clone(), rows: Rows::Same };
            value = model.graph.node(layer, reshape, &[value]);
        }
        if let Some(regularizer) = activity {
            value = model.graph.node(layer, ActivityRegularize { regularizer }, &[value]);
        }
    } else {
        value = model.graph.value(model.graph[value].like(lowered.output.clone()));
    }
    model.graph.outputs = vec![value];
    let computes = model.nodes_of(model.layers.len()).any(|node| node.op.storage() != Storage::View);
    let next = Input {
        value,
        shape: lowered.output.clone(),
        is_known,
        producer: Some((place.number, layer.text.clone(), given.shape)),
        was_sequence: lowered.ends_sequence,
    };
    model.layers.push(model::Layer {
        name: layer.name.clone().unwrap_or_else(|| layer.kind.clone()),
        docs: layer.docs.clone(),
        kind: word.name(),
        layout: word.kind().map_or(Layout::Elementwise, |kind| kind.layout),
        text: layer.text.clone(),
        extent: layer.extent,
        output: lowered.output,
        activation: lowered.activation,
        parameters,
        computes,
        branches,
    });
    next
}

/// Keeps training from a parameter. What is frozen already, and what training changes without a gradient, stays so.
fn freeze(tensor: &mut Tensor, trainable: Trainable) {
    let is_trained = match trainable {
        Trainable::All => true,
        Trainable::Bias => tensor.name == "bias",
        Trainable::None => false,
    };
    if !is_trained && tensor.role == Role::Trainable {
        tensor.role = Role::Frozen;
    }
}

/// Takes `input = ..`: the first layer must declare it, a later one may, as a claim that is checked.
fn declare_input(reader: &mut Reader<'_>, given: &mut Input, place: Position) -> Claim {
    let (shape, argument) = match reader.input() {
        Declared::Not => return Claim::Absent,
        Declared::Invalid => return Claim::Invalid,
        Declared::As(shape, argument) => (shape, argument),
    };
    if !given.is_known || given.producer.is_none() && !place.is_inside {
        // The declaration of the network's input, or one that says what an error has made unknown.
        for axis in shape.axes().iter().filter(|axis| axis.known().is_none()) {
            let message = catalogue::no_input().to_string();
            reader.model.checks.push(Check { extent: argument.extent, condition: quote!(#axis > 0), message });
        }
        given.shape = shape;
        given.is_known = true;
        return Claim::Given;
    }
    let producer = given.producer.as_ref().map(|(number, text, _)| (*number, text.as_str()));
    let message = || catalogue::input_claim(&shape, &given.shape, producer);
    match shape.compare(&given.shape) {
        Comparison::Equal => {}
        Comparison::Different => {
            let message = message();
            reader.error(argument.extent, message);
        }
        Comparison::Unknown => {
            let pairs = shape.axes().iter().zip(given.shape.axes()).map(|(a, b)| quote!(#a == #b));
            let condition = quote!(#(#pairs)&&*);
            let message = message().to_string();
            reader.model.checks.push(Check { extent: argument.extent, condition, message });
        }
    }
    Claim::Given
}

/// Whether a layer says what its input is.
#[derive(Clone, Copy, PartialEq)]
enum Claim {
    Absent,
    /// It says something, but that was reported.
    Invalid,
    Given,
}

/// What a layer's word means.
#[derive(Clone, Copy)]
enum Word {
    Kind(&'static Kind),
    Activation(&'static Row),
    /// Another framework's, with other arguments.
    Foreign(&'static Kind, &'static Foreign),
}

impl Word {
    /// The kind; nothing for an activation.
    fn kind(self) -> Option<&'static Kind> {
        match self {
            Self::Kind(kind) | Self::Foreign(kind, _) => Some(kind),
            Self::Activation(_) => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Kind(kind) | Self::Foreign(kind, _) => kind.name,
            Self::Activation(row) => row.name,
        }
    }

    fn example(self) -> &'static str {
        match self {
            Self::Kind(kind) | Self::Foreign(kind, _) => kind.example,
            Self::Activation(row) => row.name,
        }
    }

    fn is_alias(self, word: &str) -> bool {
        matches!(self, Self::Activation(row) if row.aliases.contains(&word))
    }
}

/// What the layer's word means, in our spelling or in another's.
fn find(layer: &syntax::Layer) -> Option<Word> {
    find_word(&layer.kind.to_string())
}

fn find_word(word: &str) -> Option<Word> {
    // Keras's classes have words in full where its newer functions have them short.
    let plain = |name: &str| name.replace('_', "").to_lowercase().replace("pooling", "pool").replace("average", "avg");
    let kind = |is: &dyn Fn(&Kind) -> bool| KINDS.iter().find(|kind| is(kind)).map(|kind| Word::Kind(kind));
    kind(&|kind| kind.name == word)
        .or_else(|| crate::activation::find(word).map(Word::Activation))
        .or_else(|| {
            let foreign = |kind: &&'static Kind| {
                let foreign = kind.foreign.iter().find(|foreign| foreign.class == word)?;
                Some(Word::Foreign(kind, foreign))
            };
            KINDS.iter().find_map(foreign)
        })
        .or_else(|| kind(&|kind| plain(kind.name) == plain(word)))
        .or_else(|| crate::activation::find_foreign(word).map(Word::Activation))
}

/// What to say of a word that means nothing.
fn misfit(layer: &syntax::Layer) -> Message {
    catalogue::unknown_layer(&layer.word.0, suggestion(&layer.kind.to_string()))
}

/// The layer that was likely meant by a word that means nothing.
fn suggestion(word: &str) -> Option<&'static str> {
    closest(word, KINDS.iter().map(|kind| kind.name).chain(crate::activation::names()))
}
