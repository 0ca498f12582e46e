//! What the layers share that look at their input through a window: how large it is, how it moves, and where that leads.

use quote::quote;

use super::arguments::{MOST_NUMBERS, Positional, Reader};
use super::spatial::{self, AXES};
use crate::diag::{Extent, catalogue};
use crate::ops::Window;
use crate::shape::{Shape, Size};
use crate::syntax::{Argument, Value};

/// What is around the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Padding {
    /// Nothing: a window lies within the input.
    Valid,
    /// As much as gives `input / stride` outputs, rounded up; half of it before, and the odd one after.
    Same,
    /// As `Same`, all of it before: a window ends at its own place.
    Causal,
}

impl Padding {
    /// Takes `padding = ..`, one of these words.
    fn read(reader: &mut Reader<'_>, words: &[(&'static str, Self)]) -> Self {
        let choices: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let chosen = reader.choice("padding", &choices);
        let found = words.iter().find(|(word, _)| Some(*word) == chosen);
        found.map_or(Self::Valid, |(_, padding)| *padding)
    }
}

/// What all windows can have around the input.
pub(super) const PADDINGS: &[(&str, Padding)] = &[("valid", Padding::Valid), ("same", Padding::Same)];

/// The same, where the past can be told from the future.
pub(super) const CAUSAL: &[(&str, Padding)] =
    &[("valid", Padding::Valid), ("same", Padding::Same), ("causal", Padding::Causal)];

/// An option with a size for each dimension of space.
pub(super) struct Sizes {
    pub(super) name: &'static str,
    pub(super) each: Vec<Size>,
    /// Where it is written; nothing for a default.
    pub(super) at: Option<Extent>,
}

impl Sizes {
    /// As if it were written so for all dimensions.
    fn all(name: &'static str, size: usize, space: usize) -> Self {
        Self { name, each: vec![Size::Known(size); space], at: None }
    }

    /// What `argument` says, `3` or `(3, 5)`, none of it 0; `default` without one.
    fn read(
        name: &'static str,
        argument: Option<&Argument>,
        default: usize,
        space: usize,
        reader: &mut Reader<'_>,
    ) -> Option<Self> {
        let Some(argument) = argument else { return Some(Self::all(name, default, space)) };
        if let Value::Array(items) = &argument.value {
            let items: Vec<String> = items.iter().map(Argument::text).collect();
            reader.error(argument.value_extent(), catalogue::sizes_in_brackets(name, &items.join(", ")));
            return None;
        }
        let sizes = spatial::each(argument, space, reader)?;
        if sizes.iter().any(|size| size.known() == Some(0)) {
            reader.error(argument.value_extent(), catalogue::window_zero(name));
            return None;
        }
        Some(Self { name, each: sizes, at: Some(argument.extent) })
    }

    /// Whether one of the sizes is, or may be, more than one.
    fn moves(&self) -> bool {
        self.each.iter().any(|size| size.known() != Some(1))
    }

    /// The sizes that only rustc knows to be 0 or not.
    fn checks(&self, checks: &mut Vec<(proc_macro2::TokenStream, String)>) {
        for size in self.each.iter().filter(|size| size.known().is_none()) {
            checks.push((quote!(#size > 0), catalogue::window_zero(self.name).to_string()));
        }
    }
}

/// What a layer says of its windows.
pub(super) struct Windows {
    /// `kernel`, or `pool_size`.
    pub(super) size: Sizes,
    pub(super) strides: Sizes,
    pub(super) dilation: Sizes,
    pub(super) padding: Padding,
}

impl Windows {
    /// Takes `kernel`, which must be there, `strides`, `padding` and `dilation`, for so many dimensions of space. Nothing
    /// where an error was reported.
    pub(super) fn kernel(reader: &mut Reader<'_>, space: usize, paddings: &[(&'static str, Padding)]) -> Option<Self> {
        let kernel = reader.needed_option("kernel", "the size of its kernel", &[("Keras", "kernel_size")]);
        let size = kernel.as_ref().map(|kernel| Sizes::read("kernel", Some(kernel), 1, space, reader));
        let strides = reader.option_or("strides", &[("PyTorch", "stride")]);
        let strides = Sizes::read("strides", strides.as_ref(), 1, space, reader);
        let padding = Padding::read(reader, paddings);
        let dilation = reader.option_or("dilation", &[("Keras", "dilation_rate")]);
        let dilation = Sizes::read("dilation", dilation.as_ref(), 1, space, reader);
        Some(Self { size: size??, strides: strides?, dilation: dilation?, padding })
    }

    /// Takes `pool_size` without a name, 2 if it is not there, `strides`, which are the pool's size if they are not there,
    /// and `padding`.
    pub(super) fn pool(reader: &mut Reader<'_>, space: usize) -> Option<Self> {
        const POOL_SIZE: Positional =
            Positional { name: "pool_size", what: "the size of the pool", foreign: &[("PyTorch", "kernel_size")] };
        let pool = reader.position(&POOL_SIZE);
        let size = Sizes::read("pool_size", pool.as_ref(), 2, space, reader);
        let strides = reader.option_or("strides", &[("PyTorch", "stride")]);
        let strides = strides.map(|strides| Sizes::read("strides", Some(&strides), 1, space, reader));
        let padding = Padding::read(reader, PADDINGS);
        let size = size?;
        let strides = match strides {
            Some(strides) => strides?,
            None => Sizes { name: "strides", each: size.each.clone(), at: None },
        };
        Some(Self { size, strides, dilation: Sizes::all("dilation", 1, space), padding })
    }

    /// Reports `strides` and `dilation` that are both more than one, which Keras's convolutions can't be.
    pub(super) fn check_strides(
        &self,
        reader: &mut Reader<'_>,
        checks: &mut Vec<(proc_macro2::TokenStream, String)>,
    ) -> Option<()> {
        if !self.strides.moves() || !self.dilation.moves() {
            return Some(());
        }
        let is_large = |sizes: &Sizes| sizes.each.iter().any(|size| size.known().is_some_and(|size| size > 1));
        if is_large(&self.strides) && is_large(&self.dilation) {
            let at = self.dilation.at.unwrap_or_else(|| reader.extent());
            reader.error(at, catalogue::strides_and_dilation());
            return None;
        }
        let (strides, dilation) = (&self.strides.each, &self.dilation.each);
        let condition = quote!((true #(&& #strides == 1)*) || (true #(&& #dilation == 1)*));
        checks.push((condition, catalogue::strides_and_dilation().to_string()));
        Some(())
    }

    /// That no size is 0, of those that only rustc knows.
    pub(super) fn check_sizes(&self, checks: &mut Vec<(proc_macro2::TokenStream, String)>) {
        self.size.checks(checks);
        self.strides.checks(checks);
        self.dilation.checks(checks);
    }

    /// The windows on a tensor's dimensions of space, the outermost first. The tensor's last axis is the channels'.
    pub(super) fn over(
        &self,
        input: &Shape,
        reader: &mut Reader<'_>,
        checks: &mut Vec<(proc_macro2::TokenStream, String)>,
    ) -> Option<Vec<Window>> {
        self.check_sizes(checks);
        let space = self.size.each.len();
        let mut windows = Vec::new();
        for (axis, name) in AXES[space - 1][..space].iter().enumerate() {
            let window = self.window(axis, &input.axes()[axis]);
            let (reach, size) = (window.receptive_extent(), &window.input);
            if self.padding == Padding::Valid {
                let message = catalogue::window_too_large(self.size.name, name, &reach, &window.dilation, size);
                let message = match (size.known(), input.last().known()) {
                    (Some(size), Some(channels)) if channels > size => {
                        message.note(catalogue::channels_last(AXES[space - 1], input))
                    }
                    _ => message,
                };
                match (reach.known(), size.known()) {
                    (Some(reach), Some(size)) if reach > size => {
                        reader.error(self.size.at.unwrap_or_else(|| reader.extent()), message);
                        return None;
                    }
                    (Some(_), Some(_)) => {}
                    _ => checks.push((quote!(#reach <= #size), message.to_string())),
                }
            }
            windows.push(window);
        }
        Some(windows)
    }

    fn window(&self, axis: usize, input: &Size) -> Window {
        let one = Size::Known(1);
        let (kernel, stride, dilation) = (&self.size.each[axis], &self.strides.each[axis], &self.dilation.each[axis]);
        let mut window = Window {
            input: input.clone(),
            output: one.clone(),
            kernel: kernel.clone(),
            stride: stride.clone(),
            dilation: dilation.clone(),
            before: Size::Known(0),
        };
        let steps = match self.padding {
            Padding::Valid => input.minus(&window.receptive_extent()),
            Padding::Same | Padding::Causal => input.minus(&one),
        };
        window.output = steps.over(stride).plus(&one);
        window.before = match self.padding {
            Padding::Valid => Size::Known(0),
            Padding::Same => window.span().minus(input).over(&Size::Known(2)),
            Padding::Causal => window.receptive_extent().minus(&one),
        };
        window
    }
}

/// The tensor that the windows make, with so many channels; reported if it has too many numbers.
pub(super) fn output(windows: &[Window], channels: &Size, reader: &mut Reader<'_>) -> Option<Shape> {
    let space = windows.iter().map(|window| window.output.clone());
    let output = Shape::new(space.chain([channels.clone()]).collect());
    if output.elements().known().is_some_and(|outputs| outputs > MOST_NUMBERS) {
        reader.error(reader.extent(), catalogue::tensor_too_large(&output, MOST_NUMBERS));
        return None;
    }
    Some(output)
}
