//! `activation(x * kernel + bias)`, on a vector.

use nn_format::DenseStrategy;
use proc_macro2::TokenStream;

use super::{Attributes, Call, Cost, Epilogue, Operation, Schedule, Site, Storage, Strategy, Work, Workspace};
use crate::graph::{Element, Node, Value};
use crate::passes::step::{Step, Stepped, Why};
#[cfg(feature = "reference")]
use crate::reference::{Dot, Interpreted, Operands, size};
use crate::shape::{Shape, Size};

/// A dense layer's sums, with the parameters `kernel` and `bias`.
#[derive(Clone)]
pub(crate) struct Dense {
    pub(crate) units: Size,
    pub(crate) epilogue: Epilogue,
}

impl Dense {
    fn strategy(&self, site: &Site<'_>) -> Strategy<DenseStrategy> {
        let (inputs, units, bytes) = (site.inputs(), &self.units, site.bytes);
        let known =
            inputs.known().zip(units.known()).map(|(inputs, units)| DenseStrategy::choose(inputs, units, bytes));
        let bytes = Size::Known(bytes);
        Strategy { known, choose: mixed!(choose(#inputs, #units, #bytes)) }
    }
}

impl Operation for Dense {
    fn attributes(&self) -> Attributes {
        Attributes::new().with("units", &self.units).with_epilogue(&self.epilogue)
    }

    fn output(&self, reads: &[&Value]) -> Value {
        reads[0].like(Shape::vector(self.units.clone()))
    }

    fn element(&self) -> Element {
        Element::Float
    }

    fn trains(&self) -> bool {
        false
    }

    fn cost(&self, site: &Site<'_>) -> Cost {
        let (inputs, units, activation) = (site.inputs(), &self.units, &self.epilogue.activation);
        let sums = Size::Known(2).times(&inputs).times(units);
        Cost {
            flops: if activation.is_linear() { sums } else { sums.plus(units) },
            instructions: Size::Known(activation.operations).times(units),
            // A dot product goes along the inputs.
            row: if units.known() == Some(1) { inputs } else { units.clone() },
        }
    }

    fn storage(&self) -> Storage {
        Storage::Own
    }

    fn row_workspace(&self, _: &Site<'_>) -> Option<Size> {
        None
    }

    fn workspace(&self, site: &Site<'_>, samples: &Size) -> Vec<Workspace> {
        let rows = site.writes.rows.times(samples);
        Workspace::product([&site.inputs(), &self.units, &rows], site.bytes).into_iter().collect()
    }

    fn schedule(&self, site: &Site<'_>) -> Option<Schedule<'_>> {
        let (inputs, units) = (site.inputs(), self.units.clone());
        let bytes = inputs.times(&units).times(&Size::Known(site.bytes));
        Some(Schedule::with(Work::Product { strategy: self.strategy(site), inputs, units, bytes }, &self.epilogue))
    }

    fn fuse(&mut self, next: &Node, _: &Value) -> bool {
        self.epilogue.fuse(next, &self.units)
    }

    fn step(&self, _: &mut Step<'_>) -> Result<Stepped, Why> {
        Err(Why::AllSteps)
    }

    fn forward(&self, call: &Call<'_>) -> TokenStream {
        let (site, units) = (call.site(), &self.units);
        // As a type, so that rustc compiles nothing else.
        let product = match self.strategy(&site).known {
            Some(DenseStrategy::Inlined) => mixed!(__nn::ops::Inlined),
            Some(DenseStrategy::Called) => mixed!(__nn::ops::Called),
            Some(DenseStrategy::Dot) => mixed!(__nn::ops::Dot),
            Some(DenseStrategy::Shared) => mixed!(__nn::ops::Shared),
            None => {
                let (inputs, units) = (site.inputs().argument(), units.argument());
                mixed!(__nn::ops::ChosenDense::<#inputs, #units>)
            }
        };
        let (kernel, bias, epilogue) = (call.param("kernel"), call.param("bias"), self.epilogue.tokens(call));
        let (source, workspace, target) = (call.read(0), call.workspace(), call.write());
        mixed!(__nn::ops::dense(simd, rows, #product, #source, &#kernel, &#bias, #epilogue, #workspace, #target);)
    }

    fn onnx(&self, _: &Site<'_>) -> TokenStream {
        let activation = self.epilogue.activation.onnx();
        mixed!(graph.dense(); #activation)
    }

    #[cfg(feature = "reference")]
    fn interpret(&self, at: &Operands<'_>) -> Interpreted {
        let (kernel, bias, units) = (at.param("kernel")?, at.optional("bias"), size(&self.units)?);
        let sum = |unit: usize| {
            let mut dot = Dot::from(bias.map_or(0.0, |bias| bias[unit]));
            dot.add_column(at.reads[0], kernel, unit, units);
            dot.sum()
        };
        self.epilogue.interpret(&(0..units).map(sum).collect::<Vec<_>>(), units, at)
    }
}
