//! Its nodes.
#![allow(clippy::cast_possible_wrap, reason = "tensors have fewer than 2⁶³ numbers")]

use alloc::borrow::Cow;
use alloc::vec;
use alloc::vec::Vec;

use crate::onnx::Nodes;
use crate::onnx::{Attribute, Data};
use crate::onnx::{Graph, Value};
use crate::ops::{Gru, Lstm, Sequence, SimpleRnn};
use crate::{Parameter, Scalar};

/// A kind of recurrent layer as nodes.
pub trait Steps<T: Scalar>: Copy {
    /// ONNX's operator.
    #[doc(hidden)]
    const OPERATOR: &'static str;

    /// Where each of ONNX's gates is among ours.
    #[doc(hidden)]
    const GATES: &'static [usize];

    /// How ONNX calls the activations, if it has them all.
    #[doc(hidden)]
    fn activations() -> Option<Vec<&'static str>>;

    /// Whether the last output is multiplied before it is reset.
    #[doc(hidden)]
    const RESETS_AFTER: bool = false;

    /// All steps, of the input's part of the sums; the outputs of all steps, and that of the last.
    #[doc(hidden)]
    fn scan(self, graph: &mut Graph<'_, T>, sums: Value, start: Value, reverse: bool) -> [Value; 2];
}

impl<T: Scalar, A: Nodes<T>> Steps<T> for SimpleRnn<A> {
    const OPERATOR: &'static str = "RNN";
    const GATES: &'static [usize] = &[0];

    fn activations() -> Option<Vec<&'static str>> {
        Some(vec![A::IN_RECURRENT?])
    }

    fn scan(self, graph: &mut Graph<'_, T>, sums: Value, start: Value, reverse: bool) -> [Value; 2] {
        let kernel = graph.weights("recurrent_kernel");
        let (all, [last]) = graph.scan(start, sums, reverse, |graph, [output], sums| {
            let product = graph.call("MatMul", &[output, kernel]);
            let sum = graph.call("Add", &[sums, product]);
            [self.activation.nodes(graph, sum)]
        });
        [all, last]
    }
}

impl<T: Scalar, A: Nodes<T>, R: Nodes<T>> Steps<T> for Lstm<A, R> {
    const OPERATOR: &'static str = "LSTM";
    // i, o, f, c of i, f, c, o.
    const GATES: &'static [usize] = &[0, 3, 1, 2];

    fn activations() -> Option<Vec<&'static str>> {
        Some(vec![R::IN_RECURRENT?, A::IN_RECURRENT?, A::IN_RECURRENT?])
    }

    fn scan(self, graph: &mut Graph<'_, T>, sums: Value, start: Value, reverse: bool) -> [Value; 2] {
        let kernel = graph.weights("recurrent_kernel");
        let (all, [last, _]) = graph.scan(start, sums, reverse, |graph, [output, cell], sums| {
            let product = graph.call("MatMul", &[output, kernel]);
            let sums = graph.call("Add", &[sums, product]);
            let [i, f, c, o] = graph.outputs("Split", &[sums], &[("axis", Attribute::Integer(-1))]);
            let [i, f, o] = [i, f, o].map(|gate| self.recurrent_activation.nodes(graph, gate));
            let candidate = self.activation.nodes(graph, c);
            let kept = graph.call("Mul", &[f, cell]);
            let added = graph.call("Mul", &[i, candidate]);
            let cell = graph.call("Add", &[kept, added]);
            let active = self.activation.nodes(graph, cell);
            [graph.call("Mul", &[o, active]), cell]
        });
        [all, last]
    }
}

impl<T, A, R, const RESET_AFTER: bool> Steps<T> for Gru<A, R, RESET_AFTER>
where
    T: Scalar,
    A: Nodes<T>,
    R: Nodes<T>,
{
    const OPERATOR: &'static str = "GRU";
    const GATES: &'static [usize] = &[0, 1, 2];
    const RESETS_AFTER: bool = RESET_AFTER;

    fn activations() -> Option<Vec<&'static str>> {
        Some(vec![R::IN_RECURRENT?, A::IN_RECURRENT?])
    }

    fn scan(self, graph: &mut Graph<'_, T>, sums: Value, start: Value, reverse: bool) -> [Value; 2] {
        let Parameter { shape, values, .. } = graph.parameter("recurrent_kernel");
        let units = shape[0];
        // The kernel of the gates, and that of the candidate.
        let columns = |gates: core::ops::Range<usize>| {
            let rows = values.chunks_exact(3 * units);
            rows.flat_map(|row| &row[gates.start * units..gates.end * units]).copied().collect::<Vec<T>>()
        };
        let gates = graph.own("recurrent_kernel.gates", &[units, 2 * units], columns(0..2));
        let candidate = graph.own("recurrent_kernel.candidate", &[units, units], columns(2..3));
        let bias = (RESET_AFTER && graph.has("bias")).then(|| {
            let bias = &graph.parameter("bias").values[3 * units..];
            let (gates, candidate) = bias.split_at(2 * units);
            let gates = graph.own("bias.gates", &[gates.len()], gates.to_vec());
            [gates, graph.own("bias.candidate", &[candidate.len()], candidate.to_vec())]
        });
        let (sizes, axis) = (graph.integers(&[2 * units as i64, units as i64]), [("axis", Attribute::Integer(-1))]);
        let (all, [last]) = graph.scan(start, sums, reverse, |graph, [output], sums| {
            let product = |graph: &mut Graph<'_, T>, x, index: usize| {
                let product = graph.call("MatMul", &[x, [gates, candidate][index]]);
                bias.map_or(product, |bias| graph.call("Add", &[product, bias[index]]))
            };
            let [sums, input] = graph.outputs("Split", &[sums, sizes], &axis);
            let last = product(graph, output, 0);
            let sums = graph.call("Add", &[sums, last]);
            let [z, r] = graph.outputs("Split", &[sums], &axis);
            let [z, r] = [z, r].map(|gate| self.recurrent_activation.nodes(graph, gate));
            let last = if RESET_AFTER {
                let product = product(graph, output, 1);
                graph.call("Mul", &[r, product])
            } else {
                let reset = graph.call("Mul", &[r, output]);
                product(graph, reset, 1)
            };
            let sum = graph.call("Add", &[input, last]);
            let candidate = self.activation.nodes(graph, sum);
            // z · output + (1 − z) · candidate
            let change = graph.call("Sub", &[output, candidate]);
            let kept = graph.call("Mul", &[z, change]);
            [graph.call("Add", &[candidate, kept])]
        });
        [all, last]
    }
}

impl<T: Scalar> Graph<'_, T> {
    /// The steps of a sequence. ONNX's operator in `f32`, if it has the activations; else a `Scan` of the formula.
    pub fn recurrent<C: Steps<T>>(&mut self, cell: C, sequence: Sequence) {
        let Sequence { reverse, sequences, flip, .. } = sequence;
        let x = self.channels_last();
        let (steps, units) = (self.current.shape[0], self.parameter("recurrent_kernel").shape[0]);
        self.current.shape = if sequences { vec![steps, units] } else { vec![units] };
        let activations = C::activations().filter(|_| Self::IS_SINGLE);
        self.current.value = match activations {
            Some(activations) => self.operator::<C>(x, units, activations, sequence),
            None => {
                let sums = self.input_sums(x, C::GATES.len() * units);
                let start = self.start(x, units);
                // Activations of rows look at its size.
                let shape = core::mem::replace(&mut self.current.shape, vec![units]);
                let [all, last] = cell.scan(self, sums, start, reverse);
                self.current.shape = shape;
                match (sequences, flip) {
                    (true, true) => self.flip(all, 1),
                    (true, false) => all,
                    (false, _) => last,
                }
            }
        };
    }

    /// ONNX's own node. It has the steps before the batch, and an axis for two directions.
    fn operator<C: Steps<T>>(
        &mut self,
        x: Value,
        units: usize,
        activations: Vec<&'static str>,
        Sequence { reverse, sequences, flip, .. }: Sequence,
    ) -> Value {
        let swap = [("perm", Attribute::Integers(vec![1, 0, 2]))];
        let mut x = self.node("Transpose", &[x], &swap);
        if sequences && reverse != flip {
            // The operator's outputs stand where its inputs do, so it is these that are turned.
            x = self.flip(x, 0);
        }
        let mut inputs = vec![x, self.gates::<C>("kernel", units), self.gates::<C>("recurrent_kernel", units)];
        if self.has("bias") {
            let Parameter { name, values, .. } = self.parameter("bias");
            let gates = C::GATES.len() * units;
            let mut bias = reordered(values, C::GATES, units);
            bias.resize(2 * gates, T::zero());
            inputs.push(self.constant(name, &[1, 2 * gates], Data::Numbers(Cow::Owned(bias))));
        }
        let mut attributes =
            vec![("hidden_size", Attribute::Integer(units as i64)), ("activations", Attribute::Texts(activations))];
        if if sequences { flip } else { reverse } {
            attributes.push(("direction", Attribute::Text("reverse")));
        }
        if C::RESETS_AFTER {
            attributes.push(("linear_before_reset", Attribute::Integer(1)));
        }
        self.next_is_principal();
        let [all, last] = self.outputs(C::OPERATOR, &inputs, &attributes);
        if sequences {
            let direction = self.integers(&[1]);
            let all = self.call("Squeeze", &[all, direction]);
            self.node("Transpose", &[all], &swap)
        } else {
            let direction = self.integers(&[0]);
            self.call("Squeeze", &[last, direction])
        }
    }

    /// The tensor with the places of one axis in the other order.
    fn flip(&mut self, x: Value, axis: i64) -> Value {
        let [start, end, axes] = [-1, i64::MIN, axis].map(|number| self.integers(&[number]));
        self.call("Slice", &[x, start, end, axes, start])
    }

    /// A kernel as ONNX has it: a row for each unit of each gate.
    fn gates<C: Steps<T>>(&mut self, kernel: &str, units: usize) -> Value {
        let Parameter { name, values, .. } = self.parameter(kernel);
        let (gates, inputs) = (C::GATES.len() * units, values.len() / (C::GATES.len() * units));
        let columns: Vec<usize> = C::GATES.iter().flat_map(|gate| gate * units..(gate + 1) * units).collect();
        let rows = columns.iter().flat_map(|column| (0..inputs).map(move |input| values[input * gates + column]));
        self.constant(name, &[1, gates, inputs], Data::Numbers(Cow::Owned(rows.collect())))
    }

    /// The input's part of the sums, of all steps.
    fn input_sums(&mut self, x: Value, gates: usize) -> Value {
        let kernel = self.weights("kernel");
        let sums = self.call("MatMul", &[x, kernel]);
        if !self.has("bias") {
            return sums;
        }
        let Parameter { name, values, .. } = self.parameter("bias");
        let bias = self.constant(name, &[gates], Data::Numbers(Cow::Borrowed(&values[..gates])));
        self.call("Add", &[sums, bias])
    }

    /// Zeros for each unit of each sample.
    fn start(&mut self, x: Value, units: usize) -> Value {
        let units = self.integers(&[units as i64]);
        let batch = self.node("Shape", &[x], &[("start", Attribute::Integer(0)), ("end", Attribute::Integer(1))]);
        let shape = self.node("Concat", &[batch, units], &[("axis", Attribute::Integer(0))]);
        let zero = self.number(0.0);
        self.call("Expand", &[zero, shape])
    }
}

/// The gates' numbers of one unit after another's, in another order.
fn reordered<T: Copy>(values: &[T], gates: &[usize], units: usize) -> Vec<T> {
    let rows = values.chunks_exact(gates.len() * units);
    rows.flat_map(|row| gates.iter().flat_map(|gate| row[gate * units..][..units].iter())).copied().collect()
}
