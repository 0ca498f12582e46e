//! Parameters from and to safetensors files, at run time.

use core::fmt;

use nn_format::{Chain, Converted, FormatError, Misfit, PyTorch, Safetensors, Tensor};

use crate::{Element, Network, Parameter, ParameterMut, Scalar};

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
    fn new(sizes: impl ExactSizeIterator<Item = usize>) -> Self {
        let (mut axes, rank) = ([0; 8], sizes.len());
        for (axis, size) in axes.iter_mut().zip(sizes) {
            *axis = size;
        }
        Self { axes, rank }
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
    if let Some(file) = PyTorch::recognise(file, Chain { input_shape: N::INPUT_SHAPE, layers: N::LAYERS }) {
        return load_pytorch(network, file);
    }
    for parameter in network.parameters() {
        let tensor = parameter.name;
        let found = file.tensor(tensor).ok_or(WeightsError::Missing { tensor })?;
        if !found.shape.iter().eq(parameter.shape.iter().copied()) {
            let found = FoundShape::new(found.shape.iter());
            return Err(WeightsError::Shape { tensor, expected: parameter.shape, found });
        }
        if !found.dtype.is_convertible() {
            return Err(WeightsError::Dtype { tensor, found: found.dtype.name() });
        }
    }
    for tensor in file.tensors() {
        if !network.parameters().any(|parameter| tensor.name == *parameter.name) {
            return Err(WeightsError::Unexpected { tensor: FoundName::new(&tensor) });
        }
    }
    for parameter in network.parameters_mut() {
        if let Some(tensor) = file.tensor(parameter.name) {
            N::Scalar::read(&tensor, parameter.values)?;
        }
    }
    Ok(())
}

/// The same of a file whose tensors PyTorch has named.
fn load_pytorch<N: Network>(network: &mut N, mut file: PyTorch<'_, 'static>) -> Result<(), WeightsError> {
    for parameter in network.parameters() {
        let tensor = parameter.name;
        let (layer, variable) = place::<N>(tensor).ok_or(WeightsError::Missing { tensor })?;
        let found = file.parameter(layer, variable, parameter.shape).map_err(|misfit| match misfit {
            Misfit::Missing => WeightsError::Missing { tensor },
            Misfit::Channels { layer } | Misfit::Unknown { layer } | Misfit::Composed { layer } => {
                WeightsError::Order { layer: N::LAYERS[layer].name }
            }
        })?;
        if found.shape() != parameter.shape {
            let found = FoundShape::new(found.shape().iter().copied());
            return Err(WeightsError::Shape { tensor, expected: parameter.shape, found });
        }
        if !found.dtype().is_convertible() {
            return Err(WeightsError::Dtype { tensor, found: found.dtype().name() });
        }
    }
    let place_of = |parameter: Parameter<'_, N::Scalar>| {
        place::<N>(parameter.name).map(|(layer, variable)| (layer, variable, parameter.shape))
    };
    if let Some(tensor) = file.unused(|| network.parameters().filter_map(place_of)) {
        return Err(WeightsError::Unexpected { tensor: FoundName::new(&tensor) });
    }
    for ParameterMut { name, shape, values } in network.parameters_mut() {
        let found = place::<N>(name).and_then(|(layer, variable)| file.parameter(layer, variable, shape).ok());
        for (value, number) in values.iter_mut().zip(found.iter().flat_map(Converted::values)) {
            *value = N::Scalar::from_f64(number);
        }
    }
    Ok(())
}

/// The layer of a parameter, by its place, and the variable's name in it.
fn place<N: Network>(parameter: &'static str) -> Option<(usize, &'static str)> {
    let variable = |name: &str| parameter.strip_prefix(name)?.strip_prefix('.');
    N::LAYERS.iter().enumerate().find_map(|(at, layer)| Some((at, variable(layer.name)?)))
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
