//! Reads a layer's arguments: each kind asks for what it takes, and what nobody asked for is reported.

mod arrays;
mod input;
mod numbers;
mod sizes;

pub(super) use self::input::{Declared, MOST_NUMBERS};
pub(crate) use self::numbers::{Numbers, Parameter};
use super::{Input, Position, lower_layer};
use crate::diag::{Diagnostics, Extent, Message, catalogue};
use crate::function::{self, Function, Table};
use crate::model::{Initializer, Model};
use crate::ops::Activation;
use crate::shape::Size;
use crate::syntax::{self, Argument, Value};
use crate::{activation, initializer};

/// An argument that we take without a name.
pub(crate) struct Positional {
    /// Keras's name for it.
    pub(crate) name: &'static str,
    /// What it is, for messages: "the number of units".
    pub(crate) what: &'static str,
    /// Other frameworks and their names for it.
    pub(crate) foreign: &'static [(&'static str, &'static str)],
}

/// The activation that a layer applies to what it computes.
const ACTIVATION: Positional = Positional { name: "activation", what: "the name of an activation", foreign: &[] };

/// The arguments of one layer, as they are taken.
pub(crate) struct Reader<'a> {
    layer: &'a syntax::Layer,
    kind: &'static str,
    /// The layer as one would write it.
    example: &'static str,
    rest: Vec<Argument>,
    /// What was asked for by name, to suggest when an option is misspelt.
    options: Vec<&'static str>,
    /// The same of what is too rare to list.
    rare: Vec<&'static str>,
    /// What was asked for without a name, and what it was given as.
    positions: Vec<(&'static str, Option<String>)>,
    pub(super) place: Position,
    pub(super) model: &'a mut Model,
    diagnostics: &'a mut Diagnostics,
    /// Whether an error has been reported of this layer.
    pub(super) failed: bool,
    /// Whether such an error says already how the network's input is declared.
    pub(super) says_input: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        layer: &'a syntax::Layer,
        kind: &'static str,
        example: &'static str,
        place: Position,
        model: &'a mut Model,
        diagnostics: &'a mut Diagnostics,
    ) -> Self {
        Self {
            layer,
            kind,
            example,
            rest: layer.arguments.clone(),
            options: Vec::new(),
            rare: Vec::new(),
            positions: Vec::new(),
            place,
            model,
            diagnostics,
            failed: layer.is_broken,
            says_input: false,
        }
    }

    pub(crate) fn error(&mut self, at: impl Into<Extent>, message: Message) {
        self.failed = true;
        self.diagnostics.error(at, message);
    }

    /// The layer's own place, for messages about the layer as a whole.
    pub(crate) fn extent(&self) -> Extent {
        self.layer.extent
    }

    /// The layers in its parentheses; that there are none is reported.
    pub(super) fn body(&mut self) -> Option<&'a [syntax::Branch]> {
        let layer = self.layer;
        if layer.body.is_empty() {
            self.says_input = true;
            if !self.failed {
                self.error(
                    self.layer.extent,
                    catalogue::missing_argument(self.kind, "layers to be made of", self.example),
                );
            }
            return None;
        }
        Some(&layer.body)
    }

    /// How many errors have been reported of the whole network.
    pub(super) fn errors(&self) -> usize {
        self.diagnostics.len()
    }

    /// Lowers a layer that this one is made of.
    pub(super) fn inner(&mut self, layer: &syntax::Layer, place: Position, given: Input) -> Input {
        lower_layer(layer, place, given, self.model, self.diagnostics)
    }

    pub(super) fn layer_text(&self) -> &'a str {
        &self.layer.text
    }

    /// Takes the option `name = ..`.
    pub(crate) fn option(&mut self, name: &'static str) -> Option<Argument> {
        self.options.push(name);
        self.take_named(name).filter(is_valid)
    }

    /// As [`option`](Self::option), of one that other frameworks have another name for: they are told, and understood.
    pub(crate) fn option_or(&mut self, name: &'static str, foreign: &[(&str, &str)]) -> Option<Argument> {
        self.options.push(name);
        if let Some(argument) = self.take_named(name) {
            return Some(argument).filter(is_valid);
        }
        let (framework, argument) =
            foreign.iter().find_map(|(framework, name)| Some((framework, self.take_named(name)?)))?;
        if !is_valid(&argument) {
            return None;
        }
        let ours = format!("{name} = {}", argument.text());
        self.error(argument.extent, catalogue::option_by_name(framework, &argument, &ours));
        Some(argument)
    }

    /// As [`option_or`](Self::option_or), of one that must be there. Other frameworks take it without a name.
    pub(crate) fn needed_option(
        &mut self,
        name: &'static str,
        what: &str,
        foreign: &[(&str, &str)],
    ) -> Option<Argument> {
        if let Some(argument) = self.option_or(name, foreign) {
            return Some(argument);
        }
        let is_size = |argument: &Argument| {
            argument.name.is_none() && matches!(argument.value, Value::Number(_) | Value::Tuple(_))
        };
        if let Some(at) = self.rest.iter().position(is_size) {
            let argument = self.rest.remove(at);
            let ours = format!("{name} = {}", argument.text());
            self.error(argument.extent, catalogue::option_without_name(&argument.text(), &ours));
            return Some(argument);
        }
        if !self.failed {
            self.error(self.layer.extent, catalogue::missing_argument(self.kind, what, self.example));
        }
        None
    }

    /// Takes `name = word`, one of `words`.
    pub(crate) fn choice(&mut self, name: &'static str, words: &[&'static str]) -> Option<&'static str> {
        let argument = self.option(name)?;
        self.chosen(name, &argument, words)
    }

    /// The one of `words` that the option is.
    pub(crate) fn chosen(&mut self, name: &str, argument: &Argument, words: &[&'static str]) -> Option<&'static str> {
        let chosen = match &argument.value {
            Value::Word(word) => words.iter().find(|choice| word == **choice).copied(),
            _ => None,
        };
        if chosen.is_none() {
            self.error(argument.value_extent(), catalogue::expected_choice(name, argument, words));
        }
        chosen
    }

    /// Takes what has that name; the first, if it is given several times.
    pub(super) fn take_named(&mut self, name: &str) -> Option<Argument> {
        let is = |argument: &Argument| argument.name.as_ref().is_some_and(|given| given == name);
        let at = self.rest.iter().position(is)?;
        let argument = self.rest.remove(at);
        while let Some(again) = self.rest.iter().position(is) {
            let again = self.rest.remove(again);
            self.error(again.extent, catalogue::given_twice(name, &argument.whole_text()));
        }
        Some(argument)
    }

    /// Takes the next argument without a name.
    fn next(&mut self) -> Option<Argument> {
        let at = self.rest.iter().position(|argument| argument.name.is_none())?;
        Some(self.rest.remove(at))
    }

    /// Takes the argument of that position by another's name, and the name's framework.
    fn by_name(&mut self, position: &Positional) -> Option<(&'static str, Argument)> {
        let names = std::iter::once(("Keras", position.name)).chain(position.foreign.iter().copied());
        let (framework, argument) =
            names.into_iter().find_map(|(framework, name)| Some((framework, self.take_named(name)?)))?;
        is_valid(&argument).then_some((framework, argument))
    }

    /// Takes the next argument without a name. Others' users write its name: they are told, and understood.
    pub(crate) fn position(&mut self, position: &Positional) -> Option<Argument> {
        if let Some(argument) = self.next() {
            self.positions.push((position.name, Some(argument.text())));
            return Some(argument).filter(is_valid);
        }
        self.positions.push((position.name, None));
        let (framework, argument) = self.by_name(position)?;
        // As far as the arguments before it are there, they stand before it.
        let at = self.positions.len() - 1;
        let before = self.positions[..at].iter().map_while(|(_, given)| given.clone());
        let written: Vec<String> = before.chain([argument.text()]).collect();
        let ours = format!("{}({})", self.kind, written.join(", "));
        self.error(argument.extent, catalogue::position_by_name(framework, &argument, at, &ours));
        self.positions[at].1 = Some(argument.text());
        Some(argument)
    }

    /// As [`position`](Self::position), of an argument that must be there.
    pub(crate) fn needed(&mut self, position: &Positional) -> Option<Argument> {
        let argument = self.position(position);
        if argument.is_none() && !self.failed {
            self.error(self.layer.extent, catalogue::missing_argument(self.kind, position.what, self.example));
        }
        argument
    }

    /// Takes all arguments without a name, for `reshape(2, 3)`; those of `reshape((2, 3))` are as good.
    pub(crate) fn all_positions(&mut self, position: &Positional) -> Option<Vec<Argument>> {
        let (mut axes, rest): (Vec<Argument>, _) =
            std::mem::take(&mut self.rest).into_iter().partition(|argument| argument.name.is_none());
        self.rest = rest;
        self.positions.push((position.name, axes.first().map(Argument::text)));
        if axes.is_empty() {
            let Some((framework, argument)) = self.by_name(position) else {
                if !self.failed {
                    self.error(self.layer.extent, catalogue::missing_argument(self.kind, position.what, self.example));
                }
                return None;
            };
            let axes = argument.text();
            let axes = axes.strip_prefix('(').and_then(|axes| axes.strip_suffix(')')).unwrap_or(&axes);
            let ours = format!("{}({})", self.kind, axes.trim_end_matches(','));
            self.error(argument.extent, catalogue::position_by_name(framework, &argument, 0, &ours));
            return Some(shape_of(argument));
        }
        if axes.len() == 1 {
            axes = axes.pop().map(shape_of)?;
        }
        Some(axes)
    }

    /// Takes the next argument without a name if it is an integer: a second size, where there is but one.
    pub(crate) fn second_size(&mut self) -> Option<Argument> {
        let at = self.rest.iter().position(|argument| argument.name.is_none())?;
        let is_size = matches!(&self.rest[at].value, Value::Number(number) if number.is_integer());
        is_size.then(|| self.rest.remove(at))
    }

    /// Takes an activation without a name, if there is one. `units` is the size before it.
    pub(crate) fn activation(&mut self, units: Option<&Size>) -> Activation {
        self.activation_or(units, Activation::linear)
    }

    /// As [`activation`](Self::activation), of a layer whose default is another than none.
    pub(crate) fn activation_or(&mut self, units: Option<&Size>, default: fn() -> Activation) -> Activation {
        while let Some(argument) = self.next() {
            let text = argument.text();
            if let (Value::Number(number), Some(first)) = (&argument.value, units)
                && number.is_integer()
            {
                // PyTorch's order: inputs, outputs. The activation may yet come.
                self.says_input = true;
                let message = catalogue::size_for_activation(self.kind, &first.to_string(), &text);
                self.error(argument.value_extent(), message);
                continue;
            }
            self.positions.push((ACTIVATION.name, Some(text)));
            return activation::read(&argument, self);
        }
        self.positions.push((ACTIVATION.name, None));
        let Some((_, argument)) = self.by_name(&ACTIVATION) else { return default() };
        match activation::meant(&argument) {
            Some(ours) => {
                self.error(argument.extent, catalogue::activation_by_name(&argument, &ours));
                Activation::linear()
            }
            None => activation::read(&argument, self),
        }
    }

    /// As [`activation`](Self::activation), where one must be there.
    pub(crate) fn needed_activation(&mut self) -> Option<Activation> {
        let is_one = |argument: &Argument| argument.name.as_ref().is_none_or(|name| name == ACTIVATION.name);
        if self.rest.iter().any(is_one) {
            return Some(self.activation(None));
        }
        self.needed(&ACTIVATION)?;
        None
    }

    /// Takes `name = true` or `name = false`.
    pub(crate) fn flag(&mut self, name: &'static str, default: bool) -> bool {
        match self.option(name) {
            Some(argument) => self.flag_value(&argument),
            None => default,
        }
    }

    pub(crate) fn flag_value(&mut self, argument: &Argument) -> bool {
        match &argument.value {
            Value::Word(word) if word == "true" => return true,
            Value::Word(word) if word == "false" => return false,
            Value::Word(word) if word == "True" || word == "False" => {
                let rust = word.to_string().to_lowercase();
                self.error(word, catalogue::written_otherwise(&word.to_string(), &rust));
                return rust == "true";
            }
            _ => self.error(argument.value_extent(), catalogue::expected_flag(argument)),
        }
        false
    }

    /// The initializer that `argument` is, or else the default.
    pub(crate) fn initializer(&mut self, argument: Option<&Argument>, default: &'static str) -> Initializer {
        let given = argument.and_then(|argument| initializer::read(argument, self));
        given.unwrap_or_else(|| initializer::default(default))
    }

    /// Takes `name = ..`, a function of this kind. So many layers have so many of these that they are no suggestion for what
    /// is misspelt.
    pub(super) fn function(&mut self, name: &'static str, table: &Table) -> Option<Function> {
        self.rare.push(name);
        let argument = self.take_named(name).filter(is_valid)?;
        function::read(table, &argument, self)
    }

    /// Takes `trainable = ..`: whether the layer's parameters are, or the only one that is.
    pub(super) fn trainable(&mut self) -> Trainable {
        const NAME: &str = "trainable";
        self.rare.push(NAME);
        let Some(argument) = self.take_named(NAME).filter(is_valid) else { return Trainable::All };
        match &argument.value {
            Value::Word(word) if word == "bias" => Trainable::Bias,
            _ if self.flag_value(&argument) => Trainable::All,
            _ => Trainable::None,
        }
    }

    /// Integers, one or several in parentheses or brackets, which may be negative.
    pub(crate) fn integers(&mut self, argument: &Argument) -> Option<Vec<i64>> {
        let items = match &argument.value {
            Value::Tuple(items) | Value::Array(items) => items.as_slice(),
            _ => std::slice::from_ref(argument),
        };
        let integer = |item: &Argument| match &item.value {
            Value::Number(number) if number.is_integer() => {
                let digits = number.digits().parse::<i64>().ok()?;
                Some(if number.negative { -digits } else { digits })
            }
            _ => None,
        };
        let integers = items.iter().map(integer).collect::<Option<Vec<i64>>>();
        if integers.is_none() {
            self.error(argument.value_extent(), catalogue::expected_axes_of_weights(argument));
        }
        integers
    }

    /// Takes everything, for those that read it by a table.
    pub(super) fn all(&mut self) -> Vec<Argument> {
        std::mem::take(&mut self.rest)
    }

    /// Reports what nobody asked for. Whether no option is among it: one that was meant may be what the output's shape hangs
    /// on.
    pub(super) fn finish(mut self) -> bool {
        let mut knows_options = true;
        for argument in std::mem::take(&mut self.rest) {
            knows_options &= argument.name.is_none();
            if !is_valid(&argument) {
                continue;
            }
            let message = match &argument.name {
                Some(name) => self.unasked_option(&name.to_string(), &argument),
                None => self.unasked_argument(&argument),
            };
            self.error(argument.extent, message);
        }
        knows_options
    }

    fn unasked_option(&self, name: &str, argument: &Argument) -> Message {
        match self.positions.iter().find(|(position, _)| *position == name) {
            Some((_, Some(first))) => catalogue::given_twice(name, first),
            _ => catalogue::foreign_option(name, argument, self.kind).unwrap_or_else(|| {
                let options: Vec<&str> = self.options.iter().copied().chain(["input"]).collect();
                catalogue::unknown_option(self.kind, name, &options, &self.rare)
            }),
        }
    }

    fn unasked_argument(&self, argument: &Argument) -> Message {
        let text = argument.text();
        let has_activation = self.positions.iter().any(|(name, given)| *name == ACTIVATION.name && given.is_some());
        if has_activation && activation::meant(argument).is_some() {
            return catalogue::second_activation(&text);
        }
        let positions: Vec<&str> = self.positions.iter().map(|(name, _)| *name).collect();
        catalogue::unexpected_argument(self.kind, &text, &positions, &self.options)
    }
}

/// Which of a layer's parameters training changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trainable {
    All,
    Bias,
    None,
}

/// What is not valid has been reported.
fn is_valid(argument: &Argument) -> bool {
    !matches!(argument.value, Value::Invalid)
}

/// The sizes of `(2, 3)`, or the one size that something else is.
fn shape_of(argument: Argument) -> Vec<Argument> {
    match argument.value {
        Value::Tuple(axes) => axes,
        _ => vec![argument],
    }
}
