//! All of Keras's classes that the kinds of layers and the activations say they are.

use super::class::{Class, Given, Take, Variables};
use crate::activation::{ACTIVATIONS, Row};
use crate::layer::KINDS;

/// Our words that are layers of Keras, and what they are there.
fn all() -> impl Iterator<Item = (&'static str, &'static Class)> {
    let kinds = KINDS.iter().flat_map(|kind| kind.keras.iter().map(|class| (kind.name, class)));
    kinds.chain(ACTIVATIONS.iter().filter_map(|row| Some((row.name, row.class.as_ref()?))))
}

/// What Keras calls a class, with our word for it.
pub(super) fn find(class: &str) -> Option<(&'static str, &'static Class)> {
    all().find(|(_, of)| of.names.contains(&class)).or_else(|| Some((function(class)?, &FUNCTION)))
}

/// A function of Keras's that stands among the layers: `keras.ops.sigmoid(x)` is of the class `Sigmoid`. What has
/// arguments has them among its options, and is none of these.
fn function(class: &str) -> Option<&'static str> {
    let is = |row: &&Row| row.class.is_none() && row.parameters.is_empty() && row.flag.is_none();
    let camel_case = |name: &str| -> String {
        let words = name.split('_').filter(|word| !word.is_empty());
        words.map(|word| word[..1].to_uppercase() + &word[1..]).collect()
    };
    ACTIVATIONS.iter().filter(is).find(|row| camel_case(row.name) == class).map(|row| row.name)
}

/// What such a function is as a layer.
static FUNCTION: Class = Class::new(&[], &[]);

/// What a word of ours is in Keras.
pub(super) fn of(word: &str) -> Option<&'static Class> {
    all().find(|(ours, _)| *ours == word).map(|(_, class)| class)
}

impl Class {
    /// The activation that such a layer has where none is written.
    pub(super) fn activation(&self) -> &'static str {
        let default = self.options.iter().find_map(|(_, take)| match take {
            Take::Activation { default } => Some(*default),
            _ => None,
        });
        default.filter(|default| !default.is_empty()).unwrap_or("linear")
    }

    /// Whether its variables are numbers in the text of a network.
    pub(super) fn has_numbers_in_text(&self) -> bool {
        self.options.iter().any(|(_, take)| matches!(take, Take::Statistic))
    }
}

/// The classes of all layers of `sequential!`, for who reads Keras's files.
///
/// ```
/// use nn_compiler::keras::{Classes, Model};
///
/// let model = Model::read(include_bytes!("../../../nn-keras/tests/data/tiny.keras"), &Classes)?;
/// assert_eq!(model.layers[0].class, "Dense");
/// # Ok::<(), nn_compiler::keras::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Classes;

impl nn_keras::Classes for Classes {
    fn variables(
        &self,
        class: &str,
        config: &nn_keras::Config,
    ) -> Result<Option<nn_keras::Variables>, nn_keras::Error> {
        let Some(variables) = find(class).and_then(|(_, class)| class.variables) else { return Ok(None) };
        let given = Options { config, problem: std::cell::Cell::new(None) };
        let names = (variables.names)(&given);
        match given.problem.into_inner() {
            Some(problem) => Err(problem),
            None => {
                let Variables { in_cell, former, gates, over_space, .. } = variables;
                Ok(Some(nn_keras::Variables { names, in_cell, former, gates, over_space }))
            }
        }
    }

    fn wrapped(&self, class: &str) -> Vec<nn_keras::Wrapped> {
        let wraps = find(class).into_iter().flat_map(|(_, class)| class.wraps);
        wraps
            .map(|wrapped| nn_keras::Wrapped {
                key: wrapped.key,
                group: wrapped.group,
                prefix: wrapped.prefix,
                mirrors: wrapped.mirrors,
            })
            .collect()
    }
}

/// A layer's options, and what is wrong with one that was asked for.
struct Options<'c> {
    config: &'c nn_keras::Config,
    problem: std::cell::Cell<Option<nn_keras::Error>>,
}

impl Given for Options<'_> {
    fn is_on(&self, option: &str, default: bool) -> bool {
        self.config.peek_boolean(option, default).unwrap_or_else(|problem| {
            self.problem.set(Some(problem));
            default
        })
    }

    fn is_set(&self, option: &str) -> bool {
        self.config.peek(option).is_some_and(|value| *value != nn_keras::Json::Null)
    }
}
