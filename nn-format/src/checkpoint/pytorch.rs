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

use self::convert::Part;
use self::names::{Module, Place, Stored, Variable};
use self::order::State;
pub use self::order::{Chain, Layout};
use super::{Convention, Converted, Misfit, Weight};
use crate::{Layer, Safetensors, Size, Tensor};

/// A file of PyTorch's.
///
/// The modules of an `nn.Sequential` have numbers for names, `0.weight` or `2.0.weight`, and are those of the layers with
/// parameters, in order. All others belong to the layers that are called as they are, with `_` for each dot.
#[derive(Clone, Debug)]
pub(super) struct PyTorch<'a, 'n, D = usize> {
    file: Safetensors<'a>,
    chain: Chain<'n, D>,
    is_numbered: bool,
    /// Why none of the file's tensors can be had.
    misfit: Option<Misfit>,
    cursor: Cursor<'a>,
}

/// Where reading is, since layers are mostly asked for in order.
#[derive(Clone, Copy, Debug)]
struct Cursor<'a> {
    layer: usize,
    /// The layer's modules, once they have been looked for.
    modules: Option<[Option<Module<'a>>; 2]>,
    /// The last module of the layers before.
    before: Option<Place<'a>>,
    state: State,
}

impl Cursor<'_> {
    /// At the first layer, whose input is in that order.
    fn new(state: State) -> Self {
        Self { layer: 0, modules: None, before: None, state }
    }
}

/// Whether PyTorch calls a tensor of its layers so: `0.weight`.
#[must_use]
pub fn is_named_by_pytorch(name: &str) -> bool {
    Stored::parse(name).is_some()
}

impl<'a, 'n, D: Size> PyTorch<'a, 'n, D> {
    /// Nothing, unless PyTorch has named all tensors of the file.
    pub(super) fn recognise(file: Safetensors<'a>, chain: Chain<'n, D>) -> Option<Self> {
        let (mut has_weights, mut is_numbered) = (false, true);
        for tensor in file.tensors() {
            let stored = Stored::new(&tensor)?;
            has_weights |= matches!(stored.variable, Variable::Weight | Variable::InputWeight);
            is_numbered &= stored.place.is_numbered();
        }
        let (misfit, cursor) = (chain.check().err(), Cursor::new(chain.begin()));
        has_weights.then_some(Self { file, chain, is_numbered, misfit, cursor })
    }
}

impl<'a, D: Size> Convention<'a, D> for PyTorch<'a, '_, D> {
    const CONVERTS: bool = true;

    /// The first of a layer's calls takes one pass over the file's header, if the layers are asked for in order.
    fn weight(&mut self, layer: usize, variable: &str, shape: &[D]) -> Result<Weight<'a>, Misfit> {
        self.converted(layer, variable, shape).map(Weight::Converted)
    }

    fn is_spare(tensor: &Tensor<'a>) -> bool {
        Stored::new(tensor).is_some_and(|stored| stored.variable == Variable::Count)
    }

    fn unused<'p, I>(&mut self, weights: impl Fn() -> I) -> Option<Tensor<'a>>
    where
        D: 'p,
        I: Iterator<Item = (usize, &'p str, &'p [D])>,
    {
        // A bit for each of so many tensors: there is no memory for all.
        const AT_ONCE: usize = 64;
        for start in (0..self.file.len()).step_by(AT_ONCE) {
            let some = self.file.tensors().skip(start).take(AT_ONCE);
            let mut used = 0_u64;
            for (layer, variable, shape) in weights() {
                let Ok(found) = self.converted(layer, variable, shape) else { continue };
                for (bit, tensor) in some.clone().enumerate() {
                    used |= u64::from(found.tensors().any(|used| used.name == tensor.name)) << bit;
                }
            }
            let mut unused = some.enumerate().filter(|(bit, tensor)| used >> bit & 1 == 0 && !Self::is_spare(tensor));
            if let Some((_, tensor)) = unused.next() {
                return Some(tensor);
            }
        }
        None
    }
}

impl<'a, D: Size> PyTorch<'a, '_, D> {
    fn converted(&mut self, layer: usize, variable: &str, shape: &[D]) -> Result<Converted<'a>, Misfit> {
        if let Some(misfit) = self.misfit {
            return Err(misfit);
        }
        self.go_to(layer)?;
        let [first, second] = self.modules();
        let is_second = second.is_some() && variable != "depthwise_kernel";
        let part = Part {
            module: if is_second { second } else { first }.ok_or(Misfit::Missing)?,
            layout: self.chain.layers[layer].layout,
            rank: self.chain.input(layer).len(),
            before: self.cursor.state,
            after: self.chain.wanted(layer + 1),
        };
        part.tensor(variable, shape)
    }

    fn stored(&self) -> impl Iterator<Item = (Stored<'a>, Tensor<'a>)> + use<'a, D> {
        self.file.tensors().filter_map(|tensor| Some((Stored::new(&tensor)?, tensor)))
    }

    /// The first module of those that are asked for.
    fn module(&self, is_wanted: impl Fn(Place<'a>) -> bool) -> Option<Module<'a>> {
        let mut first: Option<Module<'a>> = None;
        for (Stored { place, variable }, tensor) in self.stored().filter(|(stored, _)| is_wanted(stored.place)) {
            match &mut first {
                Some(module) if module.place == place => module.put(variable, tensor),
                Some(module) if module.place < place => {}
                _ => first.insert(Module::new(place)).put(variable, tensor),
            }
        }
        first
    }

    /// The modules of the layer where the cursor is.
    fn modules(&mut self) -> [Option<Module<'a>>; 2] {
        let (file, before) = (&*self, self.cursor.before);
        let layer = &file.chain.layers[file.cursor.layer];
        let modules = file.cursor.modules.unwrap_or_else(|| {
            let after = |before: Option<Place<'a>>| file.module(|place| before.is_none_or(|before| place > before));
            match modules(layer) {
                0 => [None, None],
                _ if !file.is_numbered => [file.module(|place| place.is_called(layer.name)), None],
                1 => [after(before), None],
                _ => {
                    let first = after(before);
                    [first, first.and_then(|first| after(Some(first.place)))]
                }
            }
        });
        self.cursor.modules = Some(modules);
        modules
    }

    fn go_to(&mut self, layer: usize) -> Result<(), Misfit> {
        if layer < self.cursor.layer {
            self.cursor = Cursor::new(self.chain.begin());
        }
        for at in self.cursor.layer..layer {
            let last = if self.is_numbered { self.modules().into_iter().flatten().last() } else { None };
            self.cursor = Cursor {
                layer: at + 1,
                modules: None,
                before: last.map_or(self.cursor.before, |module| Some(module.place)),
                state: self.chain.through(at, self.cursor.state)?,
            };
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
        _ if layer.layout == Layout::Separable => 2,
        _ => 1,
    }
}
