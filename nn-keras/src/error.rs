//! What can be wrong with a file of Keras's.

use core::fmt;

/// What is wrong with a file, and where.
///
/// `Display` says what and where on one line, in rustc's voice: lower case, no full stop. [`Error::help`] says what to
/// do about it, where there is more to say; `{:#}` prints that too, on a line of its own.
///
/// ```
/// use nn_keras::Model;
///
/// # let classes = nn_compiler::keras::Classes;
/// let error = Model::read(b"version https://git-lfs.github.com/spec/v1\noid ...", &classes).unwrap_err();
/// assert_eq!(error.to_string(), "not a file of Keras's: it looks like a Git LFS pointer");
/// assert_eq!(error.help().unwrap(), "fetch the file itself: `git lfs pull`");
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// The file is neither a zip archive nor HDF5.
    UnknownFormat {
        /// What it looks like, with its article.
        looks_like: Option<&'static str>,
    },
    /// The zip archive is damaged.
    Archive {
        /// What is wrong with it.
        problem: String,
    },
    /// The archive has no member that a model needs.
    MissingMember {
        /// That member.
        member: &'static str,
    },
    /// The archive has the same member twice.
    RepeatedMember {
        /// That member.
        member: &'static str,
    },
    /// A member of the archive is packed in a way that is not read.
    Packing {
        /// The member.
        member: &'static str,
        /// How it is packed.
        method: &'static str,
    },
    /// Something is far larger than the file can honestly hold, or than any model needs.
    TooLarge {
        /// What is too large, and where.
        what: String,
        /// The limit.
        limit: u64,
        /// What the limit counts: bytes, objects, levels.
        unit: &'static str,
    },
    /// A text of JSON goes wrong.
    Json {
        /// The text: a member of the archive, or an attribute.
        text: &'static str,
        /// The offset in bytes from its start.
        at: usize,
        /// What should stand there.
        expected: &'static str,
    },
    /// The HDF5 file is damaged, or of a kind that is not read.
    Hdf5 {
        /// The object in the file, or nothing for the file as a whole.
        path: String,
        /// What is wrong.
        problem: String,
    },
    /// Numbers are of a type that is not read.
    ElementType {
        /// The tensor's path in the file.
        path: String,
        /// That type.
        found: String,
    },
    /// The file has weights and no architecture.
    NoArchitecture,
    /// The model is neither `Sequential` nor `Functional`.
    ModelClass {
        /// Its class.
        class: String,
    },
    /// A part of the description is missing.
    MissingKey {
        /// What it should describe.
        owner: String,
        /// The key.
        key: String,
    },
    /// A value is not what its key asks for.
    WrongValue {
        /// What the value describes.
        owner: String,
        /// The key.
        key: String,
        /// The value, as JSON.
        found: String,
        /// What it should be.
        expected: String,
    },
    /// A value is a function that is not Keras's, but somebody's own.
    OwnFunction {
        /// What has it.
        owner: String,
        /// The key.
        key: String,
        /// The function's name, if it has one.
        name: Option<String>,
    },
    /// The file is one of Keras 1.
    Keras1 {
        /// The version.
        version: String,
    },
    /// The model does not know the shape of its input.
    NoInputShape {
        /// The model's name.
        model: String,
    },
    /// An axis of the input, other than that of the batch, has no size.
    UnknownAxis {
        /// Whose input.
        owner: String,
        /// The axis, counted from 0 with the batch's axis as Keras does.
        axis: usize,
        /// The shape, with the batch's axis: `None` where Keras has `None`.
        shape: Vec<Option<usize>>,
    },
    /// The input is to have another shape than the model's.
    OtherInput {
        /// Whose input.
        owner: String,
        /// Its shape, with the batch's axis: `None` where Keras has `None`.
        shape: Vec<Option<usize>>,
        /// The shape of one sample that it is to have.
        found: Vec<usize>,
    },
    /// Two layers of a model have the same name.
    RepeatedLayer {
        /// That name.
        name: String,
    },
    /// The functional model is not a chain of layers.
    NotAChain {
        /// The layer at which it stops being one.
        layer: String,
        /// In what way.
        problem: String,
    },
    /// A layer's weights are missing.
    MissingWeights {
        /// The layer, with its class.
        layer: String,
        /// The weights' path in the file, or their names.
        weights: String,
    },
    /// A layer has not as many variables as its options ask for.
    VariableCount {
        /// The layer, with its class.
        layer: String,
        /// The names of the variables it should have.
        expected: Vec<&'static str>,
        /// How many there are.
        found: usize,
        /// Where they are in the file.
        path: String,
    },
    /// Weights are in the place of one layer, under the name of another.
    OtherLayer {
        /// The layer, with its class.
        layer: String,
        /// The name that stands there.
        found: String,
        /// Where they are in the file.
        path: String,
    },
    /// Weights in the file belong to no layer.
    ExtraWeights {
        /// Their path in the file.
        path: String,
    },
    /// A layer's weights are quantised.
    Quantized {
        /// The layer, with its class.
        layer: String,
        /// How, in Keras's words.
        mode: String,
    },
    /// A layer of a class that has no equivalent in a `sequential!` network.
    UnsupportedClass {
        /// The layer, with its class.
        layer: String,
    },
    /// A layer has an option that has no equivalent.
    UnsupportedOption {
        /// The layer, with its class, or what in it has the option.
        layer: String,
        /// The option.
        key: String,
        /// Its value, as JSON.
        value: String,
    },
    /// The layers don't all compute in one type of numbers that is ours.
    NumberType {
        /// The layer, with its class.
        layer: String,
        /// Its type, or policy.
        dtype: String,
        /// A layer before it that computes in another, if its type is one of ours.
        other: Option<String>,
    },
    /// Numbers that go into the text of a network are no numbers.
    NotFinite {
        /// The layer, with its class.
        layer: String,
        /// Which of its variables.
        name: String,
    },
    /// The model has no layers, or none but its input.
    NoLayers {
        /// The model's name.
        model: String,
    },
}

impl Error {
    /// Whether it is the model's description that can't be used, so that the weights beside it may be.
    #[must_use]
    pub fn is_of_architecture(&self) -> bool {
        matches!(
            self,
            Self::NoArchitecture
                | Self::ModelClass { .. }
                | Self::MissingKey { .. }
                | Self::WrongValue { .. }
                | Self::OwnFunction { .. }
                | Self::NoInputShape { .. }
                | Self::UnknownAxis { .. }
                | Self::NotAChain { .. }
                | Self::UnsupportedClass { .. }
                | Self::UnsupportedOption { .. }
                | Self::NumberType { .. }
        )
    }

    /// What to do about the error, where its message leaves that open.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        let help = match self {
            Self::UnknownFormat { looks_like: Some("a Git LFS pointer") } => "fetch the file itself: `git lfs pull`",
            Self::UnknownFormat { looks_like: Some("a model's architecture as JSON") } => {
                "save the whole model: `model.save(\"model.keras\")`"
            }
            Self::UnknownFormat { .. } => {
                "expected what `model.save(\"model.keras\")` or `model.save_weights(\"model.weights.h5\")` writes"
            }
            Self::Archive { .. } => "the file may be incomplete: copy or save it again",
            Self::MissingMember { .. } => "save the model with `model.save(\"model.keras\")`",
            Self::RepeatedMember { .. } => "save the model again with Keras",
            Self::Packing { .. } => "save the model again with Keras, or pack the archive without compression",
            Self::Hdf5 { .. } => "the file may be incomplete: copy or save it again",
            Self::ElementType { .. } => "expected float16, bfloat16, float32, float64, or integers",
            Self::NoArchitecture => {
                "save the whole model with `model.save(\"model.keras\")`, or write the network's layers beside these weights"
            }
            Self::ModelClass { .. } => "expected a `Sequential` model, or a functional one that is a plain chain",
            Self::OwnFunction { .. } => {
                "a file has no code that can be read: save the model with a function of Keras's, or write the network's \
                 layers beside its weights"
            }
            Self::Keras1 { .. } => "load it with Keras 2, and save it again",
            Self::NoInputShape { .. } => "begin the model with `keras.Input(shape)`, and save it again",
            Self::UnknownAxis { axis, shape, .. } => {
                let size = |(i, size): (usize, &Option<usize>)| match size {
                    _ if i == *axis => "..".to_owned(),
                    Some(size) => size.to_string(),
                    None => "None".to_owned(),
                };
                let sizes: Vec<_> = shape.iter().enumerate().skip(1).map(size).collect();
                let comma = if sizes.len() == 1 { "," } else { "" };
                return Some(format!(
                    "sizes are fixed when a network is compiled: save the model with `keras.Input(({}{comma}))`",
                    sizes.join(", ")
                ));
            }
            Self::NotAChain { .. } => "only a chain of layers is read: each takes the output of the one before it",
            Self::MissingWeights { .. } => "save the model after it has been built, with all of its weights",
            Self::Quantized { .. } => "save the model before `model.quantize(..)`",
            Self::NumberType { other: None, .. } => "expected float32, float64, or a policy of half precision",
            Self::NumberType { .. } => "give all layers the same `dtype`",
            _ => return None,
        };
        Some(help.to_owned())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownFormat { looks_like: Some(name) } => write!(f, "not a file of Keras's: it looks like {name}"),
            Self::UnknownFormat { looks_like: None } => {
                write!(f, "not a file of Keras's: neither a zip archive nor HDF5")
            }
            Self::Archive { problem } => write!(f, "the zip archive is damaged: {problem}"),
            Self::MissingMember { member } => {
                write!(f, "the zip archive has no `{member}`, so it is not a `.keras` file")
            }
            Self::RepeatedMember { member } => write!(f, "the zip archive has two members `{member}`"),
            Self::Packing { member, method } => write!(f, "`{member}` in the zip archive is {method}"),
            Self::TooLarge { what, limit, unit } => write!(f, "{what} is too large: the limit is {limit} {unit}"),
            Self::Json { text, at, expected } => write!(f, "`{text}` is invalid: expected {expected} at byte {at}"),
            Self::Hdf5 { path, problem } if path.is_empty() => write!(f, "the HDF5 file is invalid: {problem}"),
            Self::Hdf5 { path, problem } => write!(f, "`{path}` in the HDF5 file is invalid: {problem}"),
            Self::ElementType { path, found } => write!(f, "the numbers of `{path}` are {found}"),
            Self::NoArchitecture => write!(f, "the file has weights, but no architecture"),
            Self::ModelClass { class } => write!(f, "a model of class `{class}` can't be read"),
            Self::MissingKey { owner, key } => write!(f, "{owner} has no `{key}`"),
            Self::WrongValue { owner, key, found, expected } => {
                write!(f, "`{key}` of {owner} is {found}: expected {expected}")
            }
            Self::OwnFunction { owner, key, name: Some(name) } => {
                write!(f, "`{key}` of {owner} is a function of your own, `{name}`")
            }
            Self::OwnFunction { owner, key, name: None } => write!(f, "`{key}` of {owner} is a lambda of your own"),
            Self::Keras1 { version } => write!(f, "the file is one of Keras 1: of version {version}"),
            Self::NoInputShape { model } => write!(f, "model `{model}` doesn't know the shape of its input"),
            Self::UnknownAxis { owner, axis, shape } => {
                write!(f, "axis {axis} of the input of {owner} has no size: the shape is {}", written(shape))
            }
            Self::OtherInput { owner, shape, found } => {
                let found: Vec<_> = found.iter().copied().map(Some).collect();
                write!(f, "the input of {owner} has the shape {}, and can't be {}", written(shape), written(&found))
            }
            Self::RepeatedLayer { name } => write!(f, "two layers have the name `{name}`"),
            Self::NotAChain { layer, problem } => write!(f, "the model is not a chain at layer `{layer}`: {problem}"),
            Self::MissingWeights { layer, weights } => write!(f, "{layer} has no weights in the file: no `{weights}`"),
            Self::VariableCount { layer, expected, found, path } => {
                let s = if *found == 1 { "" } else { "s" };
                write!(f, "{layer} has {found} variable{s} in `{path}`: expected {}", expected.len())?;
                let mut names = expected.iter();
                if let Some(first) = names.next() {
                    write!(f, ", `{first}`")?;
                }
                names.try_for_each(|name| write!(f, " and `{name}`"))
            }
            Self::OtherLayer { layer, found, path } => {
                write!(f, "the weights of {layer} should be in `{path}`, but there are those of layer `{found}`")
            }
            Self::ExtraWeights { path } => write!(f, "the weights in `{path}` belong to no layer"),
            Self::Quantized { layer, mode } => write!(f, "{layer} is quantized (`{mode}`)"),
            Self::UnsupportedClass { layer } => write!(f, "{layer} is of a class that is not supported"),
            Self::UnsupportedOption { layer, key, value } => {
                write!(f, "`{key}` of {layer} is not supported: it is {value}")
            }
            Self::NumberType { layer, dtype, other: None } => write!(f, "{layer} computes in `{dtype}`"),
            Self::NumberType { layer, dtype, other: Some(other) } => {
                write!(f, "{layer} computes in `{dtype}`, and {other} in another type")
            }
            Self::NotFinite { layer, name } => write!(f, "`{name}` of {layer} is not made of finite numbers"),
            Self::NoLayers { model } => write!(f, "model `{model}` has no layers"),
        }?;
        match self.help() {
            Some(help) if f.alternate() => write!(f, "\nhelp: {help}"),
            _ => Ok(()),
        }
    }
}

/// A shape as Keras has it: `(None, 13)`, `(4,)`.
fn written(shape: &[Option<usize>]) -> String {
    let sizes: Vec<_> = shape.iter().map(|size| size.map_or("None".to_owned(), |size| size.to_string())).collect();
    let comma = if sizes.len() == 1 { "," } else { "" };
    format!("({}{comma})", sizes.join(", "))
}

impl core::error::Error for Error {}
