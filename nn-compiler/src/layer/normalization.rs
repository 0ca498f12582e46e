//! `normalization`: `(x - mean) / max(sqrt(variance), 1e-7)`, with a mean and a variance known beforehand.

use super::arguments::Reader;
use super::elementwise::constants;
use super::{Input, Kind, Layout, Lowered};
use crate::diag::catalogue;
use crate::keras::class::{Class, Take};
use crate::ops::Standardize;
use crate::syntax::{Argument, Value};

pub(super) const KIND: Kind = Kind {
    name: "normalization",
    layout: Layout::Elementwise,
    keras: &[Class::new(
        &["Normalization"],
        &[
            ("invert", Take::MustBeFalse),
            ("axis", Take::TurnedAxis),
            ("mean", Take::Statistic),
            ("variance", Take::Statistic),
        ],
    )
    // Where the mean is an option, it is no variable.
    .with(|given| if given.is_set("mean") { Vec::new() } else { vec!["mean", "variance", "count"] })],
    foreign: &[],
    usage: "normalization(mean = [..], variance = [..])",
    example: "normalization(mean = 0.0, variance = 1.0)",
    about: "(x - mean) / sqrt(variance); numbers, or arrays with one for each of the last axis",
    lower,
};

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    let (mean, variance) = (reader.option("mean"), reader.option("variance"));
    let (Some(mean), Some(variance)) = (mean, variance) else {
        if !reader.failed {
            reader.error(reader.extent(), catalogue::normalization_statistics());
        }
        return None;
    };
    for number in numbers(&variance) {
        if matches!(&number.value, Value::Number(value) if value.negative && value.to_f64() < 0.0) {
            reader.error(number.value_extent(), catalogue::negative_variance());
        }
    }
    let mut checks = Vec::new();
    let mean = constants(reader, &mean, "mean", input, &mut checks);
    let variance = constants(reader, &variance, "variance", input, &mut checks);
    let op = Standardize { row: input.shape.last(), mean: mean?, variance: variance? };
    Some(Lowered { checks, ..Lowered::op(input.shape.clone(), op) })
}

fn numbers(argument: &Argument) -> &[Argument] {
    match &argument.value {
        Value::Array(items) => items,
        _ => std::slice::from_ref(argument),
    }
}
