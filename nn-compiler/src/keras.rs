//! Networks from the files of Keras: a file becomes text, and the text goes the way of all others.

use crate::diag::{Diagnostics, catalogue};
use crate::syntax::{Argument, Network as Syntax, Value};
use crate::{options, weights};

pub(crate) mod class;

#[cfg(not(any(test, feature = "keras")))]
mod absent;
#[cfg(any(test, feature = "keras"))]
mod beside;
#[cfg(any(test, feature = "keras"))]
mod classes;
#[cfg(any(test, feature = "keras"))]
mod compare;
#[cfg(any(test, feature = "keras"))]
mod present;
#[cfg(any(test, feature = "keras"))]
mod text;

#[cfg(any(test, feature = "keras"))]
pub use nn_keras::{Data, Error, Model, Tensor};

#[cfg(not(any(test, feature = "keras")))]
pub(crate) use self::absent::{Import, read};
#[cfg(any(test, feature = "keras"))]
pub(crate) use self::beside::read;
#[cfg(any(test, feature = "keras"))]
pub use self::classes::Classes;
#[cfg(any(test, feature = "keras"))]
pub(crate) use self::present::Import;
#[cfg(any(test, feature = "keras"))]
pub use self::text::{Network, Written, network};

/// What is said beside a file of how it is to be read.
#[cfg_attr(not(any(test, feature = "keras")), expect(dead_code, reason = "no file is read"))]
pub(crate) struct Reading<'a> {
    /// The shape of its input.
    input: Option<&'a [usize]>,
    /// Whether it is for going step by step, so that a sequence may have any length.
    is_streaming: bool,
}

/// The sizes in `input = (80, 1)`.
fn sizes(input: &Argument, diagnostics: &mut Diagnostics) -> Option<Vec<usize>> {
    let items = match &input.value {
        Value::Tuple(items) => items.as_slice(),
        _ => std::slice::from_ref(input),
    };
    let size = |item: &Argument| match &item.value {
        Value::Number(number) if number.is_integer() && !number.negative => number.digits().parse().ok(),
        _ => None,
    };
    let sizes = items.iter().map(size).collect::<Option<Vec<usize>>>().filter(|sizes| !sizes.contains(&0));
    if sizes.is_none() && !matches!(input.value, Value::Invalid) {
        diagnostics.error(input.value_extent(), catalogue::keras_input());
    }
    sizes
}

/// Takes the layers of the file that `#[keras(..)]` names into the network. There may be nothing to take, and nothing
/// to report either.
pub(crate) fn import(network: &mut Syntax, diagnostics: &mut Diagnostics) -> Option<Import> {
    let argument = network.options.keras.as_ref()?;
    let path = options::path("keras", argument, diagnostics)?;
    if !Import::IS_SUPPORTED {
        diagnostics.error(path.literal, catalogue::keras_feature("keras"));
        return None;
    }
    let (file, bytes) = weights::open(&path, diagnostics)?;
    let input = match &network.options.keras_input {
        Some(input) => Some(sizes(input, diagnostics)?),
        None => None,
    };
    // Whatever was reported of layers beside the file, the file's are the network's.
    let how = Reading { input: input.as_deref(), is_streaming: network.options.streaming.is_some() };
    let import = Import::new(&path, file, &bytes, &how, diagnostics)?;
    network.layers = import.layers(diagnostics)?;
    Some(import)
}
