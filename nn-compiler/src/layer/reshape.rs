//! `reshape`: the same numbers in a tensor of another shape.

use quote::quote;

use super::arguments::{Positional, Reader};
use super::{Foreign, Input, Kind, Layout, Lowered};
use crate::diag::catalogue;
use crate::keras::class::{Class, Rank, Take};
use crate::shape::{Comparison, Shape, Size};
use crate::syntax::{Argument, Value};

pub(super) const KIND: Kind = Kind {
    name: "reshape",
    layout: Layout::Reshape,
    keras: &[Class::new(&["Reshape"], &[("target_shape", Take::Integers)]).of_rank(Rank::Target)],
    foreign: &[Foreign { framework: "PyTorch", class: "Unflatten", rewrite: unflatten }],
    usage: "reshape(size, ..)",
    example: "reshape(2, 3)",
    about: "the same numbers in another shape; one size may be -1",
    lower,
};

/// `Unflatten(1, (2, 3))`, where axis 0 is the batch.
fn unflatten(arguments: &[Argument]) -> Option<String> {
    let [.., Argument { value: Value::Tuple(axes), .. }] = arguments else { return None };
    Some(format!("reshape({})", axes.iter().map(Argument::text).collect::<Vec<_>>().join(", ")))
}

const SHAPE: Positional = Positional { name: "target_shape", what: "the new shape", foreign: &[] };

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    let sizes = read(reader)?;
    let elements = input.shape.elements();
    let written: Size = sizes.iter().flatten().fold(Size::Known(1), |product, size| product.times(size));
    let has_hole = sizes.iter().any(Option::is_none);
    let fits = match (elements.known(), written.known()) {
        _ if !input.is_known => Comparison::Equal,
        (Some(elements), Some(written)) if has_hole => {
            if elements % written == 0 {
                Comparison::Equal
            } else {
                Comparison::Different
            }
        }
        _ if has_hole => Comparison::Unknown,
        _ => elements.compare(&written),
    };
    let texts = sizes.iter().map(|size| size.as_ref().map_or("-1".to_owned(), Size::to_string));
    let shape = format!("[{}]", texts.collect::<Vec<_>>().join(", "));
    let message = catalogue::reshape_count(&shape, &written, has_hole, &input.has());
    let hole = elements.over(&written);
    let output = Shape::new(sizes.into_iter().map(|size| size.unwrap_or_else(|| hole.clone())).collect());
    let mut lowered = Lowered { is_fixed: !has_hole, ..Lowered::identity(output) };
    match fits {
        Comparison::Equal => {}
        Comparison::Different => {
            reader.error(reader.extent(), message);
            return None;
        }
        Comparison::Unknown if has_hole => {
            lowered.checks.push((quote!(#written != 0 && #elements % #written == 0), message.to_string()));
        }
        Comparison::Unknown => lowered.checks.push((quote!(#elements == #written), message.to_string())),
    }
    Some(lowered)
}

/// The sizes as written; nothing stands for the one that is `-1`.
fn read(reader: &mut Reader<'_>) -> Option<Vec<Option<Size>>> {
    let axes = reader.all_positions(&SHAPE)?;
    let mut sizes: Vec<Option<Size>> = Vec::new();
    for axis in &axes {
        match &axis.value {
            Value::Number(number) if number.negative && number.digits() == "1" => {
                if sizes.iter().any(Option::is_none) {
                    reader.error(axis.extent, catalogue::reshape_two_holes());
                    return None;
                }
                sizes.push(None);
            }
            Value::Number(number) if number.negative => {
                reader.error(axis.extent, catalogue::reshape_negative(&axis.text()));
                return None;
            }
            _ => {
                let size = reader.read_size(axis, "a size")?;
                if size.known() == Some(0) {
                    reader.error(axis.extent, catalogue::zero_axis());
                    return None;
                }
                sizes.push(Some(size));
            }
        }
    }
    Some(sizes)
}
