//! What the transposed convolutions share: where a window leads that spreads a place instead of gathering it.

use quote::quote;

use super::arguments::{MOST_NUMBERS, Reader};
use super::convolution::{FILTERS, Layer, ONE_GROUP, OVER_SPACE, dilation_rate, kernel_size, strides};
use super::spatial::{self, AXES};
use super::tensors::{Weights, options};
use super::windows::{PADDINGS, Padding, Windows};
use super::{Input, Lowered};
use crate::diag::catalogue;
use crate::keras::class::{ACTIVATION, Class, DATA_FORMAT, PADDING, Take, USE_BIAS};
use crate::ops::{ConvTranspose, Epilogue, Window};
use crate::shape::{Shape, Size};

/// Keras's options of transposed convolutions of `N` dimensions of space.
struct Options<const N: usize>;

impl<const N: usize> Options<N> {
    const ALL: &'static [(&'static str, Take)] = &[
        ("filters", Take::Size),
        kernel_size(N),
        strides(N),
        PADDING,
        ("output_padding", Take::Sizes { ours: "output_padding", count: N, default: None }),
        dilation_rate(N),
        ONE_GROUP,
        DATA_FORMAT,
        USE_BIAS,
        ACTIVATION,
    ];
}

/// `Conv2DTranspose` of Keras.
pub(super) const fn class<const N: usize>(names: &'static [&'static str]) -> Class {
    Class { variables: Some(OVER_SPACE), ..Class::new(names, Options::<N>::ALL) }
}

/// `conv2d_transpose`, of so many dimensions of space.
pub(super) fn convolution(kind: &str, space: usize, reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    const SURPLUS: &str = "output_padding";
    let filters = reader.size(&FILTERS, "filter");
    let windows = Windows::kernel(reader, space, PADDINGS);
    let argument = reader.option(SURPLUS);
    let surplus = argument.as_ref().map(|argument| spatial::each(argument, space, reader));
    let activation = reader.activation(None);
    let has_bias = reader.flag("use_bias", true);
    let kernel = Weights::drawn(reader, options!("kernel"), "glorot_uniform");
    let bias = Weights::bias(reader);
    if !input.has_axes(kind, AXES[space - 1], reader) {
        return None;
    }
    let (filters, windows) = (filters?, windows?);
    let surplus = match surplus {
        None => None,
        Some(sizes) => Some(sizes?),
    };
    if !input.is_known {
        return Some(Lowered::identity(input.shape.clone()));
    }
    let mut checks = Vec::new();
    if filters.known().is_none() {
        checks.push((quote!(#filters > 0), catalogue::zero(kind, "filter").to_string()));
    }
    windows.check_strides(reader, &mut checks)?;
    windows.check_sizes(&mut checks);
    let mut spread = Vec::new();
    for (axis, name) in AXES[space - 1][..space].iter().enumerate() {
        let surplus = surplus.as_ref().map(|sizes| &sizes[axis]);
        if let (Some(surplus), Some(argument)) = (surplus, &argument) {
            let stride = &windows.strides.each[axis];
            let message = catalogue::output_padding(surplus, stride);
            match (surplus.known(), stride.known()) {
                (Some(surplus), Some(stride)) if surplus >= stride => {
                    reader.error(argument.extent, message);
                    return None;
                }
                (Some(_), Some(_)) => {}
                _ => checks.push((quote!(#surplus < #stride), message.to_string())),
            }
        }
        let window = window(&windows, axis, &input.shape.axes()[axis], surplus);
        let (output, message) = (&window.output, catalogue::nothing_spread(name));
        match output.known() {
            Some(0) => {
                reader.error(reader.extent(), message);
                return None;
            }
            Some(_) => {}
            None => checks.push((quote!(#output > 0), message.to_string())),
        }
        spread.push(window);
    }
    let channels = input.shape.last();
    let sizes = spread.iter().map(|window| window.output.clone());
    let output = Shape::new(sizes.chain([filters.clone()]).collect());
    if output.elements().known().is_some_and(|outputs| outputs > MOST_NUMBERS) {
        reader.error(reader.extent(), catalogue::tensor_too_large(&output, MOST_NUMBERS));
        return None;
    }
    let mut layer = Layer::default();
    let shape = spread.iter().map(|window| window.kernel.clone()).chain([filters.clone(), channels.clone()]);
    layer.tensor("kernel", kernel, shape.collect(), reader)?;
    layer.made = Some((output.clone(), filters.clone(), activation.text.clone()));
    let (kernel, bias_name) = ("kernel", has_bias.then_some("bias"));
    let (windows, epilogue) = (Window::three(spread), Epilogue::of(activation));
    layer.ops.push(ConvTranspose { windows, filters, kernel, bias: bias_name, epilogue }.into());
    layer.finish("Conv", (bias, has_bias), checks, reader)
}

/// How a dimension of space is spread. Keras takes the size of the output for given, and as much of what is spread as
/// fits into it: where there is more, the larger half goes from the front.
fn window(windows: &Windows, axis: usize, input: &Size, surplus: Option<&Size>) -> Window {
    let (one, two) = (Size::Known(1), Size::Known(2));
    let (kernel, stride) = (&windows.size.each[axis], &windows.strides.each[axis]);
    let mut window = Window {
        input: input.clone(),
        output: one.clone(),
        kernel: kernel.clone(),
        stride: stride.clone(),
        dilation: windows.dilation.each[axis].clone(),
        before: Size::Known(0),
    };
    let reach = window.receptive_extent();
    let steps = input.minus(&one).times(stride);
    let around = match (windows.padding, surplus) {
        (Padding::Valid | Padding::Causal, None) => {
            window.output = steps.plus(&reach.max(stride));
            return window;
        }
        (Padding::Valid | Padding::Causal, Some(surplus)) => {
            window.output = steps.plus(&reach).plus(surplus);
            return window;
        }
        (Padding::Same, None) => {
            window.output = input.times(stride);
            stride.plus(&reach).minus(&two)
        }
        (Padding::Same, Some(surplus)) => {
            let odd = reach.minus(&reach.over(&two).times(&two));
            window.output = steps.plus(&odd).plus(surplus);
            reach.plus(&odd).plus(surplus).minus(&two)
        }
    };
    window.before = reach.minus(&one).minus(&around.plus(&one).over(&two));
    window
}
