//! A layer: its class, its options, its weights, and the layers it wraps.

use crate::architecture::inner_model;
use crate::config::{class_name, serialized};
use crate::{Classes, Config, Error, Json, Tensor, Wrapped};

/// A layer of a model.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    /// The layer's own name: `conv2d_1`.
    pub name: String,
    /// Keras's class: `Conv2D`. A class that is not Keras's has a `>` in its name, as in `my_package>Attention`.
    pub class: String,
    /// The options, with a record of which were read. What this crate has read itself counts as read: the name and the
    /// shape of the input. Wrapped layers are not among the options.
    pub config: Config,
    /// The layer's variables, in Keras's order: `kernel`, `bias`. Those of wrapped layers are theirs.
    pub weights: Vec<Tensor>,
    /// The layers in it: of `TimeDistributed` one, of `Bidirectional` the forward one and the backward one, of a model
    /// that is a layer of this one its own.
    pub layers: Vec<Layer>,
}

/// Where a layer has what its call takes besides a tensor: a list of all of its arguments, with `null` for the tensor.
pub(crate) const OPERANDS: &str = "operands";

impl Layer {
    /// A layer without weights, to be filled by [`Weights::fill`](crate::Weights::fill).
    #[must_use]
    pub fn new(name: &str, class: &str, config: Config) -> Self {
        Self { name: name.to_owned(), class: class.to_owned(), config, weights: Vec::new(), layers: Vec::new() }
    }

    /// The variable of this name.
    #[must_use]
    pub fn weight(&self, name: &str) -> Option<&Tensor> {
        self.weights.iter().find(|tensor| tensor.name == name)
    }

    /// The type the layer computes in, or the policy that says so: `float32`, `mixed_float16`. `None` where the file
    /// says nothing of it. The option `dtype` counts as read.
    ///
    /// # Errors
    ///
    /// If the option `dtype` is neither a name nor a policy.
    pub fn dtype(&self) -> Result<Option<String>, Error> {
        self.config.accept(&["dtype"]);
        dtype(&self.config)
    }

    /// The layers that have this one's tensors: those that it wraps, or itself.
    #[must_use]
    pub fn owners(&self) -> Vec<&Self> {
        if self.layers.is_empty() { vec![self] } else { self.layers.iter().flat_map(Self::owners).collect() }
    }

    /// What the layer is called in errors.
    #[must_use]
    pub fn describe(&self) -> String {
        format!("layer `{}` ({})", self.name, self.class)
    }

    /// Whether the layer is a model of layers.
    #[must_use]
    pub fn is_model(&self) -> bool {
        is_model(&self.class)
    }

    /// The layer that `object` describes, without weights: an entry of `layers`, or the layer in a wrapper. `place`
    /// names it until its own name is known.
    pub(crate) fn from_object(object: &mut Config, place: &str, classes: &dyn Classes) -> Result<Self, Error> {
        let mut class = class_name(object)?;
        let options = object.take("config").ok_or_else(|| missing(object.owner(), "config"))?;
        let mut config = Config::from_json(format!("the {class} {place}"), "config", options)?;
        // A function of TensorFlow's.
        if class == "TFOpLambda"
            && let Some(function) = config.get("function")
        {
            class = format!("tf.{}", function.text()?);
        }
        let name = match (config.get("name"), object.get("name")) {
            (Some(name), _) | (None, Some(name)) => name.text()?.to_owned(),
            (None, None) => return Err(missing(config.owner(), "name")),
        };
        config.set_owner(format!("layer `{name}` ({class})"));
        config.accept(&["batch_input_shape", "batch_shape"]);
        if let Some(operands) = object.take(OPERANDS) {
            config = config.with(OPERANDS, operands);
        }
        let mut layer = Self { name, class, config, weights: Vec::new(), layers: Vec::new() };
        layer.refuse_quantized()?;
        if layer.is_model() {
            layer.layers = inner_model(&mut layer, classes)?;
        }
        for wrapped in classes.wrapped(&layer.class) {
            let inner = layer.wrapped(&wrapped, classes)?;
            layer.layers.push(inner);
        }
        Ok(layer)
    }

    /// The layer in an option of this one, which Keras 2 may have left out.
    fn wrapped(&mut self, wrapped: &Wrapped, classes: &dyn Classes) -> Result<Self, Error> {
        let (owner, key) = (self.config.owner().to_owned(), wrapped.key);
        let json = self.config.take(key).filter(|json| *json != Json::Null);
        match (json, wrapped.mirrors.zip(self.layers.last())) {
            (Some(json), _) => {
                let mut object = Config::from_json(format!("`{key}` of {owner}"), key, json)?;
                Self::from_object(&mut object, &format!("in {owner}"), classes)
            }
            (None, Some((option, before))) => before.mirrored(option, wrapped.prefix),
            (None, None) => Err(missing(&owner, key)),
        }
    }

    /// The same layer with the option turned the other way, and with this in front of its name.
    fn mirrored(&self, option: &str, prefix: &str) -> Result<Self, Error> {
        let mut mirrored = self.clone();
        let flipped = !self.config.peek_boolean(option, false)?;
        mirrored.name = format!("{prefix}{}", self.name.strip_prefix("forward_").unwrap_or(&self.name));
        mirrored.config = mirrored.config.with(option, flipped).with("name", mirrored.name.as_str());
        mirrored.config.accept(&["name"]);
        mirrored.config.set_owner(mirrored.describe());
        Ok(mirrored)
    }

    fn refuse_quantized(&self) -> Result<(), Error> {
        let quantized = |mode| Err(Error::Quantized { layer: self.describe(), mode });
        match self.config.peek("quantization_config") {
            Some(Json::Null) | None => {}
            Some(json) => return quantized(serialized(self.config.owner(), "quantization_config", json)?.class),
        }
        match dtype(&self.config)? {
            Some(policy) if policy.contains("_from_") => quantized(policy),
            _ => Ok(()),
        }
    }
}

pub(crate) fn is_model(class: &str) -> bool {
    // `Model` is what Keras 2 calls a functional model.
    matches!(class, "Sequential" | "Functional" | "Model")
}

pub(crate) fn missing(owner: &str, key: &str) -> Error {
    Error::MissingKey { owner: owner.to_owned(), key: key.to_owned() }
}

/// The option `dtype`, a name or a policy, without any record of it.
pub(crate) fn dtype(config: &Config) -> Result<Option<String>, Error> {
    let policy = match config.peek("dtype") {
        Some(Json::Null) | None => return Ok(None),
        Some(json) => serialized(config.owner(), "dtype", json)?,
    };
    Ok(Some(match policy.config.get("name") {
        Some(name) => name.text()?.to_owned(),
        None => policy.class,
    }))
}
