//! What the convolutions share: their filters, their groups, their tensors.

use proc_macro2::TokenStream;
use quote::quote;

use super::arguments::{Positional, Reader};
use super::spatial::AXES;
use super::tensors::{MOST_WEIGHTS, Weights, options};
use super::windows::{self, PADDINGS, Padding, Windows};
use super::{Input, Lowered};
use crate::diag::catalogue;
use crate::keras::class::{ACTIVATION, Class, DATA_FORMAT, PADDING, Take, USE_BIAS, Variables, with_bias};
use crate::model::{GenericArgument, Parameters, Tensor};
use crate::ops::{Activation, Conv, Epilogue, Op, Window};
use crate::shape::{Shape, Size};
use crate::syntax::Argument;

/// The number of filters.
pub(super) const FILTERS: Positional =
    Positional { name: "filters", what: "the number of filters", foreign: &[("PyTorch", "out_channels")] };

/// Keras's options of convolutions of `N` dimensions of space.
struct Options<const N: usize>;

impl<const N: usize> Options<N> {
    const CONV: &'static [(&'static str, Take)] = &[
        ("filters", Take::Size),
        kernel_size(N),
        strides(N),
        PADDING,
        dilation_rate(N),
        ("groups", Take::Integer { default: 1 }),
        DATA_FORMAT,
        USE_BIAS,
        ACTIVATION,
        // The kernel is saved with what they add to it.
        ("lora_rank", Take::Nothing),
        ("lora_alpha", Take::Nothing),
    ];
    const DEPTHWISE: &'static [(&'static str, Take)] = &[
        kernel_size(N),
        strides(N),
        PADDING,
        dilation_rate(N),
        ("depth_multiplier", Take::Integer { default: 1 }),
        ONE_GROUP,
        DATA_FORMAT,
        USE_BIAS,
        ACTIVATION,
    ];
    const SEPARABLE: &'static [(&'static str, Take)] = &[
        ("filters", Take::Size),
        kernel_size(N),
        strides(N),
        PADDING,
        dilation_rate(N),
        ("depth_multiplier", Take::Integer { default: 1 }),
        ONE_GROUP,
        DATA_FORMAT,
        USE_BIAS,
        ACTIVATION,
    ];
}

pub(super) const fn kernel_size(count: usize) -> (&'static str, Take) {
    ("kernel_size", Take::Sizes { ours: "kernel", count, default: None })
}

pub(super) const fn strides(count: usize) -> (&'static str, Take) {
    ("strides", Take::Sizes { ours: "strides", count, default: Some(1) })
}

pub(super) const fn dilation_rate(count: usize) -> (&'static str, Take) {
    ("dilation_rate", Take::Sizes { ours: "dilation", count, default: Some(1) })
}

/// What Keras 2 has of all convolutions.
pub(super) const ONE_GROUP: (&str, Take) = ("groups", Take::MustBeOne);

/// A kernel that slides over space, and a bias.
pub(super) const OVER_SPACE: Variables =
    Variables { names: |given| with_bias(given, &["kernel"]), over_space: &["kernel"], ..Variables::NONE };

/// `Conv2D` of Keras.
pub(super) const fn class<const N: usize>(names: &'static [&'static str]) -> Class {
    Class { variables: Some(OVER_SPACE), ..Class::new(names, Options::<N>::CONV) }
}

/// `DepthwiseConv2D`.
pub(super) const fn depthwise_class<const N: usize>(names: &'static [&'static str]) -> Class {
    let variables = Variables {
        names: |given| with_bias(given, &["kernel"]),
        former: &[("kernel", "depthwise_kernel")],
        ..Variables::NONE
    };
    Class { variables: Some(variables), ..Class::new(names, Options::<N>::DEPTHWISE) }
}

/// `SeparableConv2D`.
pub(super) const fn separable_class<const N: usize>(names: &'static [&'static str]) -> Class {
    Class::new(names, Options::<N>::SEPARABLE).with(|given| with_bias(given, &["depthwise_kernel", "pointwise_kernel"]))
}

/// `conv2d`, of so many dimensions of space.
pub(super) fn convolution(
    kind: &str,
    space: usize,
    paddings: &[(&'static str, Padding)],
    reader: &mut Reader<'_>,
    input: &Input,
) -> Option<Lowered> {
    let filters = reader.size(&FILTERS, "filter");
    let windows = Windows::kernel(reader, space, paddings);
    let groups = reader.option("groups");
    let activation = reader.activation(None);
    let has_bias = reader.flag("use_bias", true);
    let kernel = Weights::drawn(reader, options!("kernel"), "glorot_uniform");
    let bias = Weights::bias(reader);
    if !input.has_axes(kind, AXES[space - 1], reader) {
        return None;
    }
    let (filters, windows) = (filters?, windows?);
    if !input.is_known {
        return Some(Lowered::identity(input.shape.clone()));
    }
    let mut checks = Vec::new();
    if filters.known().is_none() {
        checks.push((quote!(#filters > 0), catalogue::zero(kind, "filter").to_string()));
    }
    windows.check_strides(reader, &mut checks)?;
    let channels = input.shape.last();
    let groups = read_groups(groups.as_ref(), &channels, &filters, reader, &mut checks)?;
    let places = windows.over(&input.shape, reader, &mut checks)?;

    let mut layer = Layer::default();
    layer.tensor("kernel", kernel, kernel_shape(&places, &channels.over(&groups), &filters), reader)?;
    let sums = Sums { filters, groups, kernel: "kernel", has_bias, activation };
    layer.convolve(&places, sums, reader)?;
    layer.finish("Conv", (bias, has_bias), checks, reader)
}

/// `depthwise_conv2d`: each channel has filters of its own.
pub(super) fn depthwise(kind: &str, space: usize, reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    let windows = Windows::kernel(reader, space, PADDINGS);
    let mut checks = Vec::new();
    let multiplier = multiplier(reader, &mut checks);
    let activation = reader.activation(None);
    let has_bias = reader.flag("use_bias", true);
    let kernel = Weights::drawn(reader, options!("depthwise"), "glorot_uniform");
    let bias = Weights::bias(reader);
    if !input.has_axes(kind, AXES[space - 1], reader) {
        return None;
    }
    let (windows, multiplier) = (windows?, multiplier?);
    if !input.is_known {
        return Some(Lowered::identity(input.shape.clone()));
    }
    let channels = input.shape.last();
    let places = windows.over(&input.shape, reader, &mut checks)?;
    let mut layer = Layer::default();
    layer.tensor("kernel", kernel, kernel_shape(&places, &channels, &multiplier), reader)?;
    let (filters, groups) = (channels.times(&multiplier), channels.clone());
    let sums = Sums { filters, groups, kernel: "kernel", has_bias, activation };
    layer.convolve(&places, sums, reader)?;
    layer.finish("Conv", (bias, has_bias), checks, reader)
}

/// `separable_conv2d`: filters of each channel's own, and then sums over the channels at each place.
pub(super) fn separable(kind: &str, space: usize, reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    let filters = reader.size(&FILTERS, "filter");
    let windows = Windows::kernel(reader, space, PADDINGS);
    let mut checks = Vec::new();
    let multiplier = multiplier(reader, &mut checks);
    let activation = reader.activation(None);
    let has_bias = reader.flag("use_bias", true);
    let depthwise = Weights::drawn(reader, options!("depthwise"), "glorot_uniform");
    let pointwise = Weights::drawn(reader, options!("pointwise"), "glorot_uniform");
    let bias = Weights::bias(reader);
    if !input.has_axes(kind, AXES[space - 1], reader) {
        return None;
    }
    let (filters, windows, multiplier) = (filters?, windows?, multiplier?);
    if !input.is_known {
        return Some(Lowered::identity(input.shape.clone()));
    }
    if filters.known().is_none() {
        checks.push((quote!(#filters > 0), catalogue::zero(kind, "filter").to_string()));
    }
    let channels = input.shape.last();
    let places = windows.over(&input.shape, reader, &mut checks)?;
    let (groups, between) = (channels.clone(), channels.times(&multiplier));
    let mut layer = Layer::default();
    layer.tensor("depthwise_kernel", depthwise, kernel_shape(&places, &channels, &multiplier), reader)?;
    let points: Vec<Window> = places.iter().map(|window| Window::point(window.output.clone())).collect();
    layer.tensor("pointwise_kernel", pointwise, kernel_shape(&points, &between, &filters), reader)?;
    let (kernel, linear) = ("depthwise_kernel", Activation::linear());
    let sums = Sums { filters: between.clone(), groups, kernel, has_bias: false, activation: linear };
    layer.convolve(&places, sums, reader)?;
    let (kernel, groups) = ("pointwise_kernel", Size::Known(1));
    let sums = Sums { filters, groups, kernel, has_bias, activation };
    layer.convolve(&points, sums, reader)?;
    layer.finish("SeparableConv", (bias, has_bias), checks, reader)
}

/// Takes `depth_multiplier`: how many filters each channel has.
fn multiplier(reader: &mut Reader<'_>, checks: &mut Vec<(TokenStream, String)>) -> Option<Size> {
    const NAME: &str = "depth_multiplier";
    let Some(argument) = reader.option(NAME) else { return Some(Size::Known(1)) };
    let multiplier = reader.read_size(&argument, "the number of filters of each channel")?;
    match multiplier.known() {
        Some(0) => {
            reader.error(argument.value_extent(), catalogue::window_zero(NAME));
            return None;
        }
        Some(_) => {}
        None => checks.push((quote!(#multiplier > 0), catalogue::window_zero(NAME).to_string())),
    }
    Some(multiplier)
}

/// The shape of a kernel: a filter of `channels` numbers at each place of the window.
fn kernel_shape(windows: &[Window], channels: &Size, filters: &Size) -> Vec<Size> {
    let places = windows.iter().map(|window| window.kernel.clone());
    places.chain([channels.clone(), filters.clone()]).collect()
}

/// What a convolution sums.
struct Sums {
    filters: Size,
    groups: Size,
    kernel: &'static str,
    has_bias: bool,
    activation: Activation,
}

/// A layer on its way.
#[derive(Default)]
pub(super) struct Layer {
    pub(super) ops: Vec<Op>,
    tensors: Vec<Tensor>,
    arguments: Vec<GenericArgument>,
    /// What the last convolution makes, with how many channels, and how that reads.
    pub(super) made: Option<(Shape, Size, String)>,
}

impl Layer {
    /// A kernel of this shape, whose fans Keras counts so: the places of the window times the last two axes.
    pub(super) fn tensor(
        &mut self,
        name: &'static str,
        weights: Weights,
        shape: Vec<Size>,
        reader: &mut Reader<'_>,
    ) -> Option<()> {
        let (places, last) = shape.split_at(shape.len() - 2);
        let places = places.iter().fold(Size::Known(1), |places, axis| places.times(axis));
        let fans = (places.times(&last[0]), places.times(&last[1]));
        if fans.0.times(&last[1]).known().is_some_and(|weights| weights > MOST_WEIGHTS) {
            reader.error(reader.extent(), catalogue::too_many_kernel_weights(&Shape::new(shape)));
            return None;
        }
        self.tensors.push(weights.tensor(reader, name, &shape, &[], fans));
        self.arguments.push(GenericArgument::Tensor(Shape::new(shape)));
        Some(())
    }

    /// A convolution, with zeros around its input where windows see them.
    fn convolve(&mut self, places: &[Window], sums: Sums, reader: &mut Reader<'_>) -> Option<()> {
        let Sums { filters, groups, kernel, has_bias, activation } = sums;
        let output = windows::output(places, &filters, reader)?;
        self.made = Some((output.clone(), filters.clone(), activation.text.clone()));
        let conv = Conv {
            windows: Window::three(places.to_vec()),
            filters,
            groups,
            kernel,
            bias: has_bias.then_some("bias"),
            pool: None,
            epilogue: Epilogue::of(activation),
        };
        self.ops.push(conv.into());
        Some(())
    }

    /// The layer, with a bias for each filter, in a struct of that name.
    pub(super) fn finish(
        self,
        struct_name: &'static str,
        (bias, has_bias): (Weights, bool),
        checks: Vec<(TokenStream, String)>,
        reader: &mut Reader<'_>,
    ) -> Option<Lowered> {
        let Self { ops, mut tensors, mut arguments, made } = self;
        let (output, filters, activation) = made?;
        arguments.push(GenericArgument::Size(filters.clone()));
        bias.add_bias(reader, has_bias, (&filters, "filter"), &mut tensors, &mut arguments);
        let parameters = Some(Parameters { struct_name, arguments, tensors });
        Some(Lowered { activation, parameters, ops, checks, ..Lowered::identity(output) })
    }
}

/// The number of groups: it divides the channels and the filters.
fn read_groups(
    argument: Option<&Argument>,
    channels: &Size,
    filters: &Size,
    reader: &mut Reader<'_>,
    checks: &mut Vec<(TokenStream, String)>,
) -> Option<Size> {
    let Some(argument) = argument else { return Some(Size::Known(1)) };
    let groups = reader.read_size(argument, "the number of groups")?;
    for (count, noun) in [(channels, "channels of the input"), (filters, "filters")] {
        match (groups.known(), count.known()) {
            (Some(1), _) => {}
            (Some(known), Some(all)) if known == 0 || all % known != 0 => {
                let divides = |groups: &usize| {
                    all.is_multiple_of(*groups) && filters.known().is_none_or(|all| all.is_multiple_of(*groups))
                };
                let most = (1..=known.min(all)).rev().find(divides).unwrap_or(1);
                reader.error(argument.extent, catalogue::uneven_groups(&groups, count, noun, Some(most)));
                return None;
            }
            (Some(_), Some(_)) => {}
            _ => {
                let message = catalogue::uneven_groups(&groups, count, noun, None).to_string();
                checks.push((quote!(#groups > 0 && #count % #groups == 0), message));
            }
        }
    }
    Some(groups)
}

/// PyTorch's `Conv2d(1, 8, 3, stride = 2, bias = False)` in our words, if they can be told.
pub(super) fn rewrite(kind: &str, arguments: &[Argument]) -> Option<String> {
    const NAMES: [&str; 3] = ["in_channels", "out_channels", "kernel_size"];
    let mut unnamed = arguments.iter().filter(|argument| argument.name.is_none());
    let named =
        |name: &str| arguments.iter().find(|argument| argument.name.as_ref().is_some_and(|given| given == name));
    let [_, filters, kernel] = NAMES.map(|name| named(name).or_else(|| unnamed.next()).map(Argument::text));
    let (filters, kernel) = (filters?, kernel?);
    let mut ours = format!("{kind}({filters}, kernel = {kernel}");
    for (theirs, option) in [("stride", "strides"), ("dilation", "dilation"), ("groups", "groups")] {
        if let Some(argument) = named(theirs) {
            ours.extend([", ", option, " = ", &argument.text()]);
        }
    }
    // Zeros on both sides that make up for the kernel's own size.
    let padding = named("padding").map(Argument::text);
    match padding.as_deref() {
        None | Some("0" | "\"valid\"") => {}
        Some(padding) => {
            let is_same = |number: &str| {
                let (number, kernel) = (number.parse::<usize>().ok()?, kernel.parse::<usize>().ok()?);
                (number * 2 + 1 == kernel && named("dilation").is_none() && named("stride").is_none()).then_some(())
            };
            if padding != "\"same\"" {
                is_same(padding)?;
            }
            ours.push_str(", padding = same");
        }
    }
    if named("bias").is_some_and(|bias| bias.text().eq_ignore_ascii_case("false")) {
        ours.push_str(", use_bias = false");
    }
    ours.push(')');
    Some(ours)
}
