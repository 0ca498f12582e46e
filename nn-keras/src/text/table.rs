//! What the table of classes says to those who compare a written network with a file.

use super::options::Take;
use super::rows::{Row, rows};
use crate::{Layer, Tensor};

/// An option of a layer as `sequential!` has it.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// Keras's name of it: `kernel_size`.
    pub key: &'static str,
    /// The name under which it is written: `kernel`. `None` for what is written without one.
    pub name: Option<&'static str>,
    /// What is meant where it isn't written.
    pub default: Standard,
}

/// What a missing option means.
#[derive(Clone, Debug, PartialEq)]
pub enum Standard {
    /// It can't be missing, or means nothing that can be written.
    None,
    /// This, as text: `1`, `valid`.
    Text(String),
    /// The same as the first option without a name, as the strides of a pooling layer.
    First,
}

/// The options of the layer that `sequential!` calls `word`; nothing if it is none of Keras's.
///
/// ```
/// use nn_keras::{Standard, options};
///
/// let options = options("conv2d");
/// let kernel = options.iter().find(|option| option.name == Some("kernel")).unwrap();
/// assert_eq!((kernel.key, &kernel.default), ("kernel_size", &Standard::None));
/// let strides = options.iter().find(|option| option.name == Some("strides")).unwrap();
/// assert_eq!(strides.default, Standard::Text("1".to_owned()));
/// ```
#[must_use]
pub fn options(word: &str) -> Vec<Known> {
    let text = |text: &dyn ToString| Standard::Text(text.to_string());
    let number = |value: f64| super::options::number(value).map_or(Standard::None, Standard::Text);
    let size = |default: Option<usize>| default.map_or(Standard::None, |default| text(&default));
    if word == "bidirectional" {
        return vec![Known { key: "merge_mode", name: Some("merge_mode"), default: text(&"concat") }];
    }
    let Some(row) = find(word) else { return Vec::new() };
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
            Take::Flag { default } => (Some(key), text(&default)),
            Take::Word { default } => (Some(key), text(&default)),
            Take::Integer { default } => (Some(key), text(&default)),
            Take::Axis => (Some(key), text(&-1)),
            Take::NamedActivation { default } => (Some(key), text(&default)),
            Take::Activation { .. } | Take::MustBeFalse | Take::MustBeOne | Take::MustBe(_) | Take::Nothing => {
                return None;
            }
        };
        Some(Known { key, name, default })
    };
    let mut options: Vec<_> = row.options.iter().filter_map(known).collect();
    if row.numbers_in_text {
        let statistic = |key| Known { key, name: Some(key), default: Standard::None };
        options.extend(["mean", "variance"].map(statistic));
    }
    options
}

/// Keras's class of the layer that `sequential!` calls `word`.
///
/// ```
/// assert_eq!(nn_keras::class("max_pool2d"), Some("MaxPooling2D"));
/// assert_eq!(nn_keras::class("relu6"), None);
/// ```
#[must_use]
pub fn class(word: &str) -> Option<&'static str> {
    match word {
        "time_distributed" => Some("TimeDistributed"),
        "bidirectional" => Some("Bidirectional"),
        _ => find(word).map(|row| row.class),
    }
}

/// The activation that the layer that `sequential!` calls `word` has where none is written.
///
/// ```
/// assert_eq!([nn_keras::activation("dense"), nn_keras::activation("gru")], ["linear", "tanh"]);
/// ```
#[must_use]
pub fn activation(word: &str) -> &'static str {
    let options = find(word).into_iter().flat_map(|row| row.options);
    let mut defaults = options.filter_map(|(_, take)| match take {
        Take::Activation { default } => Some(*default),
        _ => None,
    });
    defaults.next().filter(|default| !default.is_empty()).unwrap_or("linear")
}

fn find(word: &str) -> Option<&'static Row> {
    rows().iter().find(|row| row.word == word)
}

impl Layer {
    /// The layers that have this one's tensors: those that it wraps, or itself.
    #[must_use]
    pub fn holders(&self) -> Vec<&Self> {
        match self.class.as_str() {
            "TimeDistributed" | "Bidirectional" => self.layers.iter().flat_map(Self::holders).collect(),
            _ => vec![self],
        }
    }

    /// The layer's own tensors, but for those whose numbers stand in the text of a network.
    #[must_use]
    pub fn tensors(&self) -> &[Tensor] {
        let is_text = Row::find(&self.class).is_some_and(|row| row.numbers_in_text);
        if is_text { &[] } else { &self.weights }
    }
}
