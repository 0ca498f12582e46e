//! A convolution in which each input is spread over a window of outputs.

use nn_format::ConvStrategy;
use proc_macro2::TokenStream;

use super::{
    Attributes, Call, Cost, Epilogue, Operation, Schedule, Site, Storage, Strategy, Window, Work, Workspace, conv,
    space, strategy,
};
use crate::graph::{Element, Node, Value};
use crate::passes::step::{Step, Stepped, Why};
#[cfg(feature = "reference")]
use crate::reference::{Dot, Interpreted, Operands, size};
use crate::shape::Size;

/// The windows' `before` is how many of the first window's places lie before the output, and the kernel has a row of
/// `channels` numbers for each filter.
#[derive(Clone)]
pub(crate) struct ConvTranspose {
    pub(crate) windows: [Window; 3],
    pub(crate) filters: Size,
    /// The parameters.
    pub(crate) kernel: &'static str,
    pub(crate) bias: Option<&'static str>,
    pub(crate) epilogue: Epilogue,
}

impl ConvTranspose {
    /// How many weights a kernel has.
    fn weights(&self, channels: &Size) -> Size {
        let taps = |taps: Size, window: &Window| taps.times(&window.kernel);
        self.windows.iter().fold(channels.clone(), taps).times(&self.filters)
    }
}

impl Operation for ConvTranspose {
    fn attributes(&self) -> Attributes {
        Attributes::new().with("filters", &self.filters).with_windows(&self.windows).with_epilogue(&self.epilogue)
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
        let places = self.windows.iter().fold(Size::Known(2), |places, window| places.times(&window.input));
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

    fn workspace(&self, _: &Site<'_>, _: &Size) -> Vec<Workspace> {
        Vec::new()
    }

    fn schedule(&self, site: &Site<'_>) -> Option<Schedule<'_>> {
        let bytes = self.weights(&site.reads[0].shape.last()).times(&Size::Known(site.bytes));
        let strategy = Strategy { known: Some(ConvStrategy::Transposed), choose: mixed!(Transposed) };
        Some(Schedule::with(Work::Convolution { strategy, bytes, pool: None }, &self.epilogue))
    }

    fn fuse(&mut self, next: &Node, _: &Value) -> bool {
        self.epilogue.fuse(next, &self.filters)
    }

    fn step(&self, _: &mut Step<'_>) -> Result<Stepped, Why> {
        Err(Why::AllSteps)
    }

    fn forward(&self, call: &Call<'_>) -> TokenStream {
        let (channels, one) = (call.site().reads[0].shape.last(), Size::Known(1));
        let filters = conv::filters(call, [&channels, &self.filters, &one], (self.kernel, self.bias));
        let (windows, epilogue) = (space::array(&self.windows), self.epilogue.tokens(call));
        let (source, target) = (call.read(0), call.write());
        mixed!(__nn::ops::conv_transpose(simd, rows, #windows, #filters, #epilogue, #source, #target);)
    }

    fn onnx(&self, _: &Site<'_>) -> TokenStream {
        let (windows, kernel) = (space::array(&self.windows), self.kernel);
        let bias = strategy::option(self.bias.map(|bias| mixed!(#bias)));
        let activation = self.epilogue.activation.onnx();
        mixed!(graph.conv_transpose(#windows, #kernel, #bias); #activation)
    }

    #[cfg(feature = "reference")]
    fn interpret(&self, at: &Operands<'_>) -> Interpreted {
        let windows = space::numbers(&self.windows)?;
        let (kernel, bias) = (at.param(self.kernel)?, self.bias.map(|bias| at.param(bias)).transpose()?);
        let (channels, filters) = (at.widths[0], size(&self.filters)?);
        // An input's window is on the output, where a convolution's is on the input.
        let spread = windows.map(|window| nn_format::Window { input: window.output, output: window.input, ..window });
        let mut reached = vec![Vec::new(); space::outputs(&windows)];
        for input in 0..space::outputs(&spread) {
            for (tap, output) in space::seen(&spread, input) {
                reached[output].push((tap, input));
            }
        }
        let mut sums = Vec::new();
        for by in reached {
            for filter in 0..filters {
                let mut dot = Dot::from(bias.map_or(0.0, |bias| bias[filter]));
                for &(tap, input) in &by {
                    let x = &at.reads[0][input * channels..][..channels];
                    dot.add_column(x, &kernel[(tap * filters + filter) * channels..], 0, 1);
                }
                sums.push(dot.sum());
            }
        }
        self.epilogue.interpret(&sums, filters, at)
    }
}
