//! `reshape`: the same numbers in a tensor of another shape.

use quote::quote;

use super::arguments::Reader;
use super::{Input, Kind, Lowered};
use crate::diag::catalogue;
use crate::shape::{Comparison, Shape, Size};
use crate::syntax::{Argument, Value};

pub(super) const KIND: Kind = Kind {
    name: "reshape",
    foreign: &[("PyTorch", "Unflatten"), ("PyTorch", "View")],
    usage: "reshape(size, ..)",
    about: "the same numbers in another shape; one size may be -1",
    lower,
};

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    let mut arguments = reader.rest_of_positions("target_shape");
    if arguments.is_empty() {
        match reader.position("target_shape") {
            Some(argument) => arguments.push(argument),
            None => {
                reader.error(reader.extent(), catalogue::missing_argument("reshape", "the new shape"));
                return None;
            }
        }
    }
    // Keras's `Reshape((2, 3))` has the shape in parentheses of its own: as good.
    let axes: Vec<Argument> = match arguments.as_slice() {
        [Argument { value: Value::Tuple(axes), .. }] => axes.clone(),
        _ => arguments,
    };
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
    let elements = input.shape.elements();
    let written: Size = sizes.iter().flatten().fold(Size::Known(1), |product, size| product.times(size));
    let has_hole = sizes.iter().any(Option::is_none);
    let fits = match (elements.known(), written.known()) {
        (Some(elements), Some(written)) if has_hole => {
            if elements % written == 0 { Comparison::Equal } else { Comparison::Different }
        }
        _ if has_hole => Comparison::Unknown,
        _ => elements.compare(&written),
    };
    let axes_text: Vec<String> =
        sizes.iter().map(|size| size.as_ref().map_or("-1".to_owned(), Size::to_string)).collect();
    let message = catalogue::reshape_count(&axes_text, &written, has_hole, &input.shape, &input.origin());
    let hole = elements.over(&written);
    let output = Shape::new(sizes.into_iter().map(|size| size.unwrap_or_else(|| hole.clone())).collect());
    let mut lowered = Lowered::identity(output);
    match fits {
        _ if !input.is_known => {}
        Comparison::Equal => {}
        Comparison::Different => {
            reader.error(reader.extent(), message);
            return None;
        }
        Comparison::Unknown if has_hole => {
            lowered.checks.push((quote!(#elements % #written == 0), message.to_string()));
        }
        Comparison::Unknown => lowered.checks.push((quote!(#elements == #written), message.to_string())),
    }
    Some(lowered)
}
