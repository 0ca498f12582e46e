//! A written layer beside that of a file: which option is another.

use super::class::{Class, Take};
use super::{classes, text};
use crate::activation;
use crate::diag::{Diagnostics, Extent, catalogue};
use crate::syntax::{Argument, Value};

/// A layer.
#[derive(Clone, Copy)]
pub(super) struct Side<'a> {
    pub(super) word: &'a str,
    pub(super) arguments: &'a [Argument],
}

/// What differs, where that is not what rustc alone can tell.
pub(super) struct Difference {
    at: Option<Extent>,
    /// What the file has there, with backticks where it is code.
    has: String,
}

impl Difference {
    /// Reports it, on the layer if it has no place of its own.
    pub(super) fn report(self, layer: Extent, text: &str, path: &str, diagnostics: &mut Diagnostics) {
        diagnostics.error(self.at.unwrap_or(layer), catalogue::file_has(&self.has, text, path));
    }
}

/// The first difference of two layers of one kind. `whole` is the file's as text.
pub(super) fn difference(ours: Side<'_>, theirs: Side<'_>, whole: &str) -> Option<Difference> {
    let class = classes::of(ours.word);
    let known = class.map(known).unwrap_or_default();
    let own = class.map_or("linear", Class::activation);
    let code = |text: &str| format!("`{text}`");
    let (mine, other) = (Parts::of(ours), Parts::of(theirs));

    // Sizes without a name.
    let mut names = known.iter().filter(|option| option.name.is_none());
    let count = mine.first.len().max(other.first.len());
    for place in 0..count {
        let option = names.next();
        let (a, b) = (mine.first.get(place).copied(), other.first.get(place).copied());
        let default = option.and_then(|option| default(option, &other.first));
        if same(a, b, default.as_deref()) {
            continue;
        }
        let value = b.map(Argument::text).or(default);
        let has = match (value, option) {
            (Some(value), Some(option)) if value.parse::<usize>().is_ok() => format!("{value} {}", option.key),
            (Some(value), Some(option)) => code(&format!("{} = {value}", option.key)),
            _ => code(whole),
        };
        return Some(Difference { at: a.map(|a| a.extent), has });
    }

    // Options with a name. Where one means the first size and that isn't written, it means what that does.
    let size = known.iter().find(|option| option.name.is_none()).and_then(|option| default(option, &[]));
    for option in &known {
        let Some(name) = option.name else { continue };
        let (a, b) = (mine.named(name), other.named(name));
        let default = default(option, &other.first).or_else(|| size.clone());
        if same(a, b, default.as_deref()) {
            continue;
        }
        let value = b.map(Argument::text).or(default);
        let has = value.map_or_else(|| code(whole), |value| code(&format!("{name} = {value}")));
        return Some(Difference { at: a.map(|a| a.extent), has });
    }

    // The activation, which may also be the layer itself.
    match (mine.activation, other.activation) {
        (a, b) if a.map(function) == b.map(function) => {}
        (a, Some(b)) => return Some(Difference { at: a.map(|a| a.extent), has: code(&b.text()) }),
        // Written out where the file has the layer's own.
        (Some(a), None) if a.text() == own => {}
        (a, None) => {
            let has = match own {
                "linear" => "no activation".to_owned(),
                own => code(own),
            };
            return Some(Difference { at: a.map(|a| a.extent), has });
        }
    }
    None
}

/// An option of a layer as the text has it.
struct Known {
    /// Keras's name of it: `kernel_size`.
    key: &'static str,
    /// The name under which it is written: `kernel`. `None` for what is written without one.
    name: Option<&'static str>,
    /// What is meant where it isn't written.
    default: Standard,
}

/// What a missing option means.
enum Standard {
    /// It can't be missing, or means nothing that can be written.
    None,
    /// This, as text: `1`, `valid`.
    Text(String),
    /// The same as the first option without a name, as the strides of a pooling layer.
    First,
}

/// The options of a class on which the numbers hang that its layers compute.
fn known(class: &Class) -> Vec<Known> {
    let text = |text: &dyn ToString| Standard::Text(text.to_string());
    let number = |value: f64| text::number(value).map_or(Standard::None, Standard::Text);
    let size = |default: Option<usize>| default.map_or(Standard::None, |default| text(&default));
    let known = |&(key, ref take): &(&'static str, Take)| {
        let (name, default) = match *take {
            Take::Size | Take::Integers | Take::Number | Take::Numbers | Take::Array => (None, Standard::None),
            Take::FirstSizes { default, .. } => (None, size(default)),
            Take::Edges { default, .. } => (None, text(&default)),
            Take::Sizes { ours, default, .. } => (Some(ours), size(default)),
            Take::Tuple { ours } => (Some(ours), Standard::None),
            Take::Strides { .. } => (Some(key), Standard::First),
            Take::NamedNumber { default } => (Some(key), number(default)),
            Take::Renamed { ours, default } => (Some(ours), number(default)),
            Take::Statistic => (Some(key), Standard::None),
            Take::Flag { default } | Take::FlagSince { default, .. } => (Some(key), text(&default)),
            Take::Word { default } | Take::NamedActivation { default } => (Some(key), text(&default)),
            Take::Choice(words) => (Some(key), text(&words[0])),
            Take::Integer { default } => (Some(key), text(&default)),
            Take::Axis => (Some(key), text(&-1)),
            Take::Activation { .. }
            | Take::DataFormat
            | Take::Operand(_)
            | Take::TurnedAxis
            | Take::MustBeFalse
            | Take::MustBeOne
            | Take::MustBe(_)
            | Take::Trains { .. }
            | Take::Nothing => return None,
        };
        Some(Known { key, name, default })
    };
    class.options.iter().filter_map(known).collect()
}

/// The arguments of a layer, sorted.
struct Parts<'a> {
    all: &'a [Argument],
    first: Vec<&'a Argument>,
    activation: Option<&'a Argument>,
}

impl<'a> Parts<'a> {
    fn of(side: Side<'a>) -> Self {
        let mut parts = Self { all: side.arguments, first: Vec::new(), activation: None };
        for argument in side.arguments.iter().filter(|argument| argument.name.is_none()) {
            match &argument.value {
                Value::Word(word) | Value::Call(word, _) if activation::find(&word.to_string()).is_some() => {
                    parts.activation = Some(argument);
                }
                // The shape of `reshape((2, 3))`.
                Value::Tuple(items) if takes_integers(side.word) => parts.first.extend(items),
                _ => parts.first.push(argument),
            }
        }
        parts
    }

    fn named(&self, name: &str) -> Option<&'a Argument> {
        self.all.iter().find(|argument| argument.name.as_ref().is_some_and(|given| given == name))
    }
}

/// Whether all that such a layer takes without a name are integers.
fn takes_integers(word: &str) -> bool {
    let options = classes::of(word).into_iter().flat_map(|class| class.options);
    options.into_iter().any(|(_, take)| matches!(take, Take::Integers))
}

fn default(option: &Known, first: &[&Argument]) -> Option<String> {
    match &option.default {
        Standard::None => None,
        Standard::Text(text) => Some(text.clone()),
        Standard::First => first.first().map(|first| first.text()),
    }
}

/// Whether two values are the same as far as can be told here; a missing one means `default`.
fn same(a: Option<&Argument>, b: Option<&Argument>, default: Option<&str>) -> bool {
    let value = |argument: Option<&Argument>| match argument {
        Some(argument) => plain(argument),
        None => default.map_or(Plain::Missing, |text| Plain::Text(text.to_owned())),
    };
    value(a).is(&value(b))
}

/// A value without the ways to write it.
enum Plain {
    Missing,
    /// A constant, whose value only rustc knows.
    Unknown,
    Number(f64),
    Text(String),
    List(Vec<Plain>),
}

impl Plain {
    fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Unknown, _) | (_, Self::Unknown) => true,
            (Self::Missing, Self::Missing) => true,
            (Self::Number(a), Self::Number(b)) => a.partial_cmp(b).is_some_and(std::cmp::Ordering::is_eq),
            (Self::Text(a), Self::Text(b)) => a == b,
            (Self::Text(text), Self::Number(number)) | (Self::Number(number), Self::Text(text)) => {
                text.parse().is_ok_and(|text| Self::Number(text).is(&Self::Number(*number)))
            }
            (Self::List(a), Self::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.is(b)),
            // One for all.
            (Self::List(items), one) | (one, Self::List(items)) => items.iter().all(|item| item.is(one)),
            _ => false,
        }
    }
}

fn plain(argument: &Argument) -> Plain {
    match &argument.value {
        Value::Number(number) => Plain::Number(number.to_f64()),
        Value::Tuple(items) | Value::Array(items) => Plain::List(items.iter().map(plain).collect()),
        Value::Word(word) if word.to_string().starts_with(|c: char| c.is_lowercase()) => Plain::Text(word.to_string()),
        Value::Call(..) => Plain::Text(function(argument)),
        Value::Word(_) | Value::Text(_) | Value::OtherLiteral | Value::Constant | Value::Invalid => Plain::Unknown,
    }
}

/// An activation with its numbers written out: `leaky_relu(0.2)` for `leaky_relu`.
fn function(argument: &Argument) -> String {
    let (word, arguments) = match &argument.value {
        Value::Word(word) => (word.to_string(), &[][..]),
        Value::Call(word, arguments) => (word.to_string(), arguments.as_slice()),
        _ => return argument.text(),
    };
    let Some(row) = activation::find(&word) else { return argument.text() };
    let is_flagged = row.flag.is_some() && !arguments.is_empty();
    let numbers: Vec<String> = row
        .parameters
        .iter()
        .enumerate()
        .map(|(place, parameter)| {
            let named =
                arguments.iter().find(|argument| argument.name.as_ref().is_some_and(|name| name == parameter.name));
            let unnamed = arguments.get(place).filter(|argument| argument.name.is_none());
            match named.or(unnamed).map(|argument| (argument, plain(argument))) {
                Some((_, Plain::Number(number))) => number.to_string(),
                Some((argument, _)) => argument.text(),
                None => parameter.default.to_string(),
            }
        })
        .collect();
    format!("{} {is_flagged} {numbers:?}", row.name)
}

#[cfg(test)]
mod tests {
    use super::{Standard, known};
    use crate::keras::class::{Class, Take};
    use crate::layer::KINDS;

    /// What a layer lowers to on the first tensor that it takes.
    fn graph(layer: &str) -> Option<String> {
        let first = layer.strip_suffix(')').unwrap_or(layer);
        let on = ["6", "(4, 6)", "(4, 4, 6)", "(4, 4, 4, 6)"].map(|input| format!("linear(input = {input}), {layer}"));
        on.into_iter()
            .chain([format!("{first}, input = 6)")])
            .find_map(|network| crate::graph(format!("(::nn_runtime::hidden) {network}").parse().expect("tokens")))
    }

    /// A kind's defaults stand in the rule that lowers it and among its options in Keras.
    #[test]
    fn what_is_left_out_is_the_default() {
        let mut count = 0;
        for kind in KINDS {
            let Some(class) = kind.keras.first() else { continue };
            let bare = graph(kind.example).unwrap_or_else(|| panic!("{}", kind.example));
            let without = |text: &str| format!("{}{text})", kind.example.strip_suffix(')').expect("a call"));
            let is_left_out = |argument: &String| {
                let name = argument.split(' ').next().unwrap_or_default();
                !kind.example.contains(&format!("{name} ="))
            };
            for argument in defaults(class).into_iter().filter(is_left_out) {
                let comma = if kind.example.ends_with("()") { "" } else { ", " };
                let written = without(&format!("{comma}{argument}"));
                assert_eq!(graph(&written).as_ref(), Some(&bare), "{written}");
                count += 1;
            }
            let first = known(class).into_iter().find(|option| option.name.is_none());
            if let (Some(Standard::Text(default)), Some(empty)) =
                (first.map(|option| option.default), graph(&format!("{}()", kind.name)))
            {
                assert_eq!(graph(&format!("{}({default})", kind.name)), Some(empty), "{}", kind.name);
                count += 1;
            }
        }
        assert!(count > 100, "{count}");
    }

    /// All options of a class with a name and a default, as one would write the default.
    fn defaults(class: &Class) -> Vec<String> {
        let known = known(class).into_iter().filter_map(|option| match option.default {
            Standard::Text(default) => Some(format!("{} = {default}", option.name?)),
            _ => None,
        });
        let others = class.options.iter().filter_map(|(key, take)| match take {
            Take::Trains { default } => Some(format!("{key} = {default:?}")),
            Take::Activation { default } if !default.is_empty() => Some((*default).to_owned()),
            _ => None,
        });
        known.chain(others).collect()
    }
}
