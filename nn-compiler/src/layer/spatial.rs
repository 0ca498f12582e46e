//! What the layers share that put their numbers in other places, or zeros between them.

use quote::quote;

use super::arguments::{MOST_NUMBERS, Positional, Reader};
use super::{Input, Lowered};
use crate::diag::catalogue;
use crate::keras::class::{Class, DATA_FORMAT, Take};
use crate::ops::{Axis, Op, ResizeBilinear, StridedCopy};
use crate::shape::{Shape, Size};
use crate::syntax::{Argument, Value};

/// The axes of tensors of one, two and three dimensions of space.
pub(super) const AXES: [&[&str]; 3] =
    [&["steps", "channels"], &["height", "width", "channels"], &["depth", "height", "width", "channels"]];

/// The axes of a tensor as they are.
pub(super) fn axes(shape: &Shape) -> Vec<Axis> {
    let mut stride = Size::Known(1);
    let mut axes = Vec::new();
    for size in shape.axes().iter().rev() {
        let (before, skip, repeat) = (Size::Known(0), Size::Known(0), Size::Known(1));
        axes.push(Axis { size: size.clone(), input: size.clone(), stride: stride.clone(), before, skip, repeat });
        stride = stride.times(size);
    }
    axes.reverse();
    axes
}

/// The ops that `ops` are along some axes of a tensor, which are made its last, in this order, and are put back after it.
pub(super) fn along(shape: &Shape, last: &[usize], ops: impl FnOnce(&Shape) -> Vec<Op>) -> Vec<Op> {
    let rank = shape.axes().len();
    let order: Vec<usize> = (0..rank).filter(|axis| !last.contains(axis)).chain(last.iter().copied()).collect();
    if order.iter().copied().eq(0..rank) {
        return ops(shape);
    }
    let permuted = |shape: &Shape, order: &[usize]| {
        let axes = axes(shape);
        let axes: Vec<Axis> = order.iter().map(|&axis| axes[axis].clone()).collect();
        StridedCopy::new(axes)
    };
    let there = permuted(shape, &order);
    let moved = there.shape.clone();
    let mut back = vec![0; rank];
    for (place, axis) in order.into_iter().enumerate() {
        back[axis] = place;
    }
    let back = permuted(&moved, &back);
    std::iter::once(there.into()).chain(ops(&moved)).chain([back.into()]).collect()
}

/// The axes that an option names, the first being 0: Keras counts them from 1, since the batch is 0, or from the end, where
/// the last is -1. Nothing where an error was reported.
pub(super) fn named_axes(
    kind: &str,
    argument: &Argument,
    input: &Input,
    reader: &mut Reader<'_>,
) -> Option<Vec<usize>> {
    let items = match &argument.value {
        Value::Tuple(items) | Value::Array(items) => items.as_slice(),
        _ => std::slice::from_ref(argument),
    };
    let rank = input.shape.axes().len();
    let mut axes = Vec::new();
    for item in items {
        let axis = match &item.value {
            Value::Number(number) if number.is_integer() => {
                let digits = number.digits().parse::<usize>().ok().filter(|&axis| axis > 0);
                digits.and_then(|axis| if number.negative { rank.checked_sub(axis) } else { Some(axis - 1) })
            }
            _ => {
                reader.error(item.value_extent(), catalogue::expected_axis(item));
                return None;
            }
        };
        if !input.is_known {
            continue;
        }
        let Some(axis) = axis.filter(|&axis| axis < rank) else {
            reader.error(item.value_extent(), catalogue::no_axis(kind, &item.text(), &input.shape));
            return None;
        };
        if axes.contains(&axis) {
            reader.error(item.value_extent(), catalogue::axis_twice(kind, axis + 1));
            return None;
        }
        axes.push(axis);
    }
    axes.sort_unstable();
    Some(axes)
}

/// A layer that makes a tensor with these axes.
pub(super) fn rearranged(reader: &mut Reader<'_>, axes: Vec<Axis>) -> Option<Lowered> {
    let copy = StridedCopy::new(axes);
    let output = copy.shape.clone();
    if output.elements().known().is_some_and(|outputs| outputs > MOST_NUMBERS) {
        reader.error(reader.extent(), catalogue::tensor_too_large(&output, MOST_NUMBERS));
        return None;
    }
    Some(Lowered::op(output, copy))
}

/// Keras's options of what works in `N` dimensions of space.
struct Options<const N: usize>;

impl<const N: usize> Options<N> {
    const PADDING: &'static [(&'static str, Take)] = &[("padding", Take::Edges { count: N, default: 1 }), DATA_FORMAT];
    const REPETITION: &'static [(&'static str, Take)] =
        &[("size", Take::FirstSizes { count: N, default: Some(2) }), DATA_FORMAT];
}

/// `ZeroPadding2D` of Keras.
pub(super) const fn padding_class<const N: usize>(names: &'static [&'static str]) -> Class {
    Class::new(names, Options::<N>::PADDING)
}

/// `UpSampling3D`.
pub(super) const fn repetition_class<const N: usize>(names: &'static [&'static str]) -> Class {
    Class::new(names, Options::<N>::REPETITION)
}

/// `zero_padding2d`, of so many dimensions of space.
pub(super) fn padding(kind: &str, space: usize, reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    const PADDING: Positional = Positional { name: "padding", what: "the padding", foreign: &[] };
    let edges = edges(&PADDING, space, 1, reader);
    if !input.has_axes(kind, AXES[space - 1], reader) {
        return None;
    }
    let edges = edges?;
    if !input.is_known {
        return Some(Lowered::identity(input.shape.clone()));
    }
    let mut axes = axes(&input.shape);
    for (axis, [before, after]) in axes.iter_mut().zip(edges) {
        axis.size = axis.input.plus(&before).plus(&after);
        axis.before = before;
    }
    rearranged(reader, axes)
}

/// `cropping2d`, likewise; `default` is what Keras takes away at each edge.
pub(super) fn cropping(
    kind: &str,
    space: usize,
    default: usize,
    reader: &mut Reader<'_>,
    input: &Input,
) -> Option<Lowered> {
    const CROPPING: Positional = Positional { name: "cropping", what: "the cropping", foreign: &[] };
    let edges = edges(&CROPPING, space, default, reader);
    if !input.has_axes(kind, AXES[space - 1], reader) {
        return None;
    }
    let edges = edges?;
    if !input.is_known {
        return Some(Lowered::identity(input.shape.clone()));
    }
    let (mut axes, mut checks) = (axes(&input.shape), Vec::new());
    for ((axis, [before, after]), name) in axes.iter_mut().zip(edges).zip(AXES[space - 1]) {
        let (size, cropped) = (&axis.input, before.plus(&after));
        let message = catalogue::cropped_away(name, size, &before, &after);
        match (size.known(), cropped.known()) {
            (Some(known), Some(cropped)) if cropped >= known => {
                reader.error(reader.extent(), message);
                return None;
            }
            (Some(_), Some(_)) => {}
            _ => checks.push((quote!(#size > #cropped), message.to_string())),
        }
        axis.size = size.minus(&cropped);
        axis.skip = before;
    }
    rearranged(reader, axes).map(|lowered| Lowered { checks, ..lowered })
}

/// `up_sampling2d`, likewise.
pub(super) fn repetition(kind: &str, space: usize, reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    const SIZE: Positional =
        Positional { name: "size", what: "how often each is repeated", foreign: &[("PyTorch", "scale_factor")] };
    let argument = reader.position(&SIZE);
    let factors = match &argument {
        None => Some(vec![Size::Known(2); space]),
        Some(argument) => each(argument, space, reader),
    };
    let mut is_bilinear = false;
    if space == 2
        && let Some(interpolation) = reader.option("interpolation")
    {
        is_bilinear = matches!(&interpolation.value, Value::Word(word) if word == "bilinear");
        if !is_bilinear && !matches!(&interpolation.value, Value::Word(word) if word == "nearest") {
            reader.error(interpolation.extent, catalogue::interpolation(kind, &interpolation));
        }
    }
    if !input.has_axes(kind, AXES[space - 1], reader) {
        return None;
    }
    let factors = factors?;
    if let (Some(argument), true) = (&argument, factors.iter().any(|factor| factor.known() == Some(0))) {
        reader.error(argument.value_extent(), catalogue::zero(kind, "copy of each number"));
        return None;
    }
    if !input.is_known {
        return Some(Lowered::identity(input.shape.clone()));
    }
    let (mut axes, mut checks) = (axes(&input.shape), Vec::new());
    for (axis, factor) in axes.iter_mut().zip(factors) {
        if factor.known().is_none() {
            checks.push((quote!(#factor > 0), catalogue::zero(kind, "copy of each number").to_string()));
        }
        axis.size = axis.input.times(&factor);
        axis.repeat = factor;
    }
    if let ([height, width, channels], true) = (axes.as_slice(), is_bilinear) {
        let (sizes, channels) = ([height, width, channels].map(|axis| axis.size.clone()), channels.size.clone());
        let output = Shape::new(sizes.to_vec());
        if output.elements().known().is_some_and(|outputs| outputs > MOST_NUMBERS) {
            reader.error(reader.extent(), catalogue::tensor_too_large(&output, MOST_NUMBERS));
            return None;
        }
        let [height, width] = [height, width].map(|axis| [axis.input.clone(), axis.repeat.clone()]);
        let resize = ResizeBilinear { channels, height, width };
        return Some(Lowered { checks, ..Lowered::op(output, resize) });
    }
    rearranged(reader, axes).map(|lowered| Lowered { checks, ..lowered })
}

/// What is said of the two edges of each dimension of space: one number for all, one for each, or two for each.
fn edges(position: &Positional, space: usize, default: usize, reader: &mut Reader<'_>) -> Option<Vec<[Size; 2]>> {
    let Some(argument) = reader.position(position) else {
        return Some(vec![[Size::Known(default), Size::Known(default)]; space]);
    };
    let dimensions = match &argument.value {
        Value::Tuple(dimensions) if space > 1 => sized(&argument, dimensions, space, reader)?,
        _ => vec![&argument; space],
    };
    let edges = dimensions.into_iter().map(|dimension| {
        let [before, after] = each(dimension, 2, reader)?.try_into().ok()?;
        Some([before, after])
    });
    edges.collect()
}

/// `count` sizes, or one for all of them.
pub(super) fn each(argument: &Argument, count: usize, reader: &mut Reader<'_>) -> Option<Vec<Size>> {
    let sizes = match &argument.value {
        Value::Tuple(sizes) if count > 1 => sized(argument, sizes, count, reader)?,
        _ => return Some(vec![natural(argument, reader)?; count]),
    };
    sizes.into_iter().map(|size| natural(size, reader)).collect()
}

/// A size, and no negative one: nothing here stands for what is left over.
fn natural(argument: &Argument, reader: &mut Reader<'_>) -> Option<Size> {
    if let Value::Number(number) = &argument.value
        && number.negative
    {
        reader.error(argument.value_extent(), catalogue::negative_size(&argument.text()));
        return None;
    }
    reader.read_size(argument, "a size")
}

/// The items of a tuple, which must be so many.
fn sized<'a>(
    argument: &Argument,
    items: &'a [Argument],
    count: usize,
    reader: &mut Reader<'_>,
) -> Option<Vec<&'a Argument>> {
    if items.len() != count {
        reader.error(argument.value_extent(), catalogue::tuple_length(&argument.text(), items.len(), count));
        return None;
    }
    Some(items.iter().collect())
}
