//! `rescaling`: `x * scale + offset`.

use quote::quote;

use super::arguments::Reader;
use super::elementwise::constants;
use super::{Input, Kind, Lowered};
use crate::diag::catalogue;
use crate::model::Op;

pub(super) const KIND: Kind = Kind {
    name: "rescaling",
    foreign: &[],
    usage: "rescaling(scale, [offset = ..])",
    about: "x * scale + offset; numbers, or arrays with one for each of the last axis",
    lower,
};

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    let Some(scale) = reader.position("scale") else {
        if !reader.failed {
            reader.error(reader.extent(), catalogue::missing_argument("rescaling", "the scale"));
        }
        return None;
    };
    let offset = reader.option("offset");
    let mut checks = Vec::new();
    let scale = constants(reader, &scale, "scale", input, &mut checks)?;
    let offset = match offset {
        Some(offset) => constants(reader, &offset, "offset", input, &mut checks)?,
        None => quote!(0.0),
    };
    let op = Op::Rescale { elements: input.shape.elements(), row: input.shape.last(), scale, offset };
    Some(Lowered { checks, ..Lowered::op(input.shape.clone(), op) })
}
