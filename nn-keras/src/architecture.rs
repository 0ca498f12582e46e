//! The architecture: a model's JSON as a chain of layers without weights.

use crate::chain::chain;
use crate::config::{class_name, wrong_value};
use crate::layer::{OPERANDS, dtype, is_model, missing};
use crate::{Classes, Config, Error, Json, Layer};

/// What a model takes: the shape and the number type of its input.
#[derive(Clone, Debug, PartialEq)]
pub struct Input {
    /// The size of the batch, which few models fix.
    pub batch: Option<usize>,
    /// The size of each axis, without the batch's.
    pub shape: Vec<usize>,
    /// Keras's name of the number type: `float32`, `int32`.
    pub dtype: String,
}

/// A model without weights.
pub(crate) struct Architecture {
    pub(crate) name: String,
    pub(crate) input: Input,
    pub(crate) layers: Vec<Layer>,
}

/// The shape of an input with the axis of the batch, as far as it is known.
type BatchShape = Vec<Option<usize>>;

impl Architecture {
    pub(crate) fn read(json: Json, classes: &dyn Classes, given: Option<&[usize]>) -> Result<Self, Error> {
        let mut object = Config::from_json("the model".to_owned(), "the model", json)?;
        let class = class_name(&object)?;
        if !is_model(&class) {
            return Err(Error::ModelClass { class });
        }
        let mut config = object.take("config").ok_or_else(|| missing("the model", "config"))?;
        if let Json::Array(layers) = config {
            // The first versions of Keras 2 write the layers of `Sequential` and nothing else.
            config = Json::Object(vec![("name".to_owned(), "sequential".into()), ("layers".to_owned(), layers.into())]);
        }
        let mut config = Config::from_json("the model".to_owned(), "config", config)?;
        let name = config.require("name")?.text()?.to_owned();
        config.set_owner(format!("model `{name}`"));
        let parts = Parts::read(&class, &mut config, classes)?;
        let built = parts.built.or(match object.take("build_config") {
            Some(Json::Object(entries)) => {
                let build = Config::from_json("`build_config`".to_owned(), "build_config", Json::Object(entries))?;
                batch_shape(&build, "input_shape")?
            }
            _ => None,
        });
        let given =
            given.map(|sizes| [None].into_iter().chain(sizes.iter().copied().map(Some)).collect::<BatchShape>());
        let declared = match (parts.input.or(built), given) {
            (Some(declared), Some(given)) => agreed(config.owner(), declared, &given)?,
            (declared, given) => declared.or(given).ok_or_else(|| Error::NoInputShape { model: name.clone() })?,
        };
        let input = input(config.owner(), declared, parts.dtype)?;
        Ok(Self { name, input, layers: parts.layers })
    }
}

/// The layers of a model that is itself a layer.
pub(crate) fn inner_model(layer: &mut Layer, classes: &dyn Classes) -> Result<Vec<Layer>, Error> {
    let parts = Parts::read(&layer.class, &mut layer.config, classes)?;
    layer.config.accept(&["trainable", "build_input_shape", "input_layers", "output_layers"]);
    // The outer model may have no other word on its input.
    let size = |size: Option<usize>| size.and_then(|size| i64::try_from(size).ok()).map_or(Json::Null, Json::Integer);
    let sizes: Vec<_> = parts.input.or(parts.built).into_iter().flatten().map(size).collect();
    if !sizes.is_empty() {
        layer.config = core::mem::replace(&mut layer.config, Config::new("")).with("batch_shape", sizes);
        layer.config.accept(&["batch_shape"]);
    }
    Ok(parts.layers)
}

/// What the config of a model says.
struct Parts {
    /// In the order of the data, which is also that in which Keras numbers them.
    layers: Vec<Layer>,
    input: Option<BatchShape>,
    built: Option<BatchShape>,
    dtype: Option<String>,
}

impl Parts {
    fn read(class: &str, config: &mut Config, classes: &dyn Classes) -> Result<Self, Error> {
        let owner = config.owner().to_owned();
        let objects = match config.take("layers").ok_or_else(|| missing(&owner, "layers"))? {
            Json::Array(objects) => objects,
            json => return Err(wrong_value(&owner, "layers", &json, "a list of layers")),
        };
        let mut objects: Vec<_> = objects
            .into_iter()
            .enumerate()
            .map(|(i, object)| Config::from_json(format!("layer {i} of {owner}"), "layers", object))
            .collect::<Result<_, _>>()?;
        if class != "Sequential" {
            let mut order = vec![0; objects.len()];
            for (rank, link) in chain(config, &objects)?.into_iter().enumerate() {
                order[link.place] = rank;
                if let Some(operands) = link.operands {
                    let object = core::mem::replace(&mut objects[link.place], Config::new(""));
                    objects[link.place] = object.with(OPERANDS, operands);
                }
            }
            let mut ranked: Vec<_> = order.into_iter().zip(objects).collect();
            ranked.sort_by_key(|entry| entry.0);
            objects = ranked.into_iter().map(|entry| entry.1).collect();
        }
        let mut layers = Vec::new();
        for (i, object) in objects.iter_mut().enumerate() {
            layers.push(Layer::from_object(object, &format!("at place {i} of {owner}"), classes)?);
        }
        unique(&layers)?;
        let mut parts = Self { layers: Vec::new(), input: None, built: None, dtype: None };
        parts.built = batch_shape(config, "build_input_shape")?;
        if let Some(first) = layers.first() {
            parts.input =
                batch_shape(&first.config, "batch_shape")?.or(batch_shape(&first.config, "batch_input_shape")?);
            parts.dtype = dtype(&first.config)?;
            if first.class == "InputLayer" {
                check_input(&first.config)?;
                layers.remove(0);
            }
        }
        if let Some(second) = layers.iter().find(|layer| layer.class == "InputLayer") {
            let problem = "it is an input that is not at the start".to_owned();
            return Err(Error::NotAChain { layer: second.name.clone(), problem });
        }
        parts.layers = layers;
        Ok(parts)
    }
}

fn unique(layers: &[Layer]) -> Result<(), Error> {
    let mut names: Vec<_> = layers.iter().map(|layer| layer.name.as_str()).collect();
    names.sort_unstable();
    match names.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(Error::RepeatedLayer { name: pair[0].to_owned() }),
        None => Ok(()),
    }
}

/// An input of ordinary numbers, and one that must be there.
fn check_input(config: &Config) -> Result<(), Error> {
    for key in ["sparse", "ragged", "optional"] {
        match config.get(key) {
            Some(value) if value.boolean()? => return Err(value.error("false")),
            _ => {}
        }
    }
    Ok(())
}

fn batch_shape(config: &Config, key: &str) -> Result<Option<BatchShape>, Error> {
    let Some(value) = config.get(key) else { return Ok(None) };
    let size = |json: &Json| match json {
        Json::Null => Ok(None),
        Json::Integer(size) => usize::try_from(*size).map(Some).map_err(|_| ()),
        _ => Err(()),
    };
    let shape = match value.json() {
        Json::Array(sizes) if !sizes.is_empty() => sizes.iter().map(size).collect(),
        _ => Err(()),
    };
    shape.map(Some).map_err(|()| value.error("a list of sizes, the batch's first"))
}

/// A declared shape with the sizes that are given for axes that have none.
fn agreed(owner: &str, declared: BatchShape, given: &BatchShape) -> Result<BatchShape, Error> {
    let fits = |(declared, given): (&Option<usize>, &Option<usize>)| {
        declared.is_none() || given.is_none() || declared == given
    };
    if declared.len() != given.len() || !declared.iter().zip(given).all(fits) {
        let (owner, found) = (owner.to_owned(), given.iter().skip(1).flatten().copied().collect());
        return Err(Error::OtherInput { owner, shape: declared, found });
    }
    Ok(declared.into_iter().zip(given).map(|(declared, given)| declared.or(*given)).collect())
}

fn input(owner: &str, shape: BatchShape, dtype: Option<String>) -> Result<Input, Error> {
    if let Some(axis) = (1..shape.len()).find(|&axis| shape[axis].is_none()) {
        return Err(Error::UnknownAxis { owner: owner.to_owned(), axis, shape });
    }
    let batch = shape[0];
    let dtype = dtype.unwrap_or_else(|| "float32".to_owned());
    Ok(Input { batch, shape: shape.into_iter().skip(1).flatten().collect(), dtype })
}
