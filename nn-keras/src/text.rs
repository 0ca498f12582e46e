//! A model as the text of a `sequential!` network, and its tensors under the names that such a network gives them.

mod activations;
mod names;
mod options;
mod rows;
mod table;
mod wrappers;

use core::fmt;

use self::names::Names;
pub(crate) use self::names::plain;
use self::options::Arguments;
use self::rows::{Rank, Row};
pub use self::table::{Known, Standard, activation, class, options};
use crate::{Error, Layer, Model, Tensor};

/// A model in the words of `sequential!`: the same layers, whose names are the fields' names.
///
/// It prints as the lines between the braces of `struct Name { .. }`.
///
/// ```
/// use nn_keras::Model;
///
/// let model = Model::read(include_bytes!("../tests/data/tiny.keras"))?;
/// let network = model.network()?;
/// assert_eq!(network.to_string(), "\
/// hidden: dense(3, input = 2, relu),
/// output: dense(2, use_bias = false),
/// ");
/// let names: Vec<&str> = network.tensors().map(|(name, _)| name).collect();
/// assert_eq!(names, ["hidden.kernel", "hidden.bias", "output.kernel"]);
/// # Ok::<(), nn_keras::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Network<'m> {
    /// `f32`, or `f64` where all layers of the model compute in it. Layers of half precision are computed in `f32`.
    pub dtype: &'static str,
    /// The layers, in order.
    pub layers: Vec<Written<'m>>,
}

/// One layer of a [`Network`].
#[derive(Clone, Debug)]
pub struct Written<'m> {
    /// The layer's name as a name of Rust's.
    pub name: String,
    /// What it is called in errors: its own name and its class.
    pub origin: String,
    /// The layer itself: `dense(64, input = 784, relu)`.
    pub text: String,
    /// Its tensors, each with the name that it has in a safetensors file: `hidden.kernel`.
    pub tensors: Vec<(String, &'m Tensor)>,
}

impl Network<'_> {
    /// All tensors in order, with their names.
    pub fn tensors(&self) -> impl Iterator<Item = (&str, &Tensor)> {
        self.layers.iter().flat_map(|layer| layer.tensors.iter().map(|(name, tensor)| (name.as_str(), *tensor)))
    }
}

impl fmt::Display for Network<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.layers.iter().try_for_each(|layer| writeln!(f, "{}: {},", layer.name, layer.text))
    }
}

impl Model {
    /// The model as text.
    ///
    /// Options with Keras's defaults are left out, and so is what matters in training alone; a layer that only changes what
    /// a network is trained on, as `RandomFlip`, is `identity()`. A dense layer on a tensor
    /// of more than one axis is written `time_distributed(dense(..))`, which is what Keras makes of it.
    ///
    /// # Errors
    ///
    /// If a layer has a class or an option that has no equivalent, which the error names with the layer.
    pub fn network(&self) -> Result<Network<'_>, Error> {
        let writer = Writer { is_old: self.keras_version.as_deref().is_some_and(|version| !is_third(version)) };
        let mut names = Names::default();
        let mut rank = self.input.shape.len();
        let mut layers = Vec::new();
        for layer in self.chain() {
            let mut part = writer.part(layer, &mut rank, &mut names)?;
            if layers.is_empty() {
                part.arguments.input(&self.input.shape);
            }
            let mut tensors = Vec::new();
            for (name, holder) in part.holders.iter().zip(layer.holders()) {
                tensors.extend(holder.tensors().iter().map(|tensor| (format!("{name}.{}", tensor.name), tensor)));
            }
            let text = part.arguments.call(part.word);
            layers.push(Written { name: part.name, origin: layer.describe(), text, tensors });
        }
        if layers.is_empty() {
            return Err(Error::NoLayers { model: self.name.clone() });
        }
        Ok(Network { dtype: self.number_type()?, layers })
    }

    /// The one type that all layers compute in.
    fn number_type(&self) -> Result<&'static str, Error> {
        let mut first: Option<(&'static str, &Layer)> = None;
        for layer in self.chain() {
            let Some(policy) = layer.dtype()? else { continue };
            let dtype = match policy.as_str() {
                "float32" | "mixed_float16" | "mixed_bfloat16" | "float16" | "bfloat16" => "f32",
                "float64" => "f64",
                // Embeddings and the like, whose numbers are no floats, don't say what the others compute in.
                _ if policy.starts_with("int") || policy.starts_with("uint") => continue,
                _ => return Err(Error::NumberType { layer: layer.describe(), dtype: policy, other: None }),
            };
            match first {
                Some((other, _)) if other != dtype => {
                    let other = first.map(|(_, layer)| layer.describe());
                    return Err(Error::NumberType { layer: layer.describe(), dtype: policy, other });
                }
                _ => first = Some((dtype, layer)),
            }
        }
        Ok(first.map_or("f32", |(dtype, _)| dtype))
    }
}

fn is_third(version: &str) -> bool {
    version.split('.').next().and_then(|major| major.parse::<u32>().ok()).is_none_or(|major| major >= 3)
}

/// What turns layers into text.
struct Writer {
    /// Whether the file is older than Keras 3, where some words meant other things.
    is_old: bool,
}

/// A layer's text in parts.
struct Part {
    name: String,
    /// The names of the layers that have the tensors, which may be inside of this one: of its
    /// [holders](Layer::holders).
    holders: Vec<String>,
    word: &'static str,
    arguments: Arguments,
}

impl Part {
    /// `time_distributed`, under this name, around a layer.
    fn around(name: String, inner: &Self) -> Self {
        let text = format!("{}: {}", inner.name, inner.arguments.call(inner.word));
        Self { name, holders: inner.holders.clone(), word: wrappers::EACH, arguments: Arguments::of(vec![text]) }
    }
}

impl Writer {
    /// One layer, which is given a tensor of `rank` axes; afterwards that is the rank of what it makes.
    fn part(&self, layer: &Layer, rank: &mut usize, names: &mut Names) -> Result<Part, Error> {
        if *rank > MOST_AXES {
            return Err(Error::TooLarge {
                what: format!("the number of axes of what {} is given", layer.describe()),
                limit: MOST_AXES as u64,
                unit: "axes",
            });
        }
        let config = &layer.config;
        config.accept_training();
        config.accept(ALWAYS_ACCEPTED);
        let name = names.name(&layer.name);
        if let Some(part) = self.wrapper(layer, &name, rank, names)? {
            complete(layer)?;
            return Ok(part);
        }
        let row = Row::find(&layer.class).ok_or_else(|| Error::UnsupportedClass { layer: layer.describe() })?;
        if row.only_trains {
            config.accept_all();
        }
        let arguments = self.arguments(layer, row, *rank)?;
        let mut part = Part { holders: vec![name.clone()], word: row.word, arguments, name };
        if row.rank == Rank::Vector {
            for _ in 1..*rank {
                part = Part::around(names.name(&format!("{}_steps", part.holders.concat())), &part);
            }
        }
        *rank = row.rank.after(*rank, layer)?;
        complete(layer)?;
        Ok(part)
    }
}

/// Whether all options of the layer have found their place.
fn complete(layer: &Layer) -> Result<(), Error> {
    match layer.config.unread().next() {
        Some((key, value)) => {
            Err(Error::UnsupportedOption { layer: layer.describe(), key: key.to_owned(), value: value.to_string() })
        }
        None => Ok(()),
    }
}

/// No layer takes more, and a dense one is wrapped for each.
const MOST_AXES: usize = 16;

/// Options of all layers that change nothing that is computed.
const ALWAYS_ACCEPTED: &[&str] = &["dtype", "name", "trainable", "autocast", "quantization_config", "input_dtype"];
