//! The forward pass: one call of an op's kernel for each step.

use nn_format::{Product, Recurrence};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote_spanned};

use super::mixed;
use crate::model::{
    Activation, Axis, Cell, Convolution, Dtype, Layer, Merge, Model, Op, Pooling, Recurrent, Scaling, SharedAxis,
    Statistic, Window,
};
use crate::plan::{self, Buffer, Plan, Step};
use crate::shape::Size;

/// The body of `run`, which has `self`, `simd`, `rows`, `scratch`, `input` and `output`.
pub(super) fn body(model: &Model, plan: &Plan<'_>) -> TokenStream {
    let kept = plan.kept.iter().enumerate().map(|(index, numbers)| {
        let name = kept(index);
        mixed!(let (#name, __kept) = __kept.split_at_mut(__nn::Rows::count(rows) * #numbers);)
    });
    let kept = (!plan.kept.is_empty()).then(|| mixed!(let __kept = scratch.2; #(#kept)*));
    let steps = plan.steps.iter().map(|step| {
        let (rows, step) = (&step.rows, self::step(model, step));
        match rows.known() {
            Some(1) => step,
            _ => mixed!({ let rows = __nn::Rows::count(rows) * #rows; #step }),
        }
    });
    mixed!(#kept #(#steps)*)
}

/// The local that is a part of the third buffer.
fn kept(index: usize) -> Ident {
    format_ident!("__kept_{}", index, span = Span::mixed_site())
}

fn step(model: &Model, step: &Step<'_>) -> TokenStream {
    let Some((op, layer)) = step.op else {
        let elements = model.input.elements();
        return copy(step, &elements);
    };
    match op {
        Op::Dense { inputs, units, activation } => {
            let (source, target) = (read(step.source), write(step.target, None));
            let layer: &Layer = &model.layers[layer];
            let name = &layer.name;
            let activation = epilogue(model, step, activation);
            let product = product(step.product, inputs, units);
            mixed! {
                __nn::ops::dense(simd, rows, #product, #source, &self.#name.kernel, &self.#name.bias, #activation, #target);
            }
        }
        Op::Convolve(convolution) => convolve(model, layer, convolution, step),
        Op::Embed { indices, .. } => {
            let (source, target) = (read(step.source), write(step.target, None));
            let name = &model.layers[layer].name;
            mixed!(__nn::ops::embed(rows, #indices, #source, &self.#name.embeddings, #target);)
        }
        Op::Prelu { elements, axes } => prelu(&model.layers[layer], elements, axes, step),
        Op::Interpolate { channels, height, width, .. } => interpolate(channels, height, width, step),
        Op::Activate { activation, elements, row } => {
            let activation = self::activation(activation);
            in_place(step, elements, |values| mixed!(__nn::ops::activate(simd, #values, #row, #activation);))
        }
        Op::Rescale { elements, row, scale, offset } => {
            let row = row.argument();
            in_place(
                step,
                elements,
                |values| mixed!(__nn::ops::rescale::<__T, _, #row>(simd, #values, &#scale, &#offset);),
            )
        }
        Op::Standardize { elements, row, mean, variance } => {
            let row = row.argument();
            in_place(
                step,
                elements,
                |values| mixed!(__nn::ops::standardize::<__T, _, #row>(simd, #values, &#mean, &#variance);),
            )
        }
        Op::Pool { channels, pooling, windows, .. } => {
            let (source, target) = (read(step.source), write(step.target, None));
            let pooling = match pooling {
                Pooling::Largest => mixed!(Largest),
                Pooling::Mean => mixed!(Mean),
            };
            let windows = windows.iter().map(window);
            mixed! {
                __nn::ops::pool(simd, rows, __nn::ops::#pooling, #channels, [#(#windows),*], #source, #target);
            }
        }
        Op::Recall { taps, dilation, channels, state, .. } => {
            let (source, target) = (read(step.source), write(step.target, None));
            mixed! {
                __nn::ops::recall(position, [#taps, #dilation, #channels], &mut numbers[#state..], #source, #target);
            }
        }
        Op::Rearrange { axes, .. } => {
            let (source, target) = (read(step.source), write(step.target, None));
            let axes = axes.iter().map(axis);
            mixed!(__nn::ops::rearrange(simd, rows, [#(#axes),*], #source, #target);)
        }
        Op::Recurrent(recurrent) => self::recurrent(&model.layers[layer], recurrent, step, model.dtype),
        Op::Merge { elements, how } => merge(step, elements, *how),
        Op::Join { lines, at, width, total, .. } => {
            let (source, target) = (read(step.source), write(step.target, None));
            mixed!(__nn::ops::join(simd, rows, #lines, (#at, #width, #total), #source, #target);)
        }
        Op::BatchNormalize { elements, .. } => {
            let normalization = batch_normalization(&model.layers[layer], op, &follower(step));
            in_place(step, elements, |values| mixed!(__nn::ops::batch_normalize(simd, #values, #normalization);))
        }
        Op::Normalize { elements, channels, sample, groups, statistic, epsilon, scaling } => {
            let channels = channels.argument();
            let [gamma, beta] = self::scaling(&model.layers[layer], *scaling);
            let statistic = match statistic {
                Statistic::Moments => mixed!(Moments),
                Statistic::MeanSquare => mixed!(MeanSquare),
                Statistic::Length => mixed!(Length),
            };
            let activation = follower(step);
            in_place(step, elements, |values| {
                mixed! {
                    __nn::ops::normalize::<__T, _, _, #channels>(
                        simd, #values, __nn::ops::#statistic(#epsilon), #sample, #groups, (#gamma, #beta), #activation,
                    );
                }
            })
        }
    }
}

/// What follows an op that has no activation of its own.
fn follower(step: &Step<'_>) -> TokenStream {
    step.activation().map_or_else(|| mixed!(__nn::activation::Linear), self::activation)
}

/// What follows a sum: an activation, and before it a batch normalization.
fn epilogue(model: &Model, step: &Step<'_>, own: &Activation) -> TokenStream {
    let activation = self::activation(step.activation().unwrap_or(own));
    match step.normalized {
        Some((op, layer)) => batch_normalization(&model.layers[layer], op, &activation),
        None => activation,
    }
}

/// A batch normalization with the tensors of its layer, and the activation after it.
fn batch_normalization(layer: &Layer, op: &Op, activation: &TokenStream) -> TokenStream {
    let Op::BatchNormalize { epsilon, scaling, .. } = op else { return activation.clone() };
    let (name, [gamma, beta]) = (&layer.name, self::scaling(layer, *scaling));
    mixed! {
        __nn::ops::BatchNormalize {
            statistics: [&self.#name.moving_mean, &self.#name.moving_variance],
            gamma: #gamma,
            beta: #beta,
            epsilon: #epsilon,
            activation: #activation,
        }
    }
}

/// A convolution, with the tensors of its layer.
fn convolve(model: &Model, layer: usize, convolution: &Convolution, step: &Step<'_>) -> TokenStream {
    let Convolution { windows, channels, filters, groups, kernel, bias, activation, is_transposed, .. } = convolution;
    let function = Ident::new(if *is_transposed { "convolve_transposed" } else { "convolve" }, Span::mixed_site());
    let (source, target) = (read(step.source), write(step.target, None));
    let name = &model.layers[layer].name;
    let tensor = |tensor: &str| {
        let tensor = Ident::new(tensor, Span::mixed_site());
        mixed!(__nn::Tensor::flat(&self.#name.#tensor))
    };
    let (kernel, bias) = (tensor(kernel), bias.map(tensor));
    let bias = match bias {
        Some(bias) => mixed!(::core::option::Option::Some(#bias)),
        None => mixed!(::core::option::Option::None),
    };
    let windows = windows.iter().map(window);
    let windows = mixed!([#(#windows),*]);
    let space = match step.pool {
        _ if *is_transposed => windows,
        Some((Op::Pool { windows: pools, .. }, _)) => {
            let pools = pools.iter().map(window);
            mixed!(__nn::ops::Space::pooled(#windows, [#(#pools),*]))
        }
        _ => mixed!(__nn::ops::Space::new(#windows)),
    };
    let activation = epilogue(model, step, activation);
    mixed! {
        __nn::ops::#function(
            simd,
            rows,
            #space,
            __nn::ops::Filters { channels: #channels, filters: #filters, groups: #groups, kernel: #kernel, bias: #bias },
            #activation,
            #source,
            #target,
        );
    }
}

pub(super) fn window(Window { input, output, kernel, stride, dilation, before }: &Window) -> TokenStream {
    mixed! {
        __nn::ops::Window {
            input: #input, output: #output, kernel: #kernel, stride: #stride, dilation: #dilation, before: #before,
        }
    }
}

pub(super) fn axis(Axis { size, input, stride, before, skip, repeat }: &Axis) -> TokenStream {
    mixed! {
        __nn::ops::Axis {
            size: #size, input: #input, stride: #stride, before: #before, skip: #skip, repeat: #repeat,
        }
    }
}

/// Two tensors that become one, in the place of one of them if nobody needs that any more.
fn merge(step: &Step<'_>, elements: &Size, how: Merge) -> TokenStream {
    let how = match how {
        Merge::Sum => mixed!(Sum),
        Merge::Multiply => mixed!(Multiply),
        Merge::Average => mixed!(Average),
    };
    let others = [Some(step.source), step.other];
    let copied = (!others.contains(&Some(step.target))).then(|| copy(step, elements));
    let other = step.other.filter(|other| *other != step.target).unwrap_or(step.source);
    let (target, other) = (write(step.target, Some(elements)), read(other));
    mixed! {
        #copied
        __nn::ops::merge(simd, __nn::ops::#how, #target, &#other[..__nn::Rows::count(rows) * #elements]);
    }
}

/// Slopes below 0, of which some axes share one.
fn prelu(layer: &Layer, elements: &Size, axes: &[SharedAxis], step: &Step<'_>) -> TokenStream {
    let name = &layer.name;
    let axes = axes.iter().map(|SharedAxis { size, is_shared }| mixed!((#size, #is_shared)));
    let axes = mixed!([#(#axes),*]);
    in_place(
        step,
        elements,
        |values| mixed!(__nn::ops::prelu(simd, #values, #axes, __nn::Tensor::flat(&self.#name.alpha));),
    )
}

fn interpolate(channels: &Size, height: &[Size; 2], width: &[Size; 2], step: &Step<'_>) -> TokenStream {
    let (source, target) = (read(step.source), write(step.target, None));
    let [height, width] = [height, width].map(|[size, times]| mixed!((#size, #times)));
    mixed!(__nn::ops::interpolate(simd, rows, #channels, #height, #width, #source, #target);)
}

/// The tensors of a normalisation, or what stands for those that are not there.
fn scaling(layer: &Layer, Scaling { gamma, beta }: Scaling) -> [TokenStream; 2] {
    let name = &layer.name;
    [(gamma, "NoScale"), (beta, "NoBias")].map(|(tensor, absent)| match tensor {
        Some(tensor) => {
            let tensor = Ident::new(tensor, Span::mixed_site());
            mixed!(&self.#name.#tensor)
        }
        None => {
            let absent = Ident::new(absent, Span::mixed_site());
            mixed!(&__nn::#absent)
        }
    })
}

/// A recurrent layer's steps.
fn recurrent(layer: &Layer, recurrent: &Recurrent, step: &Step<'_>, dtype: Dtype) -> TokenStream {
    let (source, target) = (read(step.source), write(step.target, None));
    let room = write(step.room.unwrap_or(step.target), None);
    let layer = recurrence(layer, recurrent);
    let (way, features, units) = way(recurrent, dtype);
    if let Some(state) = &recurrent.state {
        let remembered = recurrent.remembered();
        return mixed! {
            {
                let remembered = &mut numbers[#state..#state + #remembered];
                __nn::ops::recurrent_step::<_, _, _, _, #features, #units>(
                    simd, #way, #layer, position % 2 == 1, #source, remembered, #room, #target,
                );
            }
        };
    }
    let sequence = sequence(recurrent);
    mixed! {
        {
            let sequence = #sequence;
            __nn::ops::recurrent::<_, _, _, _, _, #features, #units>(
                simd, rows, #way, #layer, sequence, #source, #room, #target,
            );
        }
    }
}

/// The steps that a recurrent layer goes through, and those that it writes.
pub(super) fn sequence(Recurrent { steps, reverse, sequences, flip, .. }: &Recurrent) -> TokenStream {
    mixed! {
        __nn::ops::Sequence { steps: #steps, reverse: #reverse, sequences: #sequences, flip: #flip }
    }
}

/// A recurrent layer with its tensors.
fn recurrence(layer: &Layer, recurrent: &Recurrent) -> TokenStream {
    let name = &layer.name;
    let (cell, units) = (cell(recurrent), recurrent.units.argument());
    mixed! {
        __nn::ops::Recurrence {
            cell: #cell,
            kernel: __nn::Tensor::flat(&self.#name.kernel),
            recurrent_kernel: __nn::Tensor::flat(&self.#name.recurrent_kernel),
            bias: <_ as __nn::GateBias<__T, #units>>::values(&self.#name.bias),
        }
    }
}

/// What a recurrent layer makes of its sums.
pub(super) fn cell(Recurrent { cell, activation, gate_activation, .. }: &Recurrent) -> TokenStream {
    let (activation, gates) = (self::activation(activation), self::activation(gate_activation));
    match cell {
        Cell::SimpleRnn => mixed!(__nn::ops::SimpleRnn { activation: #activation }),
        Cell::Lstm => mixed!(__nn::ops::Lstm { activation: #activation, recurrent_activation: #gates }),
        Cell::Gru { reset_after } => {
            mixed!(__nn::ops::Gru::<_, _, #reset_after> { activation: #activation, recurrent_activation: #gates })
        }
    }
}

/// How a recurrent layer is computed, as a type, and its sizes.
fn way(recurrent: &Recurrent, dtype: Dtype) -> (TokenStream, TokenStream, TokenStream) {
    let (features, units, gates) = (recurrent.features.argument(), recurrent.units.argument(), recurrent.cell.gates());
    let way = match plan::recurrence(recurrent, dtype) {
        Some(Recurrence::Fused) => mixed!(__nn::ops::Fused),
        Some(Recurrence::Stored) => mixed!(__nn::ops::Stored),
        None => mixed!(__nn::ops::ChosenWay::<#features, #units, #gates>),
    };
    (way, features, units)
}

/// How a product is computed, as a type, so that rustc compiles nothing else.
fn product(product: Option<Product>, inputs: &Size, units: &Size) -> TokenStream {
    match product {
        Some(Product::Inlined) => mixed!(__nn::ops::Inlined),
        Some(Product::Called) => mixed!(__nn::ops::Called),
        Some(Product::Dot) => mixed!(__nn::ops::Dot),
        Some(Product::Shared) => mixed!(__nn::ops::Shared),
        None => {
            let (inputs, units) = (inputs.argument(), units.argument());
            mixed!(__nn::ops::Chosen::<#inputs, #units>)
        }
    }
}

/// An op that writes over what it reads; the numbers are copied first if they are elsewhere.
fn in_place(step: &Step<'_>, elements: &Size, op: impl FnOnce(TokenStream) -> TokenStream) -> TokenStream {
    let copied = (step.source != step.target).then(|| copy(step, elements));
    let op = op(write(step.target, Some(elements)));
    mixed!(#copied #op)
}

fn copy(step: &Step<'_>, elements: &Size) -> TokenStream {
    let (source, target) = (read(step.source), write(step.target, Some(elements)));
    mixed!(__nn::ops::copy(&#source[..__nn::Rows::count(rows) * #elements], #target);)
}

fn read(buffer: Buffer) -> TokenStream {
    match buffer {
        Buffer::Input => mixed!(input),
        Buffer::Scratch(0) => mixed!(scratch.0),
        Buffer::Scratch(_) => mixed!(scratch.1),
        Buffer::Kept(index) => {
            let kept = kept(index);
            mixed!(#kept)
        }
        Buffer::Output => mixed!(output),
    }
}

/// A buffer to write: all of it, or as much as the rows of a tensor take.
fn write(buffer: Buffer, elements: Option<&Size>) -> TokenStream {
    let buffer = match buffer {
        // The plan writes no inputs.
        Buffer::Input | Buffer::Output => mixed!(output),
        buffer @ (Buffer::Scratch(_) | Buffer::Kept(_)) => read(buffer),
    };
    match elements {
        Some(elements) => mixed!(&mut #buffer[..__nn::Rows::count(rows) * #elements]),
        None => buffer,
    }
}

pub(super) fn activation(activation: &Activation) -> TokenStream {
    let name = Ident::new(activation.name, Span::mixed_site());
    if activation.fields.is_empty() {
        return mixed!(__nn::activation::#name);
    }
    let fields = activation.fields.iter().map(|(field, number)| {
        let field = Ident::new(field, Span::mixed_site());
        mixed!(#field: #number)
    });
    mixed!(__nn::activation::#name { #(#fields),* })
}
