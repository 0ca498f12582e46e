//! Parameters from and to safetensors files, at run time.

use core::fmt;

use nn_format::{Chain, Checkpoint, FormatError, Misfit, Safetensors, Tensor};

use crate::{Network, Parameter, ParameterMut, Scalar};

/// Why a file's weights were not taken.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum WeightsError {
    /// The bytes are no safetensors file.
    Format(FormatError),
    /// The file has no tensor of this name.
    Missing {
        /// The tensor that the network wants.
        tensor: &'static str,
    },
    /// The tensor has another shape.
    Shape {
        /// The tensor that the network wants.
        tensor: &'static str,
        /// The network's shape.
        expected: &'static [usize],
        /// The file's.
        found: FoundShape,
    },
    /// The tensor holds no floating-point numbers, or such of eight bits or fewer.
    Dtype {
        /// The tensor that the network wants.
        tensor: &'static str,
        /// The file's type of number, as the file names it.
        found: &'static str,
    },
    /// The file is PyTorch's, which has channels first, and its weights can't be put into the order of a layer that changes the
    /// shape of channels; or a layer is made of layers, which PyTorch's `nn.Sequential` hasn't.
    Order {
        /// The layer's name.
        layer: &'static str,
    },
    /// The file has a tensor that no layer takes, so it may be another network's.
    Unexpected {
        /// The tensor's name in the file; a long one is cut.
        tensor: FoundName,
    },
}

/// A shape read from a file; of more than eight axes, the first eight.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct FoundShape {
    axes: [usize; 8],
    rank: usize,
}

/// A name read from a file; of more than 64 bytes, the beginning.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct FoundName {
    bytes: [u8; 64],
    length: usize,
}

impl FoundShape {
    fn new(sizes: impl Iterator<Item = usize>) -> Self {
        let mut shape = Self { axes: [0; 8], rank: 0 };
        for size in sizes {
            if let Some(axis) = shape.axes.get_mut(shape.rank) {
                *axis = size;
            }
            shape.rank += 1;
        }
        shape
    }

    /// The sizes of the axes.
    #[must_use]
    pub fn axes(&self) -> &[usize] {
        &self.axes[..self.rank.min(self.axes.len())]
    }
}

impl fmt::Debug for FoundShape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[")?;
        for (i, axis) in self.axes().iter().enumerate() {
            write!(f, "{}{axis}", if i == 0 { "" } else { ", " })?;
        }
        f.write_str(if self.rank > self.axes.len() { ", ..]" } else { "]" })
    }
}

impl FoundName {
    fn new(tensor: &Tensor<'_>) -> Self {
        let mut name = Self { bytes: [0; 64], length: 0 };
        for c in tensor.name.chars() {
            if name.length + c.len_utf8() > name.bytes.len() {
                break;
            }
            name.length += c.encode_utf8(&mut name.bytes[name.length..]).len();
        }
        name
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(&self.bytes[..self.length]).unwrap_or_default()
    }
}

impl fmt::Debug for FoundName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

impl fmt::Display for WeightsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Format(error) => error.fmt(f),
            Self::Missing { tensor } => write!(f, "the file has no tensor `{tensor}`"),
            Self::Shape { tensor, expected, found } => {
                write!(f, "`{tensor}` has shape {found:?}, expected {expected:?}")
            }
            Self::Dtype { tensor, found } => {
                write!(f, "`{tensor}` holds numbers of type {found}, expected F16, BF16, F32 or F64")
            }
            Self::Order { layer } => {
                write!(f, "PyTorch's weights, which have the channels first, can't be put into the order of `{layer}`")
            }
            Self::Unexpected { tensor } => {
                write!(f, "the file has a tensor `{}`, which no layer takes", tensor.as_str())
            }
        }
    }
}

impl core::error::Error for WeightsError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Format(error) => Some(error),
            _ => None,
        }
    }
}

impl From<FormatError> for WeightsError {
    fn from(error: FormatError) -> Self {
        Self::Format(error)
    }
}

/// Checks all, then copies all: nothing is copied from a file that doesn't fit.
pub(crate) fn load<N: Network>(network: &mut N, bytes: &[u8]) -> Result<(), WeightsError> {
    let file = Safetensors::parse(bytes)?;
    let mut file = Checkpoint::new(file, Chain { input_shape: N::INPUT_SHAPE, layers: N::LAYERS });
    let mut place = places::<N>();
    for parameter in network.parameters() {
        let (tensor, expected) = (parameter.name, parameter.shape);
        let (layer, variable) = place(tensor).ok_or(WeightsError::Missing { tensor })?;
        let found = file.weight(layer, variable, expected).map_err(|misfit| match misfit {
            Misfit::Missing => WeightsError::Missing { tensor },
            Misfit::Channels { layer } | Misfit::Unknown { layer } | Misfit::Composed { layer } => {
                WeightsError::Order { layer: N::LAYERS[layer].name }
            }
        })?;
        if !found.shape().eq(expected.iter().copied()) {
            return Err(WeightsError::Shape { tensor, expected, found: FoundShape::new(found.shape()) });
        }
        if !found.dtype().is_convertible() {
            return Err(WeightsError::Dtype { tensor, found: found.dtype().name() });
        }
    }
    let weights = || {
        let mut place = places::<N>();
        network.parameters().filter_map(move |Parameter { name, shape, .. }| {
            let (layer, variable) = place(name)?;
            Some((layer, variable, shape))
        })
    };
    if let Some(tensor) = file.unused(weights) {
        return Err(WeightsError::Unexpected { tensor: FoundName::new(&tensor) });
    }
    for ParameterMut { name, shape, values } in network.parameters_mut() {
        if let Some(found) = place(name).and_then(|(layer, variable)| file.weight(layer, variable, shape).ok()) {
            N::Scalar::read(&found, values)?;
        }
    }
    Ok(())
}

/// Tells of a parameter its layer, by its place, and the variable's name in it. Parameters are in the order of the layers, so
/// that the layer of the one before is looked at first.
fn places<N: Network>() -> impl FnMut(&'static str) -> Option<(usize, &'static str)> {
    let mut before = 0;
    move |parameter| {
        let variable = |layer: usize| parameter.strip_prefix(N::LAYERS[layer].name)?.strip_prefix('.');
        let mut layers = (before..N::LAYERS.len()).chain(0..before);
        let place = layers.find_map(|layer| Some((layer, variable(layer)?)))?;
        before = place.0;
        Some(place)
    }
}

/// The parameters as a file.
#[cfg(feature = "alloc")]
pub(crate) fn save<N: Network>(network: &N) -> alloc::vec::Vec<u8> {
    let tensors: alloc::vec::Vec<_> = network
        .parameters()
        .map(|parameter| nn_format::TensorRef {
            name: parameter.name,
            shape: parameter.shape,
            values: N::Scalar::values(parameter.values),
        })
        .collect();
    nn_format::write(tensors.iter().copied())
}
