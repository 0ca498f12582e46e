//! `time_distributed`: its layers on each step by itself.

use super::arguments::Reader;
use super::{Input, Kind, Layout, Lowered};
use crate::diag::catalogue;
use crate::keras::class::{Class, Rank, Wrapped};
use crate::ops::{Reshape, Rows};
use crate::shape::Shape;

pub(super) const KIND: Kind = Kind {
    name: "time_distributed",
    layout: Layout::Steps,
    keras: &[Class {
        wraps: &[Wrapped { key: "layer", group: "layer", prefix: "", mirrors: None }],
        ..Class::new(&["TimeDistributed"], &[]).of_rank(Rank::Each)
    }],
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
    let split = Reshape { shape: step.clone(), rows: Rows::Split(steps.clone()) };
    let value = reader.model.graph.node(reader.model.layers.len(), split, &[input.value]);
    let mut given = Input { value, shape: step, is_known: input.is_known, producer, was_sequence: false };
    let lane = reader.chain(&mut given)?;
    if !input.is_known || !lane.output.is_known {
        return None;
    }
    let shape = Shape::new([steps].into_iter().chain(lane.output.shape.axes()).cloned().collect());
    let rows = reader.model.graph[input.value].rows.clone();
    let branches = vec![lane.branch()];
    let merged = Reshape { shape: shape.clone(), rows: Rows::Merged(rows) };
    Some(Lowered { from: Some(lane.output.value), branches, ..Lowered::op(shape, merged) })
}
