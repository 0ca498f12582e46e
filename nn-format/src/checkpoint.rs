//! A file of weights, read for the layers of a network: whatever its tensors are called there, and in whichever order their
//! numbers stand. Reading takes no memory, so that it is the same at build time and at run time.
//!
//! A convention is one file of this folder, with a struct that is a [`Convention`], and one word in the list below.

mod converted;

pub use self::converted::Converted;
pub use self::pytorch::{Chain, Layout, is_named_by_pytorch};
use crate::{Dtype, FormatError, Safetensors, Size, Tensor};

/// How a framework calls the tensors of layers, and how it orders their numbers. Its methods are those of [`Checkpoint`].
trait Convention<'a, D: Size> {
    const CONVERTS: bool;

    fn weight(&mut self, layer: usize, variable: &str, shape: &[D]) -> Result<Weight<'a>, Misfit>;

    fn is_spare(tensor: &Tensor<'a>) -> bool;

    fn unused<'p, I>(&mut self, weights: impl Fn() -> I) -> Option<Tensor<'a>>
    where
        D: 'p,
        I: Iterator<Item = (usize, &'p str, &'p [D])>;
}

/// One word for each convention; each is a file with a struct of that name, which recognises files that keep to it. They are
/// asked in this order, and the last takes what is left.
macro_rules! conventions {
    ($($file:ident: $Convention:ident),* ; else $last:ident: $Last:ident) => {
        $(mod $file;)*
        mod $last;

        #[derive(Clone, Debug)]
        #[expect(clippy::large_enum_variant, reason = "there is no heap to put one on")]
        enum File<'a, 'n, D> {
            $($Convention($file::$Convention<'a, 'n, D>),)*
            $Last($last::$Last<'a, 'n, D>),
        }

        impl<'a, 'n, D: Size> Checkpoint<'a, 'n, D> {
            /// The tensors of the file, by the convention that their names keep to.
            #[must_use]
            pub fn new(file: Safetensors<'a>, chain: Chain<'n, D>) -> Self {
                $(if let Some(file) = $file::$Convention::recognise(file, chain) {
                    return Self(File::$Convention(file));
                })*
                Self(File::$Last($last::$Last::new(file, chain)))
            }

            /// Whether the network has other names or another order than the file.
            #[must_use]
            pub fn converts(&self) -> bool {
                match &self.0 {
                    $(File::$Convention(_) => $file::$Convention::<D>::CONVERTS,)*
                    File::$Last(_) => $last::$Last::<D>::CONVERTS,
                }
            }

            /// What the network calls `variable`, of the layer in this place, which is to have this shape. It is best asked for
            /// in the order of the layers.
            ///
            /// # Errors
            ///
            /// If there is none, or if its order can't be told. What has another shape is no error here.
            pub fn weight(&mut self, layer: usize, variable: &str, shape: &[D]) -> Result<Weight<'a>, Misfit> {
                match &mut self.0 {
                    $(File::$Convention(file) => file.weight(layer, variable, shape),)*
                    File::$Last(file) => file.weight(layer, variable, shape),
                }
            }

            /// Whether it is a tensor that no layer needs.
            #[must_use]
            pub fn is_spare(&self, tensor: &Tensor<'a>) -> bool {
                match &self.0 {
                    $(File::$Convention(_) => $file::$Convention::<D>::is_spare(tensor),)*
                    File::$Last(_) => $last::$Last::<D>::is_spare(tensor),
                }
            }

            /// The first tensor of the file that is none of these weights', which are given as to [`Self::weight`].
            pub fn unused<'p, I>(&mut self, weights: impl Fn() -> I) -> Option<Tensor<'a>>
            where
                D: 'p,
                I: Iterator<Item = (usize, &'p str, &'p [D])>,
            {
                match &mut self.0 {
                    $(File::$Convention(file) => file.unused(weights),)*
                    File::$Last(file) => file.unused(weights),
                }
            }
        }
    };
}

conventions! {
    pytorch: PyTorch;
    else native: Native
}

/// A file of weights, read for the layers of a network.
///
/// ```
/// # let header = br#"{"0.weight":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}"#;
/// # let mut bytes = header.len().to_le_bytes().to_vec();
/// # bytes.extend(header);
/// # bytes.extend([0, 0, 128, 63, 0, 0, 0, 64]);
/// use nn_format::{Chain, Checkpoint, Layer, Safetensors};
///
/// let layers = [Layer { name: "dense", kind: "dense", layout: nn_format::Layout::Dense, activation: "", output_shape: &[1], parameters: 2, branches: &[], merge: "" }];
/// let file = Safetensors::parse(&bytes)?;
/// let mut file = Checkpoint::new(file, Chain { input_shape: &[2], layers: &layers });
/// let kernel = file.weight(0, "kernel", &[2, 1]).expect("a weight");
/// let mut numbers = [0.0; 2];
/// kernel.copy_to_f32(&mut numbers)?;
/// assert!(kernel.shape().eq([2, 1]) && numbers == [1.0, 2.0]);
/// # Ok::<(), nn_format::FormatError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Checkpoint<'a, 'n, D = usize>(File<'a, 'n, D>);

/// The numbers of one tensor of a network's, as a file has them.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::large_enum_variant, reason = "there is no heap to put one on")]
pub enum Weight<'a> {
    /// In the network's order.
    Stored(Tensor<'a>),
    /// In another, or in more than one tensor.
    Converted(Converted<'a>),
}

impl Weight<'_> {
    /// The sizes of its axes.
    pub fn shape(&self) -> impl Iterator<Item = usize> {
        let (stored, converted) = match self {
            Self::Stored(tensor) => (Some(tensor.shape.iter()), None),
            Self::Converted(converted) => (None, Some(converted.shape().iter().copied())),
        };
        stored.into_iter().flatten().chain(converted.into_iter().flatten())
    }

    /// The type of its numbers; if it is made of two, one that is no float if either is.
    #[must_use]
    pub fn dtype(&self) -> Dtype {
        match self {
            Self::Stored(tensor) => tensor.dtype,
            Self::Converted(converted) => converted.dtype(),
        }
    }

    /// Writes all numbers to `out`, the last axis fastest, as [`Tensor::copy_to_f32`] does.
    ///
    /// # Errors
    ///
    /// If `out` has another length than there are numbers, or if they are no floats.
    #[expect(clippy::cast_possible_truncation, reason = "rounding to the nearest f32 is documented")]
    pub fn copy_to_f32(&self, out: &mut [f32]) -> Result<(), FormatError> {
        match self {
            Self::Stored(tensor) => tensor.copy_to_f32(out),
            Self::Converted(converted) => converted.copy(out, |value| value as f32),
        }
    }

    /// Writes all numbers to `out`, the last axis fastest. Every value fits exactly.
    ///
    /// # Errors
    ///
    /// As [`copy_to_f32`](Self::copy_to_f32).
    pub fn copy_to_f64(&self, out: &mut [f64]) -> Result<(), FormatError> {
        match self {
            Self::Stored(tensor) => tensor.copy_to_f64(out),
            Self::Converted(converted) => converted.copy(out, |value| value),
        }
    }
}

/// Why a network's tensor can't be had of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misfit {
    /// The file has no tensor for it.
    Missing,
    /// A layer, by its place, changes the shape of channels in a way that PyTorch, which has them first, does not know.
    Channels {
        /// Which layer.
        layer: usize,
    },
    /// How many channels a layer, by its place, has is known to rustc alone, and other layers' weights depend on it.
    Unknown {
        /// Which layer.
        layer: usize,
    },
    /// A layer, by its place, is made of layers, as none of `nn.Sequential`'s is.
    Composed {
        /// Which layer.
        layer: usize,
    },
}
