//! What is to be known of Keras's classes before a file can be read.

use crate::{Config, Error};

/// What a file does not say of its layers: which variables each has, since most files number them, and which layers are in
/// it. Who reads a file knows its classes, and says so.
///
/// ```
/// use nn_keras::{Classes, Config, Error, Model, Variables, Wrapped};
///
/// /// Dense layers, and nothing else.
/// struct Perceptrons;
///
/// impl Classes for Perceptrons {
///     fn variables(&self, class: &str, config: &Config) -> Result<Option<Variables>, Error> {
///         let has_bias = config.peek_boolean("use_bias", true)?;
///         let names = if has_bias { vec!["kernel", "bias"] } else { vec!["kernel"] };
///         Ok((class == "Dense").then_some(Variables { names, ..Variables::default() }))
///     }
///
///     fn wrapped(&self, _: &str) -> Vec<Wrapped> {
///         Vec::new()
///     }
/// }
///
/// let model = Model::read(include_bytes!("../tests/data/tiny.keras"), &Perceptrons)?;
/// assert_eq!(model.layers[0].weight("kernel").unwrap().shape, [2, 3]);
/// # Ok::<(), Error>(())
/// ```
pub trait Classes {
    /// The variables of a layer of this class with these options. Of a class that is not known, nothing: its layers get
    /// whatever variables there are, under the names `0`, `1`, ...
    ///
    /// # Errors
    ///
    /// If an option that decides has no value of its kind.
    fn variables(&self, class: &str, config: &Config) -> Result<Option<Variables>, Error>;

    /// The layers that are among the options of a layer of this class, in order.
    fn wrapped(&self, class: &str) -> Vec<Wrapped>;
}

/// The variables of a layer.
#[derive(Clone, Debug, Default)]
pub struct Variables {
    /// Their names in Keras's order.
    pub names: Vec<&'static str>,
    /// Whether they belong to the layer's cell, as those of a recurrent layer.
    pub in_cell: bool,
    /// The names of now, each with another that Keras 2 had.
    pub former: &'static [(&'static str, &'static str)],
    /// How many gates a recurrent layer has, whose weights may be those of CuDNN's layers.
    pub gates: Option<usize>,
    /// The kernels that slide over space, whose last two axes are channels: Theano, which Keras 2 could run on, has the
    /// others the other way around.
    pub over_space: &'static [&'static str],
}

/// A layer that is an option of another.
#[derive(Clone, Copy, Debug)]
pub struct Wrapped {
    /// That option.
    pub key: &'static str,
    /// The group of its weights in that of the outer layer.
    pub group: &'static str,
    /// What Keras 2 puts in front of its name; it may already stand there.
    pub prefix: &'static str,
    /// If it may be left out, the option in which it then differs from the layer before it: one that is on or off.
    pub mirrors: Option<&'static str>,
}
