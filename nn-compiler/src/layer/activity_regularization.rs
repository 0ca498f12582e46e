//! `activity_regularization`: a penalty on large inputs while training, and nothing else.

use quote::quote;

use super::arguments::Reader;
use super::{Input, Kind, Layout, Lowered};
use crate::diag::catalogue;
use crate::function::Function;
use crate::keras::class::{Class, Take};
use crate::model::Number;
use crate::ops::ActivityRegularize;

pub(super) const KIND: Kind = Kind {
    name: "activity_regularization",
    layout: Layout::Elementwise,
    keras: &[Class::new(
        &["ActivityRegularization"],
        &[("l1", Take::Trains { default: 0.0 }), ("l2", Take::Trains { default: 0.0 })],
    )],
    foreign: &[],
    usage: "activity_regularization([l1 = ..], [l2 = ..])",
    example: "activity_regularization(l2 = 0.01)",
    about: "nothing in a forward pass",
    lower,
};

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    let mut lowered = Lowered::identity(input.shape.clone());
    let mut numbers = Vec::new();
    for name in ["l1", "l2"] {
        let Some(factor) = reader.option(name) else {
            numbers.push((name, Number::new(0.0)));
            continue;
        };
        let number = reader.number(&factor, &format!("a number for `{name}`"));
        numbers.extend(number.clone().map(|number| (name, number)));
        match number {
            Some(Number::Literal { value, .. }) if value < 0.0 => {
                reader.error(factor.value_extent(), catalogue::negative_number(name, &factor.text()));
            }
            Some(number @ Number::Constant(_)) => {
                let message = catalogue::negative_number(name, &factor.text()).to_string();
                lowered.checks.push((quote!(#number >= 0.0), message));
            }
            _ => {}
        }
    }
    let regularizer = Function { name: "l1_l2", numbers, axes: Vec::new(), word: None };
    lowered.ops = vec![ActivityRegularize { regularizer }.into()];
    Some(lowered)
}
