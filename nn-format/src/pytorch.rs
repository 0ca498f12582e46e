//! PyTorch's tensors under the names, in the shapes and in the order of a network's own.
//!
//! | PyTorch | here |
//! |---|---|
//! | `weight` of Linear, [outputs, inputs] | `kernel`, [inputs, outputs] |
//! | `weight` of a convolution, [outputs, inputs, sizes..] | `kernel`, [sizes.., inputs, outputs] |
//! | `weight` of a transposed one, [inputs, outputs, sizes..] | `kernel`, [sizes.., outputs, inputs] |
//! | `weight_ih_l0`, `weight_hh_l0`, gates i f g o or r z n | `kernel`, `recurrent_kernel`, gates i f c o or z r h |
//! | `weight_ih_l0_reverse` and the like | those of the backward layer of a `bidirectional` |
//! | `running_mean`, `running_var` | `moving_mean`, `moving_variance` |
//!
//! PyTorch has channels before the places of space, so that what is flattened has another order too: the inputs of a layer
//! after that are put in ours, and so are the outputs of one before they become an image.

mod convert;
mod names;
mod order;

pub use self::convert::Converted;
use self::convert::Part;
use self::names::{Place, Stored, Variable};
pub use self::order::Chain;
use self::order::State;
use crate::{Layer, Safetensors, Size, Tensor};

/// Why a layer's tensors can't be made of PyTorch's.
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

/// A file of PyTorch's, read for the layers of a network.
///
/// The modules of an `nn.Sequential` have numbers for names, `0.weight` or `2.0.weight`, and are those of the layers with
/// parameters, in order. All others belong to the layers that are called as they are, with `_` for each dot.
///
/// ```
/// # let header = br#"{"0.weight":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}"#;
/// # let mut bytes = header.len().to_le_bytes().to_vec();
/// # bytes.extend(header);
/// # bytes.extend([0, 0, 128, 63, 0, 0, 0, 64]);
/// use nn_format::{Chain, Layer, PyTorch, Safetensors};
///
/// let layers = [Layer { name: "dense", kind: "dense", activation: "", output_shape: &[1], parameters: 2, branches: &[] }];
/// let file = Safetensors::parse(&bytes)?;
/// let mut file = PyTorch::recognise(file, Chain { input_shape: &[2], layers: &layers }).expect("PyTorch's names");
/// let kernel = file.parameter(0, "kernel", &[2, 1]).expect("a weight");
/// assert_eq!((kernel.shape(), kernel.values().collect::<Vec<_>>()), (&[2, 1][..], vec![1.0, 2.0]));
/// # Ok::<(), nn_format::FormatError>(())
/// ```
#[derive(Clone, Debug)]
pub struct PyTorch<'a, 'n, D = usize> {
    file: Safetensors<'a>,
    chain: Chain<'n, D>,
    is_numbered: bool,
    /// Why none of the file's tensors can be had.
    misfit: Option<Misfit>,
    cursor: Cursor<'a>,
}

/// Where reading is, since layers are mostly asked for in order.
#[derive(Clone, Copy, Debug, Default)]
struct Cursor<'a> {
    layer: usize,
    /// The last module of the layers before.
    before: Option<Place<'a>>,
    state: State,
}

/// Whether PyTorch calls a tensor of its layers so: `0.weight`.
#[must_use]
pub fn is_named_by_pytorch(name: &str) -> bool {
    Stored::parse(name).is_some()
}

impl<'a, 'n, D: Size> PyTorch<'a, 'n, D> {
    /// Nothing, unless PyTorch has named all tensors of the file.
    #[must_use]
    pub fn recognise(file: Safetensors<'a>, chain: Chain<'n, D>) -> Option<Self> {
        let (mut has_weights, mut is_numbered) = (false, true);
        for tensor in file.tensors() {
            let stored = Stored::new(&tensor)?;
            has_weights |= matches!(stored.variable, Variable::Weight | Variable::InputWeight);
            is_numbered &= stored.place.is_numbered();
        }
        let misfit = chain.check().err();
        has_weights.then_some(Self { file, chain, is_numbered, misfit, cursor: Cursor::default() })
    }

    /// The tensor that the network calls `variable`, of the layer in this place, which is to have this shape.
    ///
    /// The layers are best asked for in order: a call then takes a few passes over the file's header.
    ///
    /// # Errors
    ///
    /// If there is none, or if its order can't be told. What has another shape is no error here.
    pub fn parameter(&mut self, layer: usize, variable: &str, shape: &[D]) -> Result<Converted<'a>, Misfit> {
        if let Some(misfit) = self.misfit {
            return Err(misfit);
        }
        self.go_to(layer)?;
        let description = &self.chain.layers[layer];
        let place = if self.is_numbered {
            let first = self.next(self.cursor.before);
            let is_second = modules(description) == 2 && variable != "depthwise_kernel";
            if is_second { self.next(first) } else { first }
        } else {
            self.stored().map(|(stored, _)| stored.place).find(|place| place.is_called(description.name))
        };
        let part = Part {
            file: self.file,
            place: place.ok_or(Misfit::Missing)?,
            kind: description.kind,
            before: self.cursor.state,
            after: self.chain.wanted(layer + 1),
        };
        part.tensor(variable, shape)
    }

    /// The first tensor of the file that is none of these parameters', which are given as to [`Self::parameter`].
    pub fn unused<'p, I>(&mut self, parameters: impl Fn() -> I) -> Option<Tensor<'a>>
    where
        D: 'p,
        I: Iterator<Item = (usize, &'p str, &'p [D])>,
    {
        // A bit for each of so many tensors: there is no memory for all.
        const AT_ONCE: usize = 64;
        let counts = |tensor: &Tensor<'a>| Stored::new(tensor).is_some_and(|stored| stored.variable == Variable::Count);
        for start in (0..self.file.len()).step_by(AT_ONCE) {
            let some = self.file.tensors().skip(start).take(AT_ONCE);
            let mut used = 0_u64;
            for (layer, variable, shape) in parameters() {
                let Ok(found) = self.parameter(layer, variable, shape) else { continue };
                for (bit, tensor) in some.clone().enumerate() {
                    used |= u64::from(found.tensors().any(|used| used.name == tensor.name)) << bit;
                }
            }
            let mut unused = some.enumerate().filter(|(bit, tensor)| used >> bit & 1 == 0 && !counts(tensor));
            if let Some((_, tensor)) = unused.next() {
                return Some(tensor);
            }
        }
        None
    }

    fn stored(&self) -> impl Iterator<Item = (Stored<'a>, Tensor<'a>)> + use<'a, D> {
        self.file.tensors().filter_map(|tensor| Some((Stored::new(&tensor)?, tensor)))
    }

    /// The module after this one.
    fn next(&self, place: Option<Place<'a>>) -> Option<Place<'a>> {
        self.stored().map(|(stored, _)| stored.place).filter(|&next| place.is_none_or(|place| next > place)).min()
    }

    fn go_to(&mut self, layer: usize) -> Result<(), Misfit> {
        if layer < self.cursor.layer {
            self.cursor = Cursor::default();
        }
        for at in self.cursor.layer..layer {
            for _ in 0..modules(&self.chain.layers[at]) {
                self.cursor.before = self.next(self.cursor.before).or(self.cursor.before);
            }
            self.cursor.state = self.chain.through(at, self.cursor.state)?;
            self.cursor.layer = at + 1;
        }
        Ok(())
    }
}

/// How many modules of PyTorch's a layer is.
fn modules<D: Size>(layer: &Layer<'_, D>) -> usize {
    match layer.parameters.known() {
        Some(0) => 0,
        // What is made of layers has none of its own.
        _ if !layer.branches.is_empty() => 0,
        _ if layer.kind.starts_with("separable") => 2,
        _ => 1,
    }
}
