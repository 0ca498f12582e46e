//! A whole model: architecture and weights.

use crate::architecture::Architecture;
use crate::archive::Archive;
use crate::format::Format;
use crate::hdf5;
use crate::{Classes, Error, Input, Json, Layer, Weights};

/// A `Sequential` model, or a functional one that is a plain chain of layers, with its weights.
///
/// ```
/// use nn_keras::{Data, Model};
///
/// # let classes = nn_compiler::keras::Classes;
/// let model = Model::read(include_bytes!("../tests/data/tiny.keras"), &classes)?;
/// assert_eq!(model.name, "tiny");
/// assert_eq!(model.input.shape, [2]);
///
/// let hidden = &model.layers[0];
/// assert_eq!((hidden.name.as_str(), hidden.class.as_str()), ("hidden", "Dense"));
/// assert_eq!(hidden.config.require("units")?.size()?, 3);
/// assert_eq!(hidden.config.require("activation")?.object()?.class, "relu");
/// assert_eq!(hidden.weight("kernel").unwrap().shape, [2, 3]);
/// assert_eq!(hidden.weight("bias").unwrap().data, Data::F32(vec![0.5, -1.0, 2.0]));
/// # Ok::<(), nn_keras::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// The model's name.
    pub name: String,
    /// The version of Keras that wrote the file, where it says so.
    pub keras_version: Option<String>,
    /// The first number of that version. A file that doesn't say is of Keras 3 if it is a `.keras`, and of Keras 2 otherwise.
    pub major_version: u32,
    /// What the model takes.
    pub input: Input,
    /// The layers, each of which takes the output of the one before it. Input layers are not among them.
    pub layers: Vec<Layer>,
}

impl Model {
    /// Reads a model from a `.keras` file, or from the `.h5` file of a whole model, whose layers are of these classes.
    ///
    /// # Errors
    ///
    /// If the file is none of Keras's, is damaged, has no architecture, isn't a chain of layers of known input shape,
    /// or if its weights don't fit its layers. The bytes may come from anywhere: no file leads to a panic, or to a cost
    /// out of proportion to its size.
    pub fn read(bytes: &[u8], classes: &dyn Classes) -> Result<Self, Error> {
        Self::read_with(bytes, classes, None)
    }

    /// The same of a model that is to take samples of this shape. It says which size an axis has that has none in the file:
    /// `(None, 13)` of sequences of any length.
    ///
    /// # Errors
    ///
    /// As those of [`read`](Self::read), and if the file has another shape.
    pub fn read_with(bytes: &[u8], classes: &dyn Classes, input: Option<&[usize]>) -> Result<Self, Error> {
        match Format::of(bytes)? {
            Format::Zip => Self::from_archive(Archive::read(bytes)?, classes, input),
            Format::Hdf5 => Self::from_hdf5(&hdf5::File::open(bytes.to_vec())?, classes, input),
        }
    }

    /// The layers with those of inner models in their places: the chain that the data take. Other layers that wrap
    /// some, such as `Bidirectional`, stand for these.
    #[must_use]
    pub fn chain(&self) -> Vec<&Layer> {
        fn add<'a>(layers: &'a [Layer], into: &mut Vec<&'a Layer>) {
            for layer in layers {
                if layer.is_model() {
                    add(&layer.layers, into);
                } else {
                    into.push(layer);
                }
            }
        }
        let mut chain = Vec::new();
        add(&self.layers, &mut chain);
        chain
    }

    fn from_archive(archive: Archive<'_>, classes: &dyn Classes, input: Option<&[usize]>) -> Result<Self, Error> {
        let keras_version = match &archive.metadata {
            Some(metadata) => match parse(metadata, "metadata.json")?.get("keras_version") {
                Some(Json::String(version)) => Some(version.clone()),
                _ => None,
            },
            None => None,
        };
        let architecture = Architecture::read(parse(&archive.config, "config.json")?, classes, input)?;
        Self::new(architecture, Weights::from_archive(archive)?, (keras_version, 3), classes)
    }

    fn from_hdf5(file: &hdf5::File, classes: &dyn Classes, input: Option<&[usize]>) -> Result<Self, Error> {
        /// The attribute with the architecture.
        const CONFIG: &str = "model_config";
        let first = |values: Option<Vec<String>>| values.and_then(|values| values.into_iter().next());
        let config = first(file.root().strings(CONFIG)?).ok_or(Error::NoArchitecture)?;
        let keras_version = first(file.root().strings("keras_version")?);
        if let Some(version) = keras_version.as_ref().filter(|version| version.starts_with("1.")) {
            return Err(Error::Keras1 { version: version.clone() });
        }
        let architecture = Architecture::read(parse(config.as_bytes(), CONFIG)?, classes, input)?;
        Self::new(architecture, Weights::from_hdf5(file)?, (keras_version, 2), classes)
    }

    fn new(
        architecture: Architecture,
        weights: Weights,
        (keras_version, default): (Option<String>, u32),
        classes: &dyn Classes,
    ) -> Result<Self, Error> {
        let Architecture { name, input, mut layers } = architecture;
        weights.fill_named(&mut layers, classes)?;
        let major = keras_version.as_ref().and_then(|version| version.split('.').next()?.parse().ok());
        Ok(Self { name, keras_version, major_version: major.unwrap_or(default), input, layers })
    }
}

/// The JSON in `bytes`, which `name` names in errors.
fn parse(bytes: &[u8], name: &'static str) -> Result<Json, Error> {
    /// The largest models' architectures take about one.
    const LIMIT: usize = 16 << 20;
    if bytes.len() > LIMIT {
        return Err(Error::TooLarge { what: format!("`{name}`"), limit: LIMIT as u64, unit: "bytes" });
    }
    match core::str::from_utf8(bytes) {
        Ok(text) => Json::parse(text, name),
        Err(error) => Err(Error::Json { text: name, at: error.valid_up_to(), expected: "UTF-8" }),
    }
}
