//! `time_distributed`: its layers on each step by itself.

use super::arguments::Reader;
use super::{Input, Kind, Lowered};
use crate::diag::catalogue;
use crate::model::Branch;
use crate::shape::Shape;

pub(super) const KIND: Kind = Kind {
    name: "time_distributed",
    foreign: &[],
    usage: "time_distributed(layer, ..)",
    example: "time_distributed(dense(3))",
    about: "what its layers make of each entry of the first axis, [steps, ..], by itself",
    lower,
};

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    if reader.place.is_first && !reader.failed {
        let example = format!("{}(.., input = (<steps>, <size>))", KIND.name);
        reader.error(reader.extent(), catalogue::input_not_declared(&example));
    }
    reader.place.is_first = false;
    let [steps, rest @ ..] = input.shape.axes() else { return None };
    if rest.is_empty() && !input.has_axes(KIND.name, &["steps", "features"], reader) {
        return None;
    }
    // One step, as if this layer made it for those within.
    let step = if rest.is_empty() { input.shape.clone() } else { Shape::new(rest.to_vec()) };
    let producer = Some((reader.place.number, format!("{}(..)", KIND.name), input.shape.clone()));
    let mut given = Input { shape: step, is_known: input.is_known, producer, was_sequence: false };
    let lane = reader.chain(&mut given)?;
    if !input.is_known || !lane.output.is_known {
        return None;
    }
    let axes = [steps].into_iter().chain(lane.output.shape.axes()).cloned().collect();
    let branches = vec![Branch { steps: Some(steps.clone()), ..lane.branch() }];
    Some(Lowered { branches, ..Lowered::identity(Shape::new(axes)) })
}
