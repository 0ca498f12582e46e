//! One option's value, as the type that its reader expects.

use crate::config::{LAMBDA, serialized, wrong_value};
use crate::{Config, Error, Json};

/// The value of one option, which is not `null`. Each method reads it as another type.
///
/// # Errors
///
/// Every method fails on a value of another type, with an error that names the option, its owner, the value, and what
/// was expected.
#[derive(Clone, Copy, Debug)]
pub struct Value<'a> {
    pub(crate) owner: &'a str,
    pub(crate) key: &'a str,
    pub(crate) json: &'a Json,
}

/// Something with a class and options of its own: an initializer, an activation, a dtype policy.
///
/// ```
/// use nn_keras::{Config, Json};
///
/// let relu = Json::parse(
///     r#"{"module": "keras.layers", "class_name": "ReLU", "config": {"max_value": 6.0}}"#,
///     "config.json",
/// )?;
/// let config = Config::new("layer `dense` (Dense)").with("activation", relu).with("bias_initializer", "zeros");
/// let activation = config.require("activation")?.object()?;
/// assert_eq!(activation.class, "ReLU");
/// assert_eq!(activation.config.require("max_value")?.float()?, 6.0);
/// assert_eq!(config.require("bias_initializer")?.object()?.class, "zeros");
/// # Ok::<(), nn_keras::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Serialized {
    /// The class, or the name if that was all there is: `GlorotUniform`, `relu`. What is not Keras's own has a `>` in
    /// its name: `my_package>Swish`.
    pub class: String,
    /// Its options, with a record of their own of what was read.
    pub config: Config,
}

#[allow(clippy::missing_errors_doc)] // On the type.
impl<'a> Value<'a> {
    /// The value as it stands in the file.
    #[must_use]
    pub fn json(self) -> &'a Json {
        self.json
    }

    /// An error that says that the value is not `expected`.
    #[must_use]
    pub fn error(self, expected: impl Into<String>) -> Error {
        wrong_value(self.owner, self.key, self.json, expected)
    }

    /// An error that says that the function which the value names is somebody's own, if it is no class or function of
    /// Keras's, and that it is not `expected` otherwise.
    #[must_use]
    pub fn not_one_of(self, expected: impl Into<String>) -> Error {
        let (owner, key) = (self.owner.to_owned(), self.key.to_owned());
        match self.object().map(|object| object.class) {
            Ok(class) if class == LAMBDA || class.ends_with("<lambda>") => {
                Error::OwnFunction { owner, key, name: None }
            }
            Ok(class) => match class.split_once('>') {
                Some(("builtins", name)) => Error::OwnFunction { owner, key, name: Some(name.to_owned()) },
                Some(_) => Error::OwnFunction { owner, key, name: Some(class) },
                None => self.error(expected),
            },
            Err(_) => self.error(expected),
        }
    }

    /// An integer.
    pub fn integer(self) -> Result<i64, Error> {
        integer(self.json).ok_or_else(|| self.error("an integer"))
    }

    /// An integer that is not negative.
    pub fn size(self) -> Result<usize, Error> {
        size(self.json).ok_or_else(|| self.error("an integer that is not negative"))
    }

    /// A number; integers too.
    pub fn float(self) -> Result<f64, Error> {
        float(self.json).ok_or_else(|| self.error("a number"))
    }

    /// `true` or `false`.
    pub fn boolean(self) -> Result<bool, Error> {
        match self.json {
            Json::Bool(value) => Ok(*value),
            _ => Err(self.error("true or false")),
        }
    }

    /// A string.
    pub fn text(self) -> Result<&'a str, Error> {
        match self.json {
            Json::String(value) => Ok(value),
            _ => Err(self.error("a string")),
        }
    }

    /// A list of integers, or one integer as a list of one: `axis`, `target_shape`.
    pub fn integers(self) -> Result<Vec<i64>, Error> {
        self.list(integer).ok_or_else(|| self.error("an integer, or a list of integers"))
    }

    /// A list of integers that are not negative, or one as a list of one: `strides`, `kernel_size`.
    pub fn sizes(self) -> Result<Vec<usize>, Error> {
        self.list(size).ok_or_else(|| self.error("a size, or a list of sizes"))
    }

    /// `N` integers that are not negative; one stands for `N` of the same, as Keras has it.
    pub fn tuple<const N: usize>(self) -> Result<[usize; N], Error> {
        if let Some(size) = size(self.json) {
            return Ok([size; N]);
        }
        let sizes = self.list(size).and_then(|sizes| sizes.try_into().ok());
        sizes.ok_or_else(|| self.error(format!("an integer that is not negative, or a list of {N}")))
    }

    /// `N` times two sizes, before and after: the `padding` or `cropping` of `N` axes. As Keras has it, one size stands
    /// for all of them, and one size in place of a pair for both. The pair of a single axis stands by itself.
    pub fn pairs<const N: usize>(self) -> Result<[[usize; 2]; N], Error> {
        let two = |json: &Json| match json {
            Json::Array(values) => match values.as_slice() {
                [before, after] => Some([size(before)?, size(after)?]),
                _ => None,
            },
            json => size(json).map(|size| [size; 2]),
        };
        let pairs = match self.json {
            Json::Array(_) if N == 1 => two(self.json).map(|pair| [pair; N]),
            Json::Array(values) => {
                values.iter().map(two).collect::<Option<Vec<_>>>().and_then(|all| all.try_into().ok())
            }
            json => two(json).map(|pair| [pair; N]),
        };
        pairs.ok_or_else(|| self.error(format!("{N} pairs of sizes")))
    }

    /// A list of numbers, however nested, row by row, or one number as a list of one: `mean`.
    pub fn floats(self) -> Result<Vec<f64>, Error> {
        fn collect(json: &Json, into: &mut Vec<f64>) -> Option<()> {
            match json {
                Json::Array(values) => values.iter().try_for_each(|value| collect(value, into)),
                json => float(json).map(|value| into.push(value)),
            }
        }
        let mut values = Vec::new();
        collect(self.json, &mut values).ok_or_else(|| self.error("a number, or a list of numbers"))?;
        Ok(values)
    }

    /// Something with a class and options of its own; a mere name too.
    pub fn object(self) -> Result<Serialized, Error> {
        serialized(self.owner, self.key, self.json)
    }

    fn list<T>(self, read: impl Fn(&Json) -> Option<T>) -> Option<Vec<T>> {
        match self.json {
            Json::Array(values) => values.iter().map(read).collect(),
            json => Some(vec![read(json)?]),
        }
    }
}

fn integer(json: &Json) -> Option<i64> {
    match json {
        Json::Integer(value) => Some(*value),
        _ => None,
    }
}

fn size(json: &Json) -> Option<usize> {
    integer(json)?.try_into().ok()
}

fn float(json: &Json) -> Option<f64> {
    match json {
        Json::Integer(value) => Some(*value as f64),
        Json::Float(value) => Some(*value),
        _ => None,
    }
}
