//! A row as a peer gets it.

use std::fs;
use std::path::{Path, PathBuf};

use benches::row::{Row, Subject};

use crate::Outcome;
use crate::layer::{Layer, layers};

/// The directory of this workspace.
pub(crate) fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or_else(|| Path::new("."))
}

/// A row with the weights of the model files, and inputs.
pub struct Case {
    row: Row,
    inputs: Vec<f32>,
    outputs: usize,
    layers: Vec<Layer>,
}

impl Case {
    /// Loads the weights of `row` into `subject`, which is of the row.
    pub(crate) fn new(row: Row, subject: &mut dyn Subject) -> Outcome<Self> {
        let path = file(&format!("{}.safetensors", row.network));
        let bytes = fs::read(&path)
            .map_err(|error| format!("can't read {}: {error}; `models.py` writes it, see README.md", path.display()))?;
        subject.load(&bytes).map_err(|error| format!("{}: {error}", path.display()))?;
        subject.run(1);
        Ok(Self { row, inputs: subject.inputs(), outputs: subject.outputs().len(), layers: layers(row, subject) })
    }

    /// The network's name: `D`.
    #[must_use]
    pub fn network(&self) -> &'static str {
        self.row.network
    }

    /// How many samples one call takes.
    #[must_use]
    pub fn samples(&self) -> usize {
        self.row.samples
    }

    /// The shape of all inputs: the samples first.
    #[must_use]
    pub fn input_shape(&self) -> Vec<usize> {
        self.shape(self.row.input_shape)
    }

    /// The shape of all outputs: the samples first.
    #[must_use]
    pub fn output_shape(&self) -> Vec<usize> {
        self.shape(self.row.layers.last().map_or(self.row.input_shape, |layer| layer.output_shape))
    }

    fn shape(&self, sample: &[usize]) -> Vec<usize> {
        std::iter::once(self.row.samples).chain(sample.iter().copied()).collect()
    }

    /// All samples, one after the other.
    #[must_use]
    pub fn inputs(&self) -> &[f32] {
        &self.inputs
    }

    /// How many numbers all samples give.
    #[must_use]
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// The network's layers, in order.
    #[must_use]
    pub fn layers(&self) -> &[Layer] {
        &self.layers
    }

    /// The numbers of all tensors, one after the other.
    #[must_use]
    pub fn parameters(&self) -> Vec<f32> {
        self.layers.iter().flat_map(|layer| &layer.tensors).flat_map(|tensor| tensor.values.iter().copied()).collect()
    }

    /// The file of the network, for any number of samples: `models/D.onnx`.
    #[must_use]
    pub fn network_file(&self, extension: &str) -> PathBuf {
        file(&format!("{}.{extension}", self.row.network))
    }

    /// The file of the network for this row's number of samples: `models/D256.tflite`.
    #[must_use]
    pub fn row_file(&self, extension: &str) -> PathBuf {
        file(&format!("{}.{extension}", self.row))
    }
}

fn file(name: &str) -> PathBuf {
    workspace().join("models").join(name)
}
