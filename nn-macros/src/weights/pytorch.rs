//! Safetensors of PyTorch's `nn.Sequential`: modules have numbers for names, and most tensors their axes in another order.
//!
//! | PyTorch | here |
//! |---|---|
//! | `0.weight` of Linear, [outputs, inputs] | `kernel`, [inputs, outputs] |
//! | `0.weight` of a convolution, [outputs, inputs, sizes..] | `kernel`, [sizes.., inputs, outputs] |
//! | `0.weight_ih_l0`, `weight_hh_l0`, gates i f g o or r z n | `kernel`, `recurrent_kernel`, gates i f c o or z r h |
//! | `0.running_mean`, `0.running_var` | `moving_mean`, `moving_variance` |
//!
//! PyTorch has channels before the places of space, so that what is flattened has another order too: the inputs of a layer
//! after that are put in ours.

use nn_format::Safetensors;

use super::{Found, Source, tensor_name};
use crate::model::{Dtype, Layer, Model};
use crate::shape::Shape;

/// A tensor of the file.
struct Stored {
    module: usize,
    name: String,
    shape: Vec<usize>,
    values: Vec<f64>,
}

impl Stored {
    /// The axes in this order.
    fn turned(&self, order: &[usize]) -> (Vec<usize>, Vec<f64>) {
        let shape: Vec<usize> = order.iter().map(|&axis| self.shape[axis]).collect();
        let strides: Vec<usize> = (0..self.shape.len()).map(|axis| self.shape[axis + 1..].iter().product()).collect();
        let mut values = Vec::with_capacity(self.values.len());
        for mut place in 0..self.values.len() {
            let mut from = 0;
            for (&axis, &size) in order.iter().zip(&shape).rev() {
                from += place % size * strides[axis];
                place /= size;
            }
            values.push(self.values[from]);
        }
        (shape, values)
    }
}

/// The tensors of a file under the names and in the shapes that the network has for them; nothing if the file isn't one of
/// PyTorch's. What doesn't fit is left as it is, for the comparison with the layers.
pub(super) fn convert(bytes: &[u8], model: &Model) -> Option<Vec<Found>> {
    let stored = read(bytes)?;
    let mut modules: Vec<usize> = stored.iter().map(|tensor| tensor.module).collect();
    modules.sort_unstable();
    modules.dedup();
    let mut found = Vec::new();
    let mut taken = vec![false; stored.len()];
    let mut flattened = Flattened::default();
    let mut modules = modules.into_iter();
    for (place, layer) in model.layers.iter().enumerate() {
        let module = if layer.tensors().is_empty() { None } else { modules.next() };
        let own: Vec<usize> = (0..stored.len()).filter(|&at| Some(stored[at].module) == module).collect();
        let before = place.checked_sub(1).map_or(&model.input, |before| &model.layers[before].output);
        flattened.go_through(layer, before, own.iter().map(|&at| &stored[at]));
        let part = Part { stored: &stored, own: &own, order: flattened.order.as_deref() };
        for tensor in layer.tensors() {
            let sizes: Option<Vec<usize>> = tensor.shape.axes().iter().map(crate::shape::Size::known).collect();
            let Some((used, shape, values)) = part.tensor(tensor.name, sizes.as_deref()) else { continue };
            for at in used {
                taken[at] = true;
            }
            found.push(this(tensor_name(layer, tensor.name), shape, &values, model.dtype));
        }
        flattened.order.take_if(|_| layer.tensors().iter().any(|tensor| tensor.name == "kernel"));
    }
    for (tensor, _) in stored.into_iter().zip(taken).filter(|(_, is_taken)| !is_taken) {
        let name = format!("{}.{}", tensor.module, tensor.name);
        found.push(this(name, tensor.shape, &tensor.values, model.dtype));
    }
    Some(found)
}

fn this(name: String, shape: Vec<usize>, values: &[f64], dtype: Dtype) -> Found {
    Found { name, shape, dtype: "F32".to_owned(), numbers: Some(Source::convert(values.iter().copied(), dtype)) }
}

/// The tensors of a file all of which PyTorch has named: `0.weight`.
fn read(bytes: &[u8]) -> Option<Vec<Stored>> {
    const NAMES: [&str; 4] = ["weight", "bias", "running_mean", "running_var"];
    const RECURRENT: [&str; 4] = ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"];
    let file = Safetensors::parse(bytes).ok()?;
    let mut stored = Vec::new();
    for tensor in file.tensors() {
        let name = tensor.name.to_string();
        let (module, name) = name.split_once('.')?;
        let module = module.parse().ok()?;
        if name == "num_batches_tracked" {
            continue;
        }
        if !NAMES.contains(&name) && !RECURRENT.contains(&name) {
            return None;
        }
        let mut values = vec![0.0; tensor.shape.elements()];
        tensor.copy_to_f64(&mut values).ok()?;
        stored.push(Stored { module, name: name.to_owned(), shape: tensor.shape.iter().collect(), values });
    }
    stored.iter().any(|tensor| tensor.name.starts_with("weight")).then_some(stored)
}

/// Whether a vector is one that PyTorch has in another order: a flattened tensor of channels.
#[derive(Default)]
struct Flattened {
    /// Whether the tensors have channels, which PyTorch has first.
    has_channels: bool,
    /// For each place of ours the place of PyTorch's.
    order: Option<Vec<usize>>,
}

impl Flattened {
    fn go_through<'a>(&mut self, layer: &Layer, before: &Shape, mut stored: impl Iterator<Item = &'a Stored>) {
        // A convolution makes channels of whatever it is given; a recurrent layer makes steps.
        let kernel = stored.find(|tensor| tensor.name.starts_with("weight"));
        match kernel {
            Some(tensor) if tensor.name == "weight" && tensor.shape.len() > 2 => self.has_channels = true,
            Some(tensor) if tensor.name != "weight" => self.has_channels = false,
            _ => {}
        }
        let sizes: Option<Vec<usize>> = before.axes().iter().map(crate::shape::Size::known).collect();
        let Some(sizes) = sizes.filter(|sizes| self.has_channels && sizes.len() > 1) else { return };
        let count: usize = sizes.iter().product();
        if layer.output.axes().len() != 1 || layer.output.elements().known() != Some(count) || !layer.ops.is_empty() {
            return;
        }
        let channels = sizes[sizes.len() - 1];
        self.order = Some((0..count).map(|place| place % channels * (count / channels) + place / channels).collect());
        self.has_channels = false;
    }
}

/// The tensors of one module.
struct Part<'a> {
    stored: &'a [Stored],
    own: &'a [usize],
    order: Option<&'a [usize]>,
}

/// Which tensors of the file it is made of, its shape, and its numbers.
type Made = (Vec<usize>, Vec<usize>, Vec<f64>);

impl<'a> Part<'a> {
    fn find(&self, name: &str) -> Option<(usize, &'a Stored)> {
        let at = *self.own.iter().find(|&&at| self.stored[at].name == name)?;
        Some((at, &self.stored[at]))
    }

    /// The tensor that the network calls `name`, whose sizes are these as far as they are known here.
    fn tensor(&self, name: &str, sizes: Option<&[usize]>) -> Option<Made> {
        let is_recurrent = self.find("weight_ih_l0").is_some();
        match name {
            "kernel" if is_recurrent => self.gates("weight_ih_l0"),
            "recurrent_kernel" => self.gates("weight_hh_l0"),
            "bias" if is_recurrent => self.gate_biases(),
            "kernel" => self.kernel(sizes),
            "gamma" | "scale" | "embeddings" | "alpha" => self.plain("weight", sizes, self.order),
            // One for each output, whose order is ours.
            "bias" => self.plain("bias", sizes, None),
            "beta" => self.plain("bias", sizes, self.order),
            "moving_mean" => self.plain("running_mean", sizes, self.order),
            "moving_variance" => self.plain("running_var", sizes, self.order),
            _ => None,
        }
    }

    /// As it is, but for the order of what was flattened.
    fn plain(&self, name: &str, sizes: Option<&[usize]>, order: Option<&[usize]>) -> Option<Made> {
        let (at, tensor) = self.find(name)?;
        let values = match order.filter(|order| tensor.shape == [order.len()]) {
            Some(order) => order.iter().map(|&place| tensor.values[place]).collect(),
            None => tensor.values.clone(),
        };
        // One for each channel, however many axes stand before that.
        let same_count = sizes.filter(|sizes| sizes.iter().product::<usize>() == values.len());
        let shape = match same_count {
            Some(sizes) if tensor.shape.len() == 1 => sizes.to_vec(),
            _ => tensor.shape.clone(),
        };
        Some((vec![at], shape, values))
    }

    fn kernel(&self, sizes: Option<&[usize]>) -> Option<Made> {
        let (at, tensor) = self.find("weight")?;
        let rank = tensor.shape.len();
        if rank < 2 {
            return Some((vec![at], tensor.shape.clone(), tensor.values.clone()));
        }
        let order: Vec<usize> = (2..rank).chain([1, 0]).collect();
        let (mut shape, mut values) = tensor.turned(&order);
        if let (2, Some(places)) = (rank, self.order.filter(|places| places.len() == shape[0])) {
            let columns = shape[1];
            let row = |place: &usize| values[place * columns..][..columns].iter().copied();
            values = places.iter().flat_map(row).collect();
        }
        // Each channel by itself: [.., 1, channels × multiplier] is [.., channels, multiplier].
        if let Some(sizes) = sizes
            && rank > 2
            && sizes.len() == rank
            && shape[rank - 2] == 1
            && sizes[rank - 2] * sizes[rank - 1] == shape[rank - 1]
        {
            shape[rank - 2..].copy_from_slice(&sizes[rank - 2..]);
        }
        Some((vec![at], shape, values))
    }

    /// How many gates there are, and how many units each has.
    fn count(&self) -> Option<(usize, usize)> {
        let (_, hidden) = self.find("weight_hh_l0")?;
        let [rows, units] = *hidden.shape.as_slice() else { return None };
        (rows > 0 && units > 0 && rows.is_multiple_of(units)).then_some((rows / units, units))
    }

    /// Where PyTorch has the gate that is here in this place: r z n for z r h.
    fn gate(gates: usize, gate: usize) -> usize {
        match (gates, gate) {
            (3, 0) => 1,
            (3, 1) => 0,
            _ => gate,
        }
    }

    /// A kernel, [inputs, gates × units].
    fn gates(&self, name: &str) -> Option<Made> {
        let ((at, tensor), (gates, units)) = (self.find(name)?, self.count()?);
        let (shape, turned) = match tensor.shape.len() {
            2 => tensor.turned(&[1, 0]),
            _ => return None,
        };
        if shape[1] != gates * units {
            return Some((vec![at], shape, turned));
        }
        let row = |row: &[f64]| -> Vec<f64> {
            (0..gates).flat_map(|gate| row[Self::gate(gates, gate) * units..][..units].to_vec()).collect()
        };
        let values = turned.chunks(shape[1]).flat_map(row).collect();
        Some((vec![at], shape, values))
    }

    /// Two biases: of three gates both are kept, [2, gates × units], and otherwise their sum is all that counts.
    fn gate_biases(&self) -> Option<Made> {
        let ((a, input), (b, hidden)) = (self.find("bias_ih_l0")?, self.find("bias_hh_l0")?);
        let (gates, units) = self.count()?;
        if input.values.len() != gates * units || hidden.values.len() != gates * units {
            return None;
        }
        let ordered = |values: &[f64]| -> Vec<f64> {
            (0..gates).flat_map(|gate| values[Self::gate(gates, gate) * units..][..units].to_vec()).collect()
        };
        let (input, hidden) = (ordered(&input.values), ordered(&hidden.values));
        Some(match gates {
            3 => (vec![a, b], vec![2, gates * units], [input, hidden].concat()),
            _ => (vec![a, b], vec![gates * units], input.iter().zip(&hidden).map(|(a, b)| a + b).collect()),
        })
    }
}
