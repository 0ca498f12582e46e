//! `discretization`: the index of the bin that a number is in.

use proc_macro2::TokenStream;
use quote::quote;

use super::arguments::{Positional, Reader};
use super::{Input, Kind, Layout, Lowered};
use crate::activation::interpreted;
use crate::diag::catalogue;
use crate::keras::class::{Class, Take};
use crate::model::Number;
use crate::ops::{Activate, Activation};
use crate::shape::Size;
use crate::syntax::{Argument, Value};

pub(super) const KIND: Kind = Kind {
    name: "discretization",
    layout: Layout::Elementwise,
    keras: &[Class::new(
        &["Discretization"],
        &[
            ("bin_boundaries", Take::Array),
            ("num_bins", Take::Nothing),
            ("epsilon", Take::Nothing),
            ("output_mode", Take::MustBe("int")),
            ("sparse", Take::MustBeFalse),
        ],
    )],
    foreign: &[],
    usage: "discretization(bin_boundaries)",
    example: "discretization([0.0, 1.0])",
    about: "how many of the boundaries, which ascend, are not above x: the index of the bin that it is in, and NaN of NaN",
    lower,
};

const BOUNDARIES: Positional = Positional { name: "bin_boundaries", what: "the boundaries of its bins", foreign: &[] };

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    let argument = reader.position(&BOUNDARIES);
    // Not an option to offer to others.
    if let Some(argument) = reader.take_named("num_bins") {
        reader.error(argument.extent, catalogue::bins_from_data());
    } else if argument.is_none() && !reader.failed {
        reader.error(reader.extent(), catalogue::missing_argument(KIND.name, BOUNDARIES.what, KIND.example));
    }
    // What Keras finds boundaries with.
    if let Some(epsilon) = reader.option("epsilon") {
        reader.number(&epsilon, "a number for `epsilon`");
    }
    reader.choice("output_mode", &["int"]);
    let mut checks = Vec::new();
    let boundaries = boundaries(reader, &argument?, &mut checks)?;
    let activation = Activation {
        name: "Discretize",
        fields: vec![("boundaries", Number::List(boundaries))],
        text: KIND.name.to_owned(),
        is_monotonic: false,
        operations: 8,
        interpret: interpreted!(Exact(|x, p| p.iter().filter(|boundary| x >= **boundary).count() as f64)),
    };
    let ops = Activate::ops(input.shape.last(), activation);
    Some(Lowered { ops, checks, ..Lowered::identity(input.shape.clone()) })
}

/// Numbers in an array, or a constant that is one, which rustc must look at.
fn boundaries(
    reader: &mut Reader<'_>,
    argument: &Argument,
    checks: &mut Vec<(TokenStream, String)>,
) -> Option<TokenStream> {
    let Value::Array(items) = &argument.value else {
        let constant = reader.array(argument, BOUNDARIES.name, &[Size::Known(0)], &["boundary"])?;
        let message = catalogue::boundaries(None).to_string();
        checks.push((quote!(__nn::ascend!(__T, #constant)), message));
        return Some(constant);
    };
    if items.is_empty() {
        reader.error(argument.value_extent(), catalogue::boundaries(None));
        return None;
    }
    let numbers = reader.array(argument, BOUNDARIES.name, &[Size::Known(items.len())], &["boundary"])?;
    let value = |item: &Argument| match &item.value {
        Value::Number(number) => number.to_f64(),
        _ => f64::NAN,
    };
    for pair in items.windows(2) {
        if value(&pair[1]) < value(&pair[0]) {
            reader.error(pair[1].value_extent(), catalogue::boundaries(Some((&pair[0].text(), &pair[1].text()))));
            return None;
        }
    }
    if items.iter().any(|item| !matches!(item.value, Value::Number(_))) {
        checks.push((quote!(__nn::ascend!(__T, #numbers)), catalogue::boundaries(None).to_string()));
    }
    Some(numbers)
}
