//! The steps of a sequence, each with what is remembered of those before.

use nn_format::RnnStrategy;
use proc_macro2::TokenStream;

use super::{Activation, Attributes, Call, Cost, Operation, Schedule, Site, Storage, Strategy, Work, Workspace};
use crate::graph::{Element, Node, Value};
use crate::model::Number;
use crate::passes::step::{Step, Stepped, Why};
#[cfg(feature = "reference")]
use crate::reference::{Approximate, Dot, Error, Interpreted, Operands, size};
use crate::shape::{Shape, Size};

/// A recurrent layer, with the parameters `kernel`, `recurrent_kernel` and `bias`.
#[derive(Clone)]
pub(crate) struct Recurrent {
    pub(crate) cell: Cell,
    pub(crate) steps: Size,
    pub(crate) features: Size,
    pub(crate) units: Size,
    pub(crate) activation: Activation,
    /// That of the gates, if the cell has any.
    pub(crate) gate_activation: Activation,
    /// Whether the last step is taken first.
    pub(crate) reverse: bool,
    /// Whether the output of each step is written, in the order in which they are taken.
    pub(crate) sequences: bool,
    /// Whether they are written in the other order.
    pub(crate) reverse_output: bool,
    /// The parts of the inputs, and of what is remembered, that are dropped while training.
    pub(crate) dropouts: [Option<Number>; 2],
    /// Where in the state of the caller's it is remembered what was before, if this is one step of a sequence.
    pub(crate) state: Option<Size>,
}

/// A kind of recurrent layer; each is a struct of nn-runtime.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cell {
    SimpleRnn,
    Lstm,
    Gru { reset_after: bool },
}

impl Cell {
    /// How many sums there are for each unit.
    pub(crate) fn gates(self) -> usize {
        match self {
            Self::SimpleRnn => 1,
            Self::Lstm => 4,
            Self::Gru { .. } => 3,
        }
    }

    /// How many numbers are remembered for each unit.
    fn state(self) -> usize {
        match self {
            Self::SimpleRnn | Self::Gru { .. } => 1,
            Self::Lstm => 2,
        }
    }

    /// How often it takes its activation, and its gates', for each unit of a step.
    fn activations(self) -> (usize, usize) {
        match self {
            Self::SimpleRnn => (1, 0),
            Self::Lstm => (2, 3),
            Self::Gru { .. } => (1, 2),
        }
    }

    /// How many operations it takes for each unit besides the sums: the activations, and what is done with what they give.
    fn flops(self) -> usize {
        match self {
            Self::SimpleRnn => 1,
            Self::Lstm => 9,
            Self::Gru { .. } => 8,
        }
    }
}

impl Recurrent {
    /// How many sums there are at each step.
    pub(crate) fn sums(&self) -> Size {
        Size::Known(self.cell.gates()).times(&self.units)
    }

    /// How many weights there are.
    pub(crate) fn weights(&self) -> Size {
        self.features.plus(&self.units).times(&self.sums())
    }

    /// How many numbers are remembered: those of a step, and those of the step before it.
    fn remembered(&self) -> Size {
        Size::Known(2 * self.cell.state()).times(&self.units)
    }

    fn strategy(&self, bytes: usize) -> Strategy<RnnStrategy> {
        let (features, units, gates) = (&self.features, &self.units, self.cell.gates());
        let known = features.known().zip(units.known());
        let known = known.map(|(features, units)| RnnStrategy::choose(features, units, gates, bytes));
        let bytes = Size::Known(bytes);
        Strategy { known, choose: mixed!(choose(#features, #units, #gates, #bytes)) }
    }

    /// What is made of the sums.
    fn cell(&self) -> TokenStream {
        let (activation, gates) = (self.activation.tokens(), self.gate_activation.tokens());
        match self.cell {
            Cell::SimpleRnn => mixed!(__nn::ops::SimpleRnn { activation: #activation }),
            Cell::Lstm => mixed!(__nn::ops::Lstm { activation: #activation, recurrent_activation: #gates }),
            Cell::Gru { reset_after } => {
                mixed!(__nn::ops::Gru::<_, _, #reset_after> { activation: #activation, recurrent_activation: #gates })
            }
        }
    }

    /// The steps that it goes through, and those that it writes.
    fn sequence(&self) -> TokenStream {
        let Self { steps, reverse, sequences, reverse_output, .. } = self;
        mixed! {
            __nn::ops::Sequence { steps: #steps, reverse: #reverse, sequences: #sequences, flip: #reverse_output }
        }
    }

    /// The runtime's layer with its parameters.
    fn layer(&self, call: &Call<'_>) -> TokenStream {
        let [kernel, recurrent_kernel, bias] = ["kernel", "recurrent_kernel", "bias"].map(|name| call.param(name));
        let (cell, units) = (self.cell(), self.units.argument());
        mixed! {
            __nn::ops::Recurrence {
                cell: #cell,
                kernel: __nn::Tensor::flat(&#kernel),
                recurrent_kernel: __nn::Tensor::flat(&#recurrent_kernel),
                bias: <_ as __nn::GateBias<__T, #units>>::values(&#bias),
            }
        }
    }
}

impl Operation for Recurrent {
    fn attributes(&self) -> Attributes {
        Attributes::new()
            .with("cell", format!("{:?}", self.cell))
            .with("units", &self.units)
            .with("activation", &self.activation.text)
            .with("recurrent_activation", &self.gate_activation.text)
            .with("reverse", self.reverse)
            .with("sequences", self.sequences)
            .with_some("dropout", self.dropouts[0].as_ref())
            .with_some("recurrent_dropout", self.dropouts[1].as_ref())
    }

    fn output(&self, reads: &[&Value]) -> Value {
        let steps = self.sequences.then(|| self.steps.clone());
        reads[0].like(Shape::new(steps.into_iter().chain([self.units.clone()]).collect()))
    }

    fn element(&self) -> Element {
        Element::Float
    }

    fn trains(&self) -> bool {
        false
    }

    fn cost(&self, _: &Site<'_>) -> Cost {
        let (steps, units) = (&self.steps, &self.units);
        let sums = Size::Known(2).times(&self.weights());
        let (candidates, gates) = self.cell.activations();
        let instructions = candidates * self.activation.operations + gates * self.gate_activation.operations;
        Cost {
            flops: sums.plus(&Size::Known(self.cell.flops()).times(units)).times(steps),
            instructions: Size::Known(instructions).times(steps).times(units),
            // A step goes along the units, of several gates at once.
            row: Size::Known(2).times(units),
        }
    }

    fn storage(&self) -> Storage {
        Storage::Own
    }

    fn row_workspace(&self, _: &Site<'_>) -> Option<Size> {
        if self.state.is_some() {
            return Some(Size::Known(2).times(&self.sums()));
        }
        let sums = Size::Known(1 + nn_format::STEPS_AT_ONCE).times(&self.sums());
        Some(self.remembered().plus(&sums))
    }

    fn workspace(&self, site: &Site<'_>, samples: &Size) -> Vec<Workspace> {
        let rows = site.writes.rows.times(samples);
        // A sample by itself has too few steps at once.
        if rows.known() == Some(1) {
            return Vec::new();
        }
        let inputs = [&self.features, &self.units].into_iter();
        inputs.filter_map(|inputs| Workspace::product([inputs, &self.sums(), &rows], site.bytes)).collect()
    }

    fn schedule(&self, site: &Site<'_>) -> Option<Schedule<'_>> {
        let bytes = self.weights().times(&Size::Known(site.bytes));
        Some(Schedule::of(Work::Recurrent { strategy: self.strategy(site.bytes), bytes }))
    }

    fn fuse(&mut self, _: &Node, _: &Value) -> bool {
        false
    }

    fn step(&self, step: &mut Step<'_>) -> Result<Stepped, Why> {
        if self.reverse {
            return Err(Why::Backwards);
        }
        let state = Some(step.state(&self.remembered()));
        let one = Self { steps: Size::Known(1), sequences: false, state, ..self.clone() };
        Ok(if self.sequences { step.each(one) } else { step.last(one) })
    }

    fn forward(&self, call: &Call<'_>) -> TokenStream {
        let (source, target, workspace) = (call.read(0), call.write(), call.row_workspace());
        let (layer, sequence) = (self.layer(call), self.sequence());
        let (features, units, gates) = (self.features.argument(), self.units.argument(), self.cell.gates());
        let strategy = match self.strategy(call.site().bytes).known {
            Some(RnnStrategy::Fused) => mixed!(__nn::ops::Fused),
            Some(RnnStrategy::Stored) => mixed!(__nn::ops::Stored),
            None => mixed!(__nn::ops::ChosenRnn::<#features, #units, #gates>),
        };
        if let Some(state) = &self.state {
            let remembered = self.remembered();
            return mixed! {
                {
                    let remembered = &mut numbers[#state..#state + #remembered];
                    __nn::ops::recurrent_step::<_, _, _, _, #features, #units>(
                        simd, #strategy, #layer, position % 2 == 1, #source, remembered, #workspace, #target,
                    );
                }
            };
        }
        let shared = call.workspace();
        mixed! {
            {
                let sequence = #sequence;
                __nn::ops::recurrent::<_, _, _, _, _, #features, #units>(
                    simd, rows, #strategy, #layer, sequence, #source, (&mut *#workspace, &mut *#shared), #target,
                );
            }
        }
    }

    fn onnx(&self, _: &Site<'_>) -> TokenStream {
        let (cell, sequence) = (self.cell(), self.sequence());
        mixed!(graph.recurrent(#cell, #sequence);)
    }

    #[cfg(feature = "reference")]
    fn interpret(&self, at: &Operands<'_>) -> Interpreted {
        if self.state.is_some() {
            return Err(Error::Step);
        }
        let (features, units) = (size(&self.features)?, size(&self.units)?);
        let cell = Weights::of(self, at)?;
        let mut steps: Vec<&[Approximate]> = at.reads[0].chunks(features).collect();
        if self.reverse {
            steps.reverse();
        }
        let mut outputs = Vec::new();
        let mut state: State = std::array::from_fn(|_| vec![Approximate::from(0.0); units]);
        for x in steps {
            state = cell.step(x, state, at)?;
            outputs.push(state[0].clone());
        }
        if !self.sequences {
            return Ok(outputs.pop().unwrap_or_default());
        }
        if self.reverse_output {
            outputs.reverse();
        }
        Ok(outputs.concat())
    }
}

/// The numbers of a layer.
#[cfg(feature = "reference")]
struct Weights<'a> {
    layer: &'a Recurrent,
    units: usize,
    columns: usize,
    kernel: &'a [f64],
    recurrent_kernel: &'a [f64],
    bias: &'a [f64],
    /// Of a GRU that resets after its product.
    recurrent_bias: &'a [f64],
}

/// What is remembered for each unit: the output of the step before, and a long short-term memory.
#[cfg(feature = "reference")]
type State = [Vec<Approximate>; 2];

#[cfg(feature = "reference")]
impl<'a> Weights<'a> {
    fn of(layer: &'a Recurrent, at: &Operands<'a>) -> Result<Self, Error> {
        let (units, columns) = (size(&layer.units)?, size(&layer.sums())?);
        let bias = at.optional("bias").unwrap_or_default();
        let (bias, recurrent_bias) = bias.split_at(bias.len().min(columns));
        let (kernel, recurrent_kernel) = (at.param("kernel")?, at.param("recurrent_kernel")?);
        Ok(Self { layer, units, columns, kernel, recurrent_kernel, bias, recurrent_bias })
    }

    /// The products of `x` with the columns of a kernel, which begin with a bias.
    fn products(&self, x: &[Approximate], kernel: &[f64], bias: &[f64]) -> Vec<Approximate> {
        let column = |column: usize| {
            let mut dot = Dot::from(bias.get(column).copied().unwrap_or(0.0));
            dot.add_column(x, kernel, column, self.columns);
            dot.sum()
        };
        (0..self.columns).map(column).collect()
    }

    /// What is remembered after a step: Keras's formulas, with the gates in its order.
    fn step(&self, x: &[Approximate], [h, c]: State, at: &Operands<'_>) -> Result<State, Error> {
        let units = self.units;
        let activate = |x: &[Approximate]| self.layer.activation.interpret(x, units, at);
        let gate = |x: &[Approximate]| self.layer.gate_activation.interpret(x, units, at);
        let inputs = self.products(x, self.kernel, self.bias);
        let memory = self.products(&h, self.recurrent_kernel, self.recurrent_bias);
        let sums = |gate: usize| -> Vec<Approximate> {
            let both = inputs.iter().zip(&memory).skip(gate * units).take(units);
            both.map(|(a, b)| *a + *b).collect()
        };
        match self.layer.cell {
            Cell::SimpleRnn => Ok([activate(&sums(0))?, c]),
            Cell::Lstm => {
                let (input, forget) = (gate(&sums(0))?, gate(&sums(1))?);
                let (candidate, output) = (activate(&sums(2))?, gate(&sums(3))?);
                let c: Vec<_> = (0..units).map(|u| forget[u] * c[u] + input[u] * candidate[u]).collect();
                let h = activate(&c)?.into_iter().zip(output).map(|(c, output)| c * output);
                Ok([h.collect(), c])
            }
            Cell::Gru { reset_after } => {
                let (update, reset) = (gate(&sums(0))?, gate(&sums(1))?);
                let remembered: Vec<_> = if reset_after {
                    reset.iter().zip(&memory[2 * units..]).map(|(reset, product)| *reset * *product).collect()
                } else {
                    let reset: Vec<_> = reset.iter().zip(&h).map(|(reset, h)| *reset * *h).collect();
                    self.products(&reset, self.recurrent_kernel, &[]).split_off(2 * units)
                };
                let candidate = inputs[2 * units..].iter().zip(remembered).map(|(a, b)| *a + b);
                let candidate = activate(&candidate.collect::<Vec<_>>())?;
                let mixed = |u: usize| update[u] * h[u] + (-update[u] + 1.0) * candidate[u];
                Ok([(0..units).map(mixed).collect(), c])
            }
        }
    }
}
