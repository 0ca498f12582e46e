//! Activations as arguments: `relu`, `leaky_relu(negative_slope = 0.1)`.

use nn_keras::{Error, Serialized, Value};

use super::options::number;
use super::{ALWAYS_ACCEPTED, Writer};
use crate::activation::{ACTIVATIONS, Row};
use crate::keras::class::Take;

impl Writer {
    /// The activation in an option's value: the name of a function, or a layer.
    pub(super) fn activation(&self, value: Value<'_>) -> Result<String, Error> {
        let Serialized { class, config } = value.object()?;
        // TensorFlow 1 has second versions of some.
        let class = class.strip_suffix("_v2").unwrap_or(&class);
        let is_class = |row: &Row| row.class.as_ref().is_some_and(|of| of.names.contains(&class));
        let is = |row: &&Row| row.name == class || row.aliases.contains(&class) || is_class(row);
        // One without defaults can't be told by its name.
        let row = ACTIVATIONS.iter().find(is).filter(|row| !row.parameters.iter().any(|of| of.default.is_nan()));
        let Some(row) = row else { return Err(value.not_one_of("an activation of Keras's own")) };
        config.accept_initial();
        config.accept(ALWAYS_ACCEPTED);
        config.accept(&["trainable"]);
        let options = row.class.iter().filter(|_| is_class(row)).flat_map(|class| class.options);
        let mut numbers: Vec<(&str, f64)> = Vec::new();
        for (key, take) in options {
            let given = config.get(key);
            let (name, default) = match *take {
                Take::NamedNumber { default } => (*key, default),
                Take::Renamed { ours, default } => (ours, default),
                _ => match given.map(Value::integers).transpose()?.as_deref() {
                    None | Some([-1]) => continue,
                    Some(_) => return Err(value.error(format!("a {} over the last axis", row.name))),
                },
            };
            match (given.map(Value::float).transpose()?, numbers.iter_mut().find(|number| number.0 == name)) {
                (Some(given), Some(number)) => number.1 = given,
                (Some(given), None) => numbers.push((name, given)),
                (None, None) => numbers.push((name, default)),
                (None, Some(_)) => {}
            }
        }
        if let Some((key, found)) = config.unread().next() {
            let (layer, key, value) = (config.owner().to_owned(), key.to_owned(), found.to_string());
            return Err(Error::UnsupportedOption { layer, key, value });
        }
        if self.is_old {
            numbers.extend(row.before.iter().copied());
        }
        // The layer's defaults may be others than the function's.
        let default = |name: &str| row.parameters.iter().find(|of| of.name == name).map_or(f64::NAN, |of| of.default);
        let mut arguments = Vec::new();
        for (name, given) in numbers.into_iter().filter(|(name, given)| given.total_cmp(&default(name)).is_ne()) {
            let text = number(given).ok_or_else(|| value.error("finite numbers"))?;
            arguments.push(format!("{name} = {text}"));
        }
        Ok(if arguments.is_empty() { row.name.to_owned() } else { format!("{}({})", row.name, arguments.join(", ")) })
    }
}
