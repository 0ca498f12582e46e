//! A model as the text of a `sequential!` network, and its tensors under the names that such a network gives them.

mod activations;
mod names;
mod options;
mod training;
mod wrapped;

use std::fmt;

use nn_keras::{Error, Layer, Model, Tensor};

use self::names::Names;
use self::options::Arguments;
pub(super) use self::options::number;
use super::class::{Class, Rank};
use super::classes;
use crate::layer::{EACH, PERMUTE};

/// A model in the words of `sequential!`: the same layers, whose names are the fields' names.
///
/// It prints as the lines between the braces of `struct Name { .. }`.
///
/// ```
/// use nn_compiler::keras::{Classes, Model, network};
///
/// let model = Model::read(include_bytes!("../../../nn-keras/tests/data/tiny.keras"), &Classes)?;
/// let network = network(&model)?;
/// assert_eq!(network.to_string(), "\
/// hidden: dense(3, input = 2, relu),
/// output: dense(2, use_bias = false),
/// ");
/// let names: Vec<&str> = network.tensors().map(|(name, _)| name).collect();
/// assert_eq!(names, ["hidden.kernel", "hidden.bias", "output.kernel"]);
/// # Ok::<(), nn_compiler::keras::Error>(())
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

/// A model as text.
///
/// Options with Keras's defaults are left out. What matters in training alone is written too (rates, regularizers,
/// constraints, what is not trained), but for what is not Keras's own; a layer that only changes what
/// a network is trained on, as `RandomFlip`, is `identity()`. A dense layer on a tensor
/// of more than one axis is written `time_distributed(dense(..))`, which is what Keras makes of it.
///
/// # Errors
///
/// If a layer has a class or an option that has no equivalent, which the error names with the layer.
pub fn network(model: &Model) -> Result<Network<'_>, Error> {
    let writer = Writer { is_old: model.major_version < 3 };
    let mut names = Names::default();
    let mut rank = model.input.shape.len();
    let mut layers = Vec::new();
    for layer in model.chain() {
        let mut owners = layer.owners().into_iter();
        for mut part in writer.parts(layer, &mut rank, &mut names)? {
            if layers.is_empty() {
                part.arguments.input(&model.input.shape);
            }
            let mut tensors = Vec::new();
            for (name, owner) in part.owners.iter().zip(owners.by_ref()) {
                tensors.extend(self::tensors(owner).iter().map(|tensor| (format!("{name}.{}", tensor.name), tensor)));
            }
            let text = part.call();
            layers.push(Written { name: part.name, origin: layer.describe(), text, tensors });
        }
    }
    if layers.is_empty() {
        return Err(Error::NoLayers { model: model.name.clone() });
    }
    Ok(Network { dtype: number_type(model)?, layers })
}

/// A layer's own tensors, but for those whose numbers stand in the text.
pub(super) fn tensors(layer: &Layer) -> &[Tensor] {
    let is_text = classes::find(&layer.class).is_some_and(|(_, class)| class.has_numbers_in_text());
    if is_text { &[] } else { &layer.weights }
}

/// The one type that all layers compute in.
fn number_type(model: &Model) -> Result<&'static str, Error> {
    let mut first: Option<(&'static str, &Layer)> = None;
    for layer in model.chain() {
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

/// What turns layers into text.
struct Writer {
    /// Whether the file is older than Keras 3, where some words meant other things.
    is_old: bool,
}

/// A layer's text in parts.
struct Part {
    name: String,
    /// The names of the layers that have the tensors, which may be inside of this one: of its
    /// [owners](Layer::owners).
    owners: Vec<String>,
    word: &'static str,
    arguments: Arguments,
}

impl Part {
    /// A layer under this name that applies others to each step.
    fn around(name: String, word: &'static str, inner: &[Self]) -> Self {
        let texts = inner.iter().map(|inner| format!("{}: {}", inner.name, inner.call())).collect();
        let owners = inner.iter().flat_map(|inner| inner.owners.clone()).collect();
        Self { name, owners, word, arguments: Arguments::of(texts) }
    }

    /// A layer without parameters that puts axes in this order; they are counted from 1.
    fn permuted(name: String, axes: &[usize]) -> Self {
        let axes = axes.iter().map(usize::to_string).collect();
        Self { name, owners: Vec::new(), word: PERMUTE, arguments: Arguments::of(axes) }
    }

    /// The layer as one writes it, without its name.
    fn call(&self) -> String {
        self.arguments.call(self.word)
    }
}

impl Writer {
    /// One layer, which is given a tensor of `rank` axes; afterwards that is the rank of what it makes. A model that is a
    /// layer is those in it.
    fn parts(&self, layer: &Layer, rank: &mut usize, names: &mut Names) -> Result<Vec<Part>, Error> {
        if layer.is_model() {
            let mut parts = Vec::new();
            for inner in &layer.layers {
                parts.append(&mut self.parts(inner, rank, names)?);
            }
            return Ok(parts);
        }
        let given = *rank;
        let part = self.part(layer, rank, names)?;
        let Some(turned) = part.arguments.turned.filter(|_| given > 1) else { return Ok(vec![part]) };
        // Other axes keep their order.
        let last: Vec<usize> = (1..=given).filter(|axis| *axis != turned).chain([turned]).collect();
        let back: Vec<usize> =
            (1..=given).map(|axis| last.iter().position(|from| *from == axis).unwrap_or_default() + 1).collect();
        let before = Part::permuted(names.name(&format!("{}_last", part.name)), &last);
        let after = (*rank == given).then(|| Part::permuted(names.name(&format!("{}_back", part.name)), &back));
        Ok([before, part].into_iter().chain(after).collect())
    }

    /// One layer that is no model, whose input has the channels last.
    fn part(&self, layer: &Layer, rank: &mut usize, names: &mut Names) -> Result<Part, Error> {
        if *rank > MOST_AXES {
            return Err(Error::TooLarge {
                what: format!("the number of axes of what {} is given", layer.describe()),
                limit: MOST_AXES as u64,
                unit: "axes",
            });
        }
        let config = &layer.config;
        config.accept_initial();
        config.accept(ALWAYS_ACCEPTED);
        let name = names.name(&layer.name);
        let found = classes::find(&layer.class);
        let (word, class) = found.ok_or_else(|| Error::UnsupportedClass { layer: layer.describe() })?;
        if class.only_trains {
            config.accept_all();
        }
        let mut part = if class.wraps.is_empty() {
            let mut arguments = Arguments::of(Vec::new());
            self.options(layer, class, *rank, &mut arguments)?;
            Part { owners: vec![name.clone()], word, arguments, name }
        } else {
            self.wrapped(layer, (word, class), name, rank, names)?
        };
        training::options(layer, class, &mut part.arguments)?;
        if class.rank == Rank::Vector {
            for _ in 1..*rank {
                part = Part::around(names.name(&format!("{}_steps", part.owners.concat())), EACH, &[part]);
            }
        }
        *rank = axes(class, *rank, layer)?;
        complete(layer)?;
        Ok(part)
    }
}

/// How many axes a layer makes of so many.
fn axes(class: &Class, given: usize, layer: &Layer) -> Result<usize, Error> {
    let is_on = |key| layer.config.peek_boolean(key, false);
    Ok(match class.rank {
        Rank::Same | Rank::Vector => given,
        // The layers inside have said it.
        Rank::Each | Rank::Wrapped => given,
        Rank::Is(rank) => rank,
        Rank::Target => layer.config.require("target_shape")?.integers()?.len(),
        Rank::OneMore => given + 1,
        Rank::Steps if is_on("return_sequences")? => 2,
        Rank::Steps => 1,
        Rank::Channels if is_on("keepdims")? => given,
        Rank::Channels => 1,
    })
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
const ALWAYS_ACCEPTED: &[&str] = &["dtype", "name", "autocast", "quantization_config", "input_dtype"];
