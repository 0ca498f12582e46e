//! Activations as arguments: `relu`, `leaky_relu(0.1)`.

use super::Writer;
use super::options::number;
use crate::{Error, Serialized, Value};

/// The functions of `keras.activations` that are ours too, and what else Keras calls them: by other names, or as layers.
const ACTIVATIONS: &[(&str, &[&str])] = &[
    ("linear", &["Identity"]),
    ("relu", &["ReLU"]),
    ("relu6", &[]),
    ("leaky_relu", &["LeakyReLU"]),
    ("elu", &["ELU"]),
    ("selu", &[]),
    ("celu", &[]),
    ("gelu", &[]),
    ("sigmoid", &[]),
    ("silu", &["swish"]),
    ("hard_sigmoid", &[]),
    ("hard_silu", &["hard_swish"]),
    ("tanh", &[]),
    ("hard_tanh", &[]),
    ("tanh_shrink", &[]),
    ("soft_shrink", &[]),
    ("hard_shrink", &[]),
    ("softplus", &[]),
    ("softsign", &[]),
    ("mish", &[]),
    ("exponential", &[]),
    ("log_sigmoid", &[]),
    ("squareplus", &[]),
    ("sparse_plus", &[]),
    ("sparse_sigmoid", &[]),
    ("softmax", &["Softmax"]),
    ("log_softmax", &[]),
    ("sparsemax", &[]),
];

impl Writer {
    /// The activation in an option's value.
    pub(super) fn activation(&self, value: Value<'_>) -> Result<String, Error> {
        let Serialized { class, config } = value.object()?;
        let row = ACTIVATIONS.iter().find(|(name, others)| *name == class || others.contains(&class.as_str()));
        let Some((name, _)) = row else { return Err(value.error("an activation of Keras's own")) };
        if *name == "hard_sigmoid" && self.is_old {
            return Err(value.error("another activation: `hard_sigmoid` of Keras 2 is another function than Keras 3's"));
        }
        config.accept_training();
        config.accept(super::ALWAYS_ACCEPTED);
        let mut numbers = Vec::new();
        let mut option = |keys: &[&str], ours: Option<&str>, default: Option<f64>| {
            let given = keys.iter().find_map(|key| config.get(key));
            let given = given.map(|value| Ok::<_, Error>((value, value.float()?))).transpose()?;
            let Some(given) = given.map(|given| given.1).or(default) else { return Ok(()) };
            let text = number(given).ok_or_else(|| value.error("finite numbers"))?;
            numbers.push(ours.map_or_else(|| text.clone(), |ours| format!("{ours} = {text}")));
            Ok::<_, Error>(())
        };
        match class.as_str() {
            "ReLU" => {
                option(&["max_value"], Some("max_value"), None)?;
                option(&["negative_slope"], Some("negative_slope"), None)?;
                option(&["threshold"], Some("threshold"), None)?;
            }
            // The layer's default is another than the function's.
            "LeakyReLU" => option(&["negative_slope", "alpha"], None, Some(0.3))?,
            "ELU" => option(&["alpha"], None, None)?,
            "Softmax" => match config.get("axis").map(Value::integers).transpose()?.as_deref() {
                None | Some([-1]) => {}
                Some(_) => return Err(value.error("a softmax over the last axis")),
            },
            _ => {}
        }
        if let Some((key, found)) = config.unread().next() {
            let (layer, key, value) = (config.owner().to_owned(), key.to_owned(), found.to_string());
            return Err(Error::UnsupportedOption { layer, key, value });
        }
        Ok(if numbers.is_empty() { (*name).to_owned() } else { format!("{name}({})", numbers.join(", ")) })
    }
}
