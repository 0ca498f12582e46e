//! `activation(x * kernel + bias)` at each place of windows.

use nn_format::{ConvStrategy, Space};
use proc_macro2::TokenStream;

use super::{
    Attributes, Axis, Call, Cost, Epilogue, Op, Operation, Pool, Pooling, Schedule, Site, Storage, Strategy,
    StridedCopy, Window, Work, Workspace,
};
use super::{space, strategy};
use crate::graph::{Element, Graph, LayerId, Node, Value, ValueId};
use crate::passes::step::{Step, Stepped, Why};
#[cfg(feature = "reference")]
use crate::reference::{Dot, Interpreted, Operands, size};
use crate::shape::{Comparison, Shape, Size};

/// Sums over a window and the channels of a group.
#[derive(Clone)]
pub(crate) struct Conv {
    pub(crate) windows: [Window; 3],
    pub(crate) filters: Size,
    pub(crate) groups: Size,
    /// The parameters.
    pub(crate) kernel: &'static str,
    pub(crate) bias: Option<&'static str>,
    /// What pools the sums, before all else that is done to them, and the layer that it belongs to.
    pub(crate) pool: Option<Box<(Pool, LayerId)>>,
    pub(crate) epilogue: Epilogue,
}

/// What the runtime has the weights of a convolution in.
pub(super) fn filters(
    call: &Call<'_>,
    [channels, filters, groups]: [&Size; 3],
    (kernel, bias): (&str, Option<&str>),
) -> TokenStream {
    let tensor = |tensor: &str| {
        let tensor = call.param(tensor);
        mixed!(__nn::Tensor::flat(&#tensor))
    };
    let (kernel, bias) = (tensor(kernel), strategy::option(bias.map(tensor)));
    mixed! {
        __nn::ops::Filters { channels: #channels, filters: #filters, groups: #groups, kernel: #kernel, bias: #bias }
    }
}

impl Conv {
    /// Whether it sees the past of a sequence, and nothing else.
    pub(crate) fn is_causal(&self) -> bool {
        let [a, b, window] = &self.windows;
        let is_none = |window: &Window| window.input.known() == Some(1) && window.is_point();
        let past = window.receptive_extent().minus(&Size::Known(1));
        is_none(a)
            && is_none(b)
            && window.kernel.known() != Some(1)
            && window.before.compare(&past) == Comparison::Equal
    }

    /// How many weights a kernel has.
    fn weights(&self, channels: &Size) -> Size {
        let taps = |taps: Size, window: &Window| taps.times(&window.kernel);
        self.windows.iter().fold(channels.over(&self.groups), taps).times(&self.filters)
    }

    fn strategy(&self, channels: &Size) -> Strategy<ConvStrategy> {
        let Self { windows, filters, groups, .. } = self;
        let (places, strides, is_pooled) = (space::places(windows), self.strides(), self.pool.is_some());
        let known = [&places, &strides, channels, filters, groups].map(Size::known);
        let known = match known {
            [Some(places), Some(strides), Some(channels), Some(filters), Some(groups)] => {
                Some(ConvStrategy::choose(places, strides, [channels, filters, groups], is_pooled))
            }
            _ => None,
        };
        Strategy { known, choose: mixed!(choose(#places, #strides, [#channels, #filters, #groups], #is_pooled)) }
    }

    /// The strides along all axes, multiplied.
    fn strides(&self) -> Size {
        self.windows.iter().fold(Size::Known(1), |strides, window| strides.times(&window.stride))
    }

    /// The sizes, if they are known.
    fn known(&self, channels: &Size) -> Option<nn_format::Convolution> {
        let windows = space::known(&self.windows)?;
        let space = match &self.pool {
            Some(pool) => Space::pooled(windows, space::known(&pool.0.windows)?),
            None => Space::new(windows),
        };
        let (channels, filters, groups) = (channels.known()?, self.filters.known()?, self.groups.known()?);
        Some(nn_format::Convolution { space, channels, filters, groups })
    }

    /// Where the runtime has the windows.
    fn space(&self) -> TokenStream {
        let windows = space::array(&self.windows);
        match &self.pool {
            Some(pool) => {
                let pools = space::array(&pool.0.windows);
                mixed!(__nn::ops::Space::pooled(#windows, #pools))
            }
            None => mixed!(__nn::ops::Space::new(#windows)),
        }
    }

    /// Writes the zeros around the input out, so that all windows lie within what is read: the kernels take no others.
    pub(crate) fn pad(&self, graph: &mut Graph, layer: LayerId, input: ValueId) -> (Self, ValueId) {
        let shape = graph[input].shape.clone();
        let space = shape.axes().len() - 1;
        let within = |window: &Window| Window { input: window.padded(), before: Size::Known(0), ..window.clone() };
        let padded = Self { windows: self.windows.each_ref().map(within), ..self.clone() };
        let both = || self.windows.iter().zip(&padded.windows).skip(self.windows.len() - space);
        let is_padded = |(window, within): (&Window, &Window)| {
            window.input.known().is_none_or(|input| within.input.known() != Some(input))
        };
        if !both().any(is_padded) {
            return (padded, input);
        }
        // The channels go along with the last dimension, as one run of numbers.
        let channels = shape.last();
        let mut stride = Size::Known(1);
        let mut axes = Vec::new();
        let (zero, one) = (Size::Known(0), Size::Known(1));
        for (index, (window, within)) in both().enumerate().collect::<Vec<_>>().into_iter().rev() {
            let run = if index + 1 == space { &channels } else { &one };
            let input = window.input.times(run);
            axes.push(Axis {
                size: within.input.times(run),
                input: input.clone(),
                stride: stride.clone(),
                before: window.before.times(run),
                skip: zero.clone(),
                repeat: one.clone(),
            });
            stride = stride.times(&input);
        }
        axes.reverse();
        let sizes = both().map(|(_, within)| within.input.clone()).chain([channels]).collect();
        let input = graph.node(layer, StridedCopy { axes, shape: Shape::new(sizes) }, &[input]);
        (padded, input)
    }

    /// Takes over the largest of two or four places, of which no other's window has one, if the activation does not fall.
    fn fuse_pool(&mut self, next: &Node, output: &Value) -> bool {
        let Op::Pool(pool) = &next.op else { return false };
        let is_same = |a: &Size, b: &Size| a.compare(b) == Comparison::Equal;
        let is_within = |window: &Window| {
            let Window { input, output, kernel, stride, before, .. } = window;
            let sizes = [input, output, kernel, stride, before].map(Size::known);
            let [Some(input), Some(output), Some(kernel), Some(stride), Some(before)] = sizes else { return false };
            before == 0 && kernel <= stride && output > 0 && (output - 1) * stride + kernel <= input
        };
        // A reshape between them has no step of its own.
        let are_its_places = is_same(&output.shape.last(), &self.filters)
            && self.windows.iter().zip(&pool.windows).all(|(sums, window)| is_same(&sums.output, &window.input));
        let can = pool.pooling == Pooling::Max
            && self.pool.is_none()
            && self.epilogue.normalization.is_none()
            && are_its_places
            && self.groups.known() == Some(1)
            && !self.windows.iter().all(Window::is_point)
            && matches!(space::places(&pool.windows).known(), Some(2 | 4))
            && pool.windows.iter().all(is_within)
            && self.epilogue.activation.is_monotonic;
        if can {
            self.pool = Some(Box::new((pool.clone(), next.layer)));
        }
        can
    }
}

impl Operation for Conv {
    fn attributes(&self) -> Attributes {
        Attributes::new()
            .with("filters", &self.filters)
            .with("groups", &self.groups)
            .with_windows(&self.windows)
            .with_epilogue(&self.epilogue)
    }

    fn output(&self, reads: &[&Value]) -> Value {
        space::output(&self.windows, reads[0], &self.filters)
    }

    fn element(&self) -> Element {
        Element::Float
    }

    fn trains(&self) -> bool {
        false
    }

    fn cost(&self, site: &Site<'_>) -> Cost {
        let (outputs, activation) = (site.elements(), &self.epilogue.activation);
        let places = self.windows.iter().fold(Size::Known(2), |places, window| places.times(&window.output));
        let sums = places.times(&self.weights(&site.reads[0].shape.last()));
        Cost {
            flops: if activation.is_linear() { sums } else { sums.plus(&outputs) },
            instructions: Size::Known(activation.operations).times(&outputs),
            row: outputs,
        }
    }

    fn storage(&self) -> Storage {
        Storage::Own
    }

    fn row_workspace(&self, _: &Site<'_>) -> Option<Size> {
        None
    }

    fn workspace(&self, site: &Site<'_>, samples: &Size) -> Vec<Workspace> {
        let channels = &site.reads[0].shape.last();
        if matches!(self.strategy(channels).known, Some(ConvStrategy::Depthwise | ConvStrategy::Transposed)) {
            return Vec::new();
        }
        let (rows, bytes) = (site.writes.rows.times(samples), Size::Known(site.bytes));
        let (space, filters, groups) = (self.space(), &self.filters, &self.groups);
        let tokens = mixed! {
            __nn::Convolution { space: #space, channels: #channels, filters: #filters, groups: #groups }
                .workspace(#rows, #bytes)
        };
        let known = self.known(channels).zip(rows.known()).map(|(conv, rows)| conv.workspace(rows, site.bytes));
        vec![Workspace { tokens, known }]
    }

    fn schedule(&self, site: &Site<'_>) -> Option<Schedule<'_>> {
        let channels = site.reads[0].shape.last();
        let bytes = self.weights(&channels).times(&Size::Known(site.bytes));
        let pool = self.pool.as_ref().map(|pool| pool.1);
        Some(Schedule::with(Work::Convolution { strategy: self.strategy(&channels), bytes, pool }, &self.epilogue))
    }

    fn fuse(&mut self, next: &Node, output: &Value) -> bool {
        self.epilogue.fuse(next, &self.filters) || self.fuse_pool(next, output)
    }

    /// A convolution of the past: one window, of the inputs that it sees.
    fn step(&self, step: &mut Step<'_>) -> Result<Stepped, Why> {
        if step.sequence().axes().len() != 2 {
            return Err(Why::AllSteps);
        }
        let [a, b, window] = &self.windows;
        // As many zeros before as let each window end at its own step.
        if window.before.compare(&window.receptive_extent().minus(&Size::Known(1))) != Comparison::Equal {
            return Err(Why::Future);
        }
        if window.stride.known() != Some(1) {
            return Err(Why::Strides);
        }
        let (taps, channels, one) = (&window.kernel, step.sequence().last(), Size::Known(1));
        if taps.known() != Some(1) {
            step.remember(taps, &window.dilation, &window.receptive_extent().times(&channels));
        }
        let mut window = window.clone();
        (window.input, window.output, window.dilation, window.before) =
            (taps.clone(), one.clone(), one, Size::Known(0));
        Ok(step.each(Self { windows: [a.clone(), b.clone(), window], ..self.clone() }))
    }

    fn forward(&self, call: &Call<'_>) -> TokenStream {
        let channels = call.site().reads[0].shape.last();
        let filters = filters(call, [&channels, &self.filters, &self.groups], (self.kernel, self.bias));
        // As a type, so that rustc compiles nothing else.
        let strategy = match self.strategy(&channels).known {
            Some(ConvStrategy::Direct | ConvStrategy::Transposed) => mixed!(__nn::ops::Direct),
            Some(ConvStrategy::Pointwise) => mixed!(__nn::ops::Pointwise),
            Some(ConvStrategy::Depthwise) => mixed!(__nn::ops::Depthwise),
            None => {
                let (places, strides) = (space::places(&self.windows), self.strides());
                let sizes = [&places, &strides, &channels, &self.filters, &self.groups].map(Size::argument);
                let is_pooled = self.pool.is_some();
                mixed!(__nn::ops::ChosenConv::<#(#sizes,)* #is_pooled>)
            }
        };
        let (space, epilogue) = (self.space(), self.epilogue.tokens(call));
        let (source, workspace, target) = (call.read(0), call.workspace(), call.write());
        mixed!(__nn::ops::conv(simd, rows, #strategy, #space, #filters, #epilogue, #source, #workspace, #target);)
    }

    fn onnx(&self, _: &Site<'_>) -> TokenStream {
        let (windows, groups, kernel) = (space::array(&self.windows), &self.groups, self.kernel);
        let bias = strategy::option(self.bias.map(|bias| mixed!(#bias)));
        let activation = self.epilogue.activation.onnx();
        mixed!(graph.conv(#windows, #groups, #kernel, #bias); #activation)
    }

    #[cfg(feature = "reference")]
    fn interpret(&self, at: &Operands<'_>) -> Interpreted {
        let windows = space::numbers(&self.windows)?;
        let (kernel, bias) = (at.param(self.kernel)?, self.bias.map(|bias| at.param(bias)).transpose()?);
        let (channels, filters, groups) = (at.widths[0], size(&self.filters)?, size(&self.groups)?);
        let of_group = channels / groups;
        let mut sums = Vec::new();
        for place in 0..space::outputs(&windows) {
            let seen = space::seen(&windows, place);
            for filter in 0..filters {
                let first = filter / (filters / groups) * of_group;
                let mut dot = Dot::from(bias.map_or(0.0, |bias| bias[filter]));
                for &(tap, place) in &seen {
                    let x = &at.reads[0][place * channels + first..][..of_group];
                    dot.add_column(x, &kernel[tap * of_group * filters..], filter, filters);
                }
                sums.push(dot.sum());
            }
        }
        if let Some(pool) = &self.pool {
            sums = pool.0.pooled(&sums, filters)?;
        }
        self.epilogue.interpret(&sums, filters, at)
    }
}
