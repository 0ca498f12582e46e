//! A layer's options as arguments.

use nn_keras::{Data, Error, Json, Layer, Value};

use super::Writer;
use crate::keras::class::{Arithmetic, Class, Take};

/// The arguments of a layer.
pub(super) struct Arguments {
    /// How many stand at the front without a name, behind which `input` belongs.
    front: usize,
    all: Vec<String>,
    /// The axis that is put last before the layer, and back after it, if it has as many axes then; counted from 1.
    pub(super) turned: Option<usize>,
}

impl Arguments {
    /// These, all of which stand at the front.
    pub(super) fn of(all: Vec<String>) -> Self {
        Self { front: all.len(), all, turned: None }
    }

    /// One more.
    pub(super) fn push(&mut self, argument: String) {
        self.all.push(argument);
    }

    fn push_front(&mut self, argument: String) {
        self.all.insert(self.front, argument);
        self.front += 1;
    }

    /// Declares the network's input.
    pub(super) fn input(&mut self, shape: &[usize]) {
        let sizes: Vec<_> = shape.iter().map(usize::to_string).collect();
        let input = match sizes.as_slice() {
            [size] => format!("input = {size}"),
            sizes => format!("input = ({})", sizes.join(", ")),
        };
        self.all.insert(self.front, input);
    }

    /// `dense(64, relu)`.
    pub(super) fn call(&self, word: &str) -> String {
        format!("{word}({})", self.all.join(", "))
    }
}

impl Writer {
    /// The options of a layer of this class, which is given a tensor of so many axes.
    pub(super) fn options(
        &self,
        layer: &Layer,
        class: &Class,
        rank: usize,
        arguments: &mut Arguments,
    ) -> Result<(), Error> {
        // An activation comes behind the sizes, wherever Keras has it.
        let mut activation = None;
        for (key, take) in class.options {
            let value = layer.config.get(key);
            match take {
                Take::Activation { default } => {
                    let given = value.map(|value| self.activation(value)).transpose()?;
                    activation = given.filter(|given| given != default);
                    if value.is_none() && *default != "linear" {
                        // `None` is the identity, whatever the default is.
                        activation = layer.config.peek(key).map(|_| "linear".to_owned());
                    }
                }
                Take::NamedActivation { default } => {
                    let given = value.map(|value| self.activation(value)).transpose()?;
                    let missing = layer.config.peek(key).filter(|_| value.is_none()).map(|_| "linear".to_owned());
                    if let Some(given) = given.or(missing).filter(|given| given != default) {
                        arguments.push(format!("{key} = {given}"));
                    }
                }
                take => self.argument(layer, rank, (key, take), value, arguments)?,
            }
        }
        if let Some(activation) = activation {
            arguments.push(activation);
        }
        Ok(())
    }

    fn argument(
        &self,
        layer: &Layer,
        rank: usize,
        (key, take): (&'static str, &Take),
        value: Option<Value<'_>>,
        arguments: &mut Arguments,
    ) -> Result<(), Error> {
        let required = || layer.config.require(key);
        match *take {
            Take::Size => arguments.push_front(required()?.size()?.to_string()),
            Take::FirstSizes { count, default } => {
                if let Some(sizes) = sizes(value, count, default)? {
                    arguments.push_front(sizes);
                } else if default.is_none() {
                    required()?;
                }
            }
            Take::Sizes { ours, count, default } => {
                if let Some(sizes) = sizes(value, count, default)? {
                    arguments.push(format!("{ours} = {sizes}"));
                }
            }
            Take::Strides { count, window } => {
                if let Some(given) = sizes(value, count, None)?
                    && Some(&given) != sizes(layer.config.get(window), count, None)?.as_ref()
                {
                    arguments.push(format!("{key} = {given}"));
                }
            }
            Take::Edges { count, default } => {
                if let Some(edges) = value.map(|value| edges(value, count)).transpose()?
                    && edges != default.to_string()
                {
                    arguments.push_front(edges);
                }
            }
            Take::Integers => {
                for integer in required()?.integers()? {
                    arguments.push_front(integer.to_string());
                }
            }
            Take::Tuple { ours } => {
                if let Some(integers) = value.map(Value::integers).transpose()? {
                    let integers: Vec<_> = integers.iter().map(i64::to_string).collect();
                    let comma = if integers.len() == 1 { "," } else { "" };
                    arguments.push(format!("{ours} = ({}{comma})", integers.join(", ")));
                }
            }
            Take::Number => {
                let value = required()?;
                arguments.push_front(number(value.float()?).ok_or_else(|| value.error("a finite number"))?);
            }
            Take::Numbers => arguments.push_front(numbers(required()?)?),
            Take::Array => {
                let value = required()?;
                let numbers: Option<Vec<_>> = value.floats()?.into_iter().map(number).collect();
                let numbers = numbers.ok_or_else(|| value.error("finite numbers"))?;
                arguments.push_front(format!("[{}]", numbers.join(", ")));
            }
            Take::Operand(arithmetic) => rescaled(arithmetic, required()?, arguments)?,
            Take::NamedNumber { default } | Take::Trains { default } => named(key, value, default, arguments)?,
            Take::Renamed { ours, default } => named(ours, value, default, arguments)?,
            Take::FlagSince { default, before } => {
                let given = value.map(Value::boolean).transpose()?;
                let meant = given.unwrap_or(if self.is_old { before } else { default });
                if meant != default {
                    arguments.push(format!("{key} = {meant}"));
                }
            }
            Take::Flag { default } => {
                if let Some(given) = value.map(Value::boolean).transpose()?.filter(|given| *given != default) {
                    arguments.push(format!("{key} = {given}"));
                }
            }
            Take::Word { default } => {
                if let Some(given) = value.map(|value| word(value)).transpose()?.filter(|given| *given != default) {
                    arguments.push(format!("{key} = {given}"));
                }
            }
            Take::Choice(words) => {
                if let Some(given) = choice(layer, key, value, words)? {
                    arguments.push(format!("{key} = {given}"));
                }
            }
            Take::Integer { default } => {
                if let Some(given) = value.map(Value::integer).transpose()?.filter(|given| *given != default) {
                    arguments.push(format!("{key} = {given}"));
                }
            }
            Take::Axis => {
                if let Some(axes) = value.map(|value| axes(value, rank)).transpose()?.flatten() {
                    arguments.push(format!("axis = {axes}"));
                }
            }
            Take::DataFormat | Take::TurnedAxis => {
                let turned = value.map(|value| turned(take, value, rank)).transpose()?.flatten();
                arguments.turned = turned.or(arguments.turned);
            }
            Take::Statistic => arguments.push(format!("{key} = {}", statistic(layer, key, value)?)),
            Take::MustBeFalse | Take::MustBeOne | Take::MustBe(_) => {
                value.map_or(Ok(()), |value| must_be(take, value))?;
            }
            Take::Nothing => {}
            // Their place isn't theirs to say.
            Take::Activation { .. } | Take::NamedActivation { .. } => {}
        }
        Ok(())
    }
}

/// The axis that is to be the last, if it is another.
fn turned(take: &Take, value: Value<'_>, rank: usize) -> Result<Option<usize>, Error> {
    if matches!(take, Take::DataFormat) {
        return match value.text()? {
            "channels_first" => Ok(Some(1)),
            "channels_last" => Ok(None),
            _ => Err(value.error("\"channels_last\" or \"channels_first\"")),
        };
    }
    match value.integers()?.as_slice() {
        [] | [-1] => Ok(None),
        [axis] => match usize::try_from(*axis) {
            Ok(axis) if axis == rank => Ok(None),
            Ok(axis) if (1..rank).contains(&axis) => Ok(Some(axis)),
            _ => Err(value.error("an axis, or none")),
        },
        _ => Err(value.error("one axis, or none")),
    }
}

/// A tensor and a number as the arguments of `rescaling`.
fn rescaled(arithmetic: Arithmetic, operands: Value<'_>, arguments: &mut Arguments) -> Result<(), Error> {
    let unfit = || operands.error("a tensor and a number");
    let Json::Array(sides) = operands.json() else { return Err(unfit()) };
    // The tensor is `null`.
    let (number, is_first) = match sides.as_slice() {
        [Json::Null, number] => (number, false),
        [number, Json::Null] => (number, true),
        _ => return Err(unfit()),
    };
    let all = |change: fn(f64) -> f64| -> Result<String, Error> {
        let one = |json: &Json| match json {
            Json::Integer(value) => self::number(change(*value as f64)),
            Json::Float(value) => self::number(change(*value)),
            _ => None,
        };
        let text = match number {
            Json::Array(numbers) => {
                numbers.iter().map(one).collect::<Option<Vec<_>>>().map(|numbers| format!("[{}]", numbers.join(", ")))
            }
            number => one(number),
        };
        text.ok_or_else(unfit)
    };
    let (scale, offset) = match (arithmetic, is_first) {
        (Arithmetic::Multiply, _) => (all(|number| number)?, None),
        (Arithmetic::Divide, false) => (all(f64::recip)?, None),
        (Arithmetic::Divide, true) => return Err(operands.error("a tensor divided by a number")),
        (Arithmetic::Add, _) => ("1.0".to_owned(), Some(all(|number| number)?)),
        (Arithmetic::Subtract, false) => ("1.0".to_owned(), Some(all(|number| -number)?)),
        (Arithmetic::Subtract, true) => ("-1.0".to_owned(), Some(all(|number| number)?)),
    };
    arguments.push_front(scale);
    if let Some(offset) = offset {
        arguments.push(format!("offset = {offset}"));
    }
    Ok(())
}

/// What an option must be, of which nothing else is computed.
fn must_be(take: &Take, value: Value<'_>) -> Result<(), Error> {
    match take {
        Take::MustBeFalse if value.boolean()? => Err(value.error("false")),
        Take::MustBeOne if value.integer()? != 1 => Err(value.error("1")),
        Take::MustBe(only) if value.text()? != *only => Err(value.error(format!("\"{only}\""))),
        _ => Ok(()),
    }
}

/// One of some words, if it is not the first.
fn choice<'v>(layer: &Layer, key: &str, value: Option<Value<'v>>, words: &[&str]) -> Result<Option<&'v str>, Error> {
    match value {
        Some(value) => {
            let given = word(value)?;
            match words.iter().position(|word| *word == given) {
                Some(0) => Ok(None),
                Some(_) => Ok(Some(given)),
                None => Err(value.error(one_of(words))),
            }
        }
        None if layer.config.peek(key).is_some() => {
            let (key, value) = (key.to_owned(), "null".to_owned());
            Err(Error::UnsupportedOption { layer: layer.describe(), key, value })
        }
        None => Ok(None),
    }
}

/// The axes of a tensor of so many; nothing for the last one.
fn axes(value: Value<'_>, rank: usize) -> Result<Option<String>, Error> {
    match value.integers()?.as_slice() {
        [-1] => Ok(None),
        [axis] if usize::try_from(*axis) == Ok(rank) => Ok(None),
        [axis] => Ok(Some(axis.to_string())),
        [] => Err(value.error("an axis, or several")),
        axes => {
            let axes: Vec<_> = axes.iter().map(i64::to_string).collect();
            Ok(Some(format!("({})", axes.join(", "))))
        }
    }
}

fn named(name: &str, value: Option<Value<'_>>, default: f64, arguments: &mut Arguments) -> Result<(), Error> {
    if let Some(given) = value.filter(|value| value.float() != Ok(default)) {
        arguments.push(format!("{name} = {}", numbers(given)?));
    }
    Ok(())
}

/// A word of Keras's, which becomes one of ours.
pub(super) fn word(value: Value<'_>) -> Result<&str, Error> {
    let word = value.text()?;
    let is_word = word.starts_with(|c: char| c.is_ascii_lowercase())
        && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if is_word { Ok(word) } else { Err(value.error("a word of Keras's")) }
}

/// Sizes in parentheses, or one for all; nothing where they have the default.
fn sizes(value: Option<Value<'_>>, count: usize, default: Option<usize>) -> Result<Option<String>, Error> {
    let Some(value) = value else { return Ok(None) };
    let sizes = value.sizes()?;
    if sizes.len() != count && sizes.len() != 1 {
        return Err(value.error(format!("{count} sizes")));
    }
    if sizes.iter().all(|&size| size == sizes[0]) {
        return Ok(Some(sizes[0]).filter(|&size| Some(size) != default).map(|size| size.to_string()));
    }
    let sizes: Vec<_> = sizes.iter().map(usize::to_string).collect();
    Ok(Some(format!("({})", sizes.join(", "))))
}

/// `1`, `(1, 2)` or `((1, 2), (0, 3))`: the shortest that says it.
fn edges(value: Value<'_>, count: usize) -> Result<String, Error> {
    let pairs: Vec<[usize; 2]> = match count {
        1 => value.pairs::<1>()?.to_vec(),
        2 => value.pairs::<2>()?.to_vec(),
        _ => value.pairs::<3>()?.to_vec(),
    };
    let pair = |[before, after]: &[usize; 2]| format!("({before}, {after})");
    if pairs.iter().flatten().all(|&size| size == pairs[0][0]) {
        Ok(pairs[0][0].to_string())
    } else if count == 1 {
        Ok(pair(&pairs[0]))
    } else if pairs.iter().all(|[before, after]| before == after) {
        let sizes: Vec<_> = pairs.iter().map(|[before, _]| before.to_string()).collect();
        Ok(format!("({})", sizes.join(", ")))
    } else {
        Ok(format!("({})", pairs.iter().map(pair).collect::<Vec<_>>().join(", ")))
    }
}

/// A number as Rust writes a float; nothing for those that have no literal.
pub(in crate::keras) fn number(value: f64) -> Option<String> {
    value.is_finite().then(|| format!("{value:?}"))
}

/// A number, or an array of them.
fn numbers(value: Value<'_>) -> Result<String, Error> {
    let numbers: Option<Vec<_>> = value.floats()?.into_iter().map(number).collect();
    let numbers = numbers.ok_or_else(|| value.error("finite numbers"))?;
    Ok(match (value.json(), numbers.as_slice()) {
        (Json::Array(_), numbers) => format!("[{}]", numbers.join(", ")),
        (_, numbers) => numbers.join(", "),
    })
}

/// As many numbers as are written out. Each is one of a channel's.
const MOST_STATISTICS: usize = 1 << 16;

/// Numbers that Keras has among a layer's options or among its weights.
fn statistic(layer: &Layer, name: &str, value: Option<Value<'_>>) -> Result<String, Error> {
    match (value, layer.weight(name)) {
        (Some(value), _) => Ok(match numbers(value)? {
            // One number for all is the same as one for each.
            text if text.starts_with('[') && !text.contains(',') => text[1..text.len() - 1].to_owned(),
            text => text,
        }),
        (None, Some(tensor)) if tensor.data.len() > MOST_STATISTICS => {
            let what = format!("`{name}` of {}", layer.describe());
            Err(Error::TooLarge { what, limit: MOST_STATISTICS as u64, unit: "numbers" })
        }
        (None, Some(tensor)) => {
            let texts: Option<Vec<_>> = match &tensor.data {
                Data::F32(values) => {
                    values.iter().map(|value| value.is_finite().then(|| format!("{value:?}"))).collect()
                }
                Data::F64(values) => values.iter().map(|&value| number(value)).collect(),
                _ => None,
            };
            let texts = texts.ok_or_else(|| Error::NotFinite { layer: layer.describe(), name: name.to_owned() })?;
            Ok(match texts.as_slice() {
                [one] => one.clone(),
                texts => format!("[{}]", texts.join(", ")),
            })
        }
        (None, None) => Err(Error::MissingWeights { layer: layer.describe(), weights: format!("`{name}`") }),
    }
}

/// "concat, sum, mul or ave".
fn one_of(words: &[&str]) -> String {
    match words {
        [others @ .., last] if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        words => words.concat(),
    }
}
