//! Reads a layer's arguments: each kind asks for what it takes, and what nobody asked for is reported.

use proc_macro2::{Ident, Literal, TokenStream, TokenTree};
use quote::quote;

use crate::diag::{Diagnostics, Extent, Message, catalogue};
use crate::model::{Activation, Initializer, Number};
use crate::shape::{Comparison, Shape, Size};
use crate::suggest::closest;
use crate::syntax::{self, Argument, Value};
use crate::{activation, initializer};

/// A number that an activation or an initialiser takes.
pub(crate) struct Parameter {
    pub(crate) name: &'static str,
    /// Keras's default; NaN where Keras has none and the number must be given.
    pub(crate) default: f64,
    /// The default of the layer of that name, where Keras's differs from the function's.
    pub(crate) layer_default: f64,
}

/// The arguments of one layer, as they are taken.
pub(crate) struct Reader<'a> {
    layer: &'a syntax::Layer,
    kind: &'static str,
    rest: Vec<Argument>,
    /// What was asked for by name, to suggest when an option is misspelt.
    options: Vec<&'static str>,
    positions: Vec<&'static str>,
    diagnostics: &'a mut Diagnostics,
    /// Whether an error has been reported of this layer.
    pub(super) failed: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(layer: &'a syntax::Layer, kind: &'static str, diagnostics: &'a mut Diagnostics) -> Self {
        let rest = layer.arguments.clone();
        Self { layer, kind, rest, options: vec!["input"], positions: Vec::new(), diagnostics, failed: false }
    }

    pub(crate) fn error(&mut self, at: impl Into<Extent>, message: Message) {
        self.failed = true;
        self.diagnostics.error(at, message);
    }

    /// The layer's own text, for messages about the layer as a whole.
    pub(crate) fn extent(&self) -> Extent {
        self.layer.extent
    }

    pub(crate) fn layer_text(&self) -> &str {
        &self.layer.text
    }

    /// Takes the option `name = ..`.
    pub(crate) fn option(&mut self, name: &'static str) -> Option<Argument> {
        self.options.push(name);
        self.take_named(name)
    }

    fn take_named(&mut self, name: &str) -> Option<Argument> {
        let is = |argument: &Argument| argument.name.as_ref().is_some_and(|given| given == name);
        let at = self.rest.iter().position(is)?;
        let argument = self.rest.remove(at);
        while let Some(again) = self.rest.iter().position(is) {
            let again = self.rest.remove(again);
            let first = format!("{name} = {}", argument.text());
            self.error(again.extent, catalogue::given_twice(name, &first));
        }
        (!matches!(argument.value, Value::Invalid)).then_some(argument)
    }

    /// Takes the next argument without a name, which is the layer's `name`. Keras's users write the name: they are
    /// told, and understood.
    pub(crate) fn position(&mut self, name: &'static str) -> Option<Argument> {
        self.positions.push(name);
        if let Some(at) = self.rest.iter().position(|argument| argument.name.is_none()) {
            let argument = self.rest.remove(at);
            return (!matches!(argument.value, Value::Invalid)).then_some(argument);
        }
        let argument = self.take_named(name)?;
        self.error(argument.extent, catalogue::position_by_name(self.kind, name, &argument));
        Some(argument)
    }

    /// Takes a size that must be there, and be at least one.
    pub(crate) fn size(&mut self, name: &'static str, what: &str) -> Option<Size> {
        let Some(argument) = self.position(name) else {
            if !self.failed {
                self.error(self.layer.extent, catalogue::missing_argument(self.kind, what));
            }
            return None;
        };
        let size = self.read_size(&argument, what)?;
        if size.known() == Some(0) {
            self.error(argument.value_extent(), catalogue::zero(self.kind, name));
            return None;
        }
        Some(size)
    }

    /// A size: an integer literal, or a constant expression.
    pub(crate) fn read_size(&mut self, argument: &Argument, what: &str) -> Option<Size> {
        let message = match &argument.value {
            Value::Number(number) if number.is_integer() && !number.negative => match number.suffix() {
                "" | "usize" => match number.digits().parse() {
                    Ok(size) => return Some(Size::Known(size)),
                    Err(_) => catalogue::size_too_large(number.digits()),
                },
                suffix => catalogue::size_suffix(suffix, number.digits()),
            },
            Value::Word(word) if activation::find(&word.to_string()).is_some() => {
                catalogue::activation_for_size(what, word)
            }
            Value::Word(word) if word == "true" || word == "false" => catalogue::expected_size(what, argument),
            Value::Word(_) | Value::Call(..) | Value::Constant => {
                return Some(constant_size(&argument.tokens, &argument.text()));
            }
            Value::Invalid => return None,
            _ => catalogue::expected_size(what, argument),
        };
        self.error(argument.value_extent(), message);
        None
    }

    /// Takes an activation without a name, if there is one.
    pub(crate) fn activation(&mut self) -> Activation {
        match self.position("activation") {
            Some(argument) => activation::read(&argument, self),
            None => Activation::linear(),
        }
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
            }
            _ => self.error(argument.value_extent(), catalogue::expected_flag(argument)),
        }
        false
    }

    /// Takes `name = initializer`.
    pub(crate) fn initializer(&mut self, name: &'static str, default: &'static str) -> Initializer {
        let given = self.option(name).and_then(|argument| initializer::read(&argument, self));
        given.unwrap_or_else(|| initializer::default(default))
    }

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
            Value::Word(word) if word != "true" && word != "false" => Some(Number::Constant(argument.tokens.clone())),
            Value::Call(..) | Value::Constant => Some(Number::Constant(argument.tokens.clone())),
            Value::Invalid => None,
            _ => {
                self.error(argument.value_extent(), catalogue::expected_number(what, argument));
                None
            }
        }
    }

    /// The numbers that an activation or initialiser takes, in order or by name, each once.
    pub(crate) fn numbers(
        &mut self,
        of: &str,
        parameters: &[Parameter],
        arguments: &[Argument],
        layer: bool,
    ) -> Vec<(&'static str, Number)> {
        let mut given: Vec<Option<Number>> = parameters.iter().map(|_| None).collect();
        let mut next = 0;
        for argument in arguments {
            let at = match &argument.name {
                Some(name) => parameters.iter().position(|parameter| name == parameter.name),
                None => Some(next).filter(|&at| at < parameters.len()),
            };
            next += usize::from(argument.name.is_none());
            let Some(at) = at else {
                let names = parameters.iter().map(|parameter| parameter.name);
                self.error(argument.extent, catalogue::unexpected_parameter(of, argument, &names.collect::<Vec<_>>()));
                continue;
            };
            if given[at].is_some() {
                self.error(argument.extent, catalogue::parameter_twice(of, parameters[at].name));
                continue;
            }
            let number = self.number(argument, &format!("a number for `{}`", parameters[at].name));
            given[at] = Some(number.unwrap_or(Number::new(0.0)));
        }
        let complete = parameters.iter().zip(given).map(|(parameter, number)| {
            let default = if layer { parameter.layer_default } else { parameter.default };
            let number = match number {
                Some(number) => number,
                None if default.is_nan() => {
                    self.error(self.layer.extent, catalogue::missing_parameter(of, parameter.name));
                    Number::new(0.0)
                }
                None => Number::new(default),
            };
            (parameter.name, number)
        });
        complete.collect()
    }

    /// Takes everything, for those that read it by a table.
    pub(super) fn all(&mut self) -> Vec<Argument> {
        std::mem::take(&mut self.rest)
    }

    pub(super) fn kind(&self) -> &'static str {
        self.kind
    }

    /// Takes what is left as sizes, for `reshape(2, 3)`.
    pub(crate) fn rest_of_positions(&mut self, name: &'static str) -> Vec<Argument> {
        self.positions.push(name);
        let (positions, rest) =
            std::mem::take(&mut self.rest).into_iter().partition(|argument| argument.name.is_none());
        self.rest = rest;
        positions
    }

    /// Takes the declared input shape, if there is one. Other frameworks' words for it are reported and understood.
    pub(super) fn input(&mut self) -> Option<(Shape, Argument)> {
        if let Some(argument) = self.take_named("input") {
            return self.read_shape(&argument).map(|shape| (shape, argument));
        }
        let foreign =
            ["input_shape", "input_dim", "in_features", "inputs", "shape", "batch_input_shape", "batch_shape"];
        let (word, argument) = foreign.iter().find_map(|word| Some((*word, self.take_named(word)?)))?;
        let batch = word.starts_with("batch");
        let sizes = match &argument.value {
            Value::Tuple(axes) if batch => axes.get(1..).unwrap_or_default(),
            Value::Tuple(axes) => axes,
            _ => std::slice::from_ref(&argument),
        };
        let ours = match sizes {
            [one] => one.text(),
            axes => format!("({})", axes.iter().map(Argument::text).collect::<Vec<_>>().join(", ")),
        };
        self.error(argument.extent, catalogue::foreign_input(word, &argument, &ours));
        let sizes: Option<Vec<_>> = sizes.iter().map(|size| self.read_size(size, "a size")).collect();
        sizes.map(|sizes| (Shape::new(sizes), argument))
    }

    /// `64`, `(8, 8)`.
    fn read_shape(&mut self, argument: &Argument) -> Option<Shape> {
        let axes = match &argument.value {
            Value::Tuple(axes) => axes.as_slice(),
            Value::Array(axes) => {
                self.error(argument.value_extent(), catalogue::shape_in_brackets(axes));
                axes.as_slice()
            }
            _ => std::slice::from_ref(argument),
        };
        if axes.is_empty() {
            self.error(argument.value_extent(), catalogue::empty_shape());
            return None;
        }
        let mut sizes = Vec::new();
        for axis in axes {
            if matches!(&axis.value, Value::Word(word) if word == "None") {
                self.error(axis.value_extent(), catalogue::none_in_shape());
                return None;
            }
            let size = self.read_size(axis, "a size")?;
            if size.known() == Some(0) {
                self.error(axis.value_extent(), catalogue::zero_input());
                return None;
            }
            sizes.push(size);
        }
        Some(Shape::new(sizes))
    }

    /// Literal numbers of the given shape, `[[1.0, -1.0], [..]]`, each row's length checked; or a constant expression
    /// of that type, which rustc checks.
    pub(crate) fn array(&mut self, argument: &Argument, name: &str, shape: &[Size]) -> Option<TokenStream> {
        let Some((size, inner)) = shape.split_first() else {
            return self.number(argument, &format!("a number of `{name}`")).map(|number| quote!(#number));
        };
        match &argument.value {
            Value::Array(items) => {
                if size.compare(&Size::Known(items.len())) == Comparison::Different {
                    let message = catalogue::array_length(name, items.len(), size, shape.len());
                    self.error(argument.value_extent(), message);
                    return None;
                }
                let items: Vec<_> = items.iter().map(|item| self.array(item, name, inner)).collect();
                let items: Option<Vec<_>> = items.into_iter().collect();
                let items = items?;
                // The brackets keep their place, so that rustc's complaints of a length that only it knows go there.
                let mut group = proc_macro2::Group::new(proc_macro2::Delimiter::Bracket, quote!(#(#items),*));
                group.set_span(argument.value_extent().first);
                Some(TokenTree::from(group).into())
            }
            Value::Word(word) if word != "true" && word != "false" => Some(argument.tokens.clone()),
            Value::Call(..) | Value::Constant => Some(argument.tokens.clone()),
            Value::Invalid => None,
            _ => {
                self.error(argument.value_extent(), catalogue::expected_array(name, argument, shape));
                None
            }
        }
    }

    /// Reports what nobody asked for.
    pub(super) fn finish(mut self) {
        for argument in std::mem::take(&mut self.rest) {
            if matches!(argument.value, Value::Invalid) {
                continue;
            }
            let message = match &argument.name {
                Some(name) if self.positions.iter().any(|position| name == position) => {
                    let name = name.to_string();
                    if name == "activation" {
                        catalogue::position_by_name(self.kind, "activation", &argument)
                    } else {
                        catalogue::position_by_name_again(self.kind, &name, &argument)
                    }
                }
                Some(name) => self.unknown_option(name, &argument),
                None => catalogue::unexpected_argument(self.kind, &argument, &self.positions, &self.options),
            };
            self.error(argument.extent, message);
        }
    }

    fn unknown_option(&self, name: &Ident, argument: &Argument) -> Message {
        let name = name.to_string();
        if let Some(message) = catalogue::foreign_option(&name, argument, &self.layer.text) {
            return message;
        }
        let suggestion = closest(&name, self.options.iter().copied());
        catalogue::unknown_option(self.kind, &name, suggestion, &self.options)
    }
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

/// A size that only rustc knows; but what is plainly arithmetic on literals is known here.
fn constant_size(tokens: &TokenStream, text: &str) -> Size {
    let tokens = strip_block(tokens.clone());
    match fold(&tokens) {
        Some(size) => Size::Known(size),
        None => {
            let bare = text.strip_prefix("{ ").and_then(|text| text.strip_suffix(" }")).unwrap_or(text);
            Size::constant(tokens, bare.to_owned())
        }
    }
}

/// `2 * N` of `{ 2 * N }`; a block of statements stays a block.
fn strip_block(tokens: TokenStream) -> TokenStream {
    let mut trees = tokens.clone().into_iter();
    match (trees.next(), trees.next()) {
        (Some(TokenTree::Group(group)), None)
            if !group.stream().into_iter().any(|tree| matches!(&tree, TokenTree::Punct(p) if p.as_char() == ';')) =>
        {
            match group.delimiter() {
                proc_macro2::Delimiter::Brace | proc_macro2::Delimiter::None => strip_block(group.stream()),
                _ => tokens,
            }
        }
        _ => tokens,
    }
}

/// The value of `28 * 28`: literals joined by one kind of operator.
fn fold(tokens: &TokenStream) -> Option<usize> {
    let mut trees = tokens.clone().into_iter();
    let literal = |tree: TokenTree| match tree {
        TokenTree::Literal(literal) => literal.to_string().replace('_', "").parse::<usize>().ok(),
        _ => None,
    };
    let mut value = literal(trees.next()?)?;
    let mut operator = None;
    loop {
        let c = match trees.next() {
            None => return Some(value),
            Some(TokenTree::Punct(punct)) => punct.as_char(),
            Some(_) => return None,
        };
        if *operator.get_or_insert(c) != c {
            return None;
        }
        let next = literal(trees.next()?)?;
        value = match c {
            '*' => value.checked_mul(next)?,
            '+' => value.checked_add(next)?,
            '-' => value.checked_sub(next)?,
            _ => return None,
        };
    }
}
