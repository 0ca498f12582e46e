//! What PyTorch calls tensors: `0.weight`, `encoder.2.weight_hh_l1`.

use core::cmp::Ordering;

use crate::Tensor;

/// What a tensor is to its module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Variable {
    Weight,
    Bias,
    Mean,
    Variance,
    InputWeight,
    HiddenWeight,
    InputBias,
    HiddenBias,
    /// How many batches a mean is of, which no layer needs.
    Count,
}

/// Where a tensor is: in which module, and in which of the recurrent layers that the module has, which may be two in each
/// level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place<'a> {
    module: &'a str,
    level: usize,
    /// Whether it is the second of two directions.
    is_reverse: bool,
}

/// A tensor's name, read.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stored<'a> {
    pub(super) place: Place<'a>,
    pub(super) variable: Variable,
}

impl<'a> Stored<'a> {
    /// Nothing if the name isn't one of PyTorch's.
    pub(super) fn new(tensor: &Tensor<'a>) -> Option<Self> {
        Self::parse(tensor.name.as_str()?)
    }

    pub(super) fn parse(name: &'a str) -> Option<Self> {
        let (module, name) = name.rsplit_once('.')?;
        let (name, is_reverse) = match name.strip_suffix("_reverse") {
            Some(name) => (name, true),
            None => (name, false),
        };
        let (variable, level) = match name {
            "weight" | "bias" | "running_mean" | "running_var" | "num_batches_tracked" if is_reverse => return None,
            "weight" => (Variable::Weight, 0),
            "bias" => (Variable::Bias, 0),
            "running_mean" => (Variable::Mean, 0),
            "running_var" => (Variable::Variance, 0),
            "num_batches_tracked" => (Variable::Count, 0),
            _ => {
                let (name, level) = name.rsplit_once("_l")?;
                let variable = match name {
                    "weight_ih" => Variable::InputWeight,
                    "weight_hh" => Variable::HiddenWeight,
                    "bias_ih" => Variable::InputBias,
                    "bias_hh" => Variable::HiddenBias,
                    _ => return None,
                };
                (variable, number(level)?)
            }
        };
        Some(Self { place: Place { module, level, is_reverse }, variable })
    }
}

/// The tensors of a module, each by its place among the variables.
#[derive(Clone, Copy, Debug)]
pub(super) struct Module<'a> {
    pub(super) place: Place<'a>,
    tensors: [Option<Tensor<'a>>; Variable::Count as usize + 1],
}

impl<'a> Module<'a> {
    pub(super) fn new(place: Place<'a>) -> Self {
        Self { place, tensors: [None; _] }
    }

    pub(super) fn put(&mut self, variable: Variable, tensor: Tensor<'a>) {
        self.tensors[variable as usize] = Some(tensor);
    }

    pub(super) fn get(&self, variable: Variable) -> Option<Tensor<'a>> {
        self.tensors[variable as usize]
    }
}

impl Place<'_> {
    /// Whether it is a number in an `nn.Sequential`, or in one that is in another.
    pub(super) fn is_numbered(&self) -> bool {
        self.module.split('.').all(|part| number(part).is_some())
    }

    /// Whether a layer of this name is meant: `encoder_2` by `encoder.2`, and `lstm_l1` by the second level of `lstm`; in two
    /// directions `forward_lstm` and `backward_lstm` by `lstm`.
    pub(super) fn is_called(&self, layer: &str) -> bool {
        let direction = if self.is_reverse { "backward_" } else { "forward_" };
        match layer.strip_prefix(direction) {
            Some(both) => self.is_named(both) || self.is_named(layer),
            None => !self.is_reverse && self.is_named(layer),
        }
    }

    fn is_named(&self, layer: &str) -> bool {
        let name = match (self.level, layer.rsplit_once("_l")) {
            (0, _) => layer,
            (level, Some((name, written))) if number(written) == Some(level) => name,
            _ => return false,
        };
        self.module.chars().map(|c| if c == '.' { '_' } else { c }).eq(name.chars())
    }
}

/// Modules are in the order of their numbers.
impl Ord for Place<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let numbers = |place: &Self| place.module.split('.').map(number);
        let rest = |place: &Self| (place.level, place.is_reverse);
        numbers(self).cmp(numbers(other)).then(rest(self).cmp(&rest(other)))
    }
}

impl PartialOrd for Place<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A number as PyTorch writes it.
fn number(text: &str) -> Option<usize> {
    let is_canonical = text == "0" || text.starts_with(|c: char| c.is_ascii_digit() && c != '0');
    text.parse().ok().filter(|_| is_canonical)
}
