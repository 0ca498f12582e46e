//! The forward pass: one call of an op's kernel after the other.

use proc_macro2::TokenStream;

use crate::model::Model;
use crate::ops;
use crate::plan::Plan;

/// The body of `run`, which has `self`, `simd`, `rows`, `scratch`, `input` and `output`.
pub(super) fn body(model: &Model, plan: &Plan) -> TokenStream {
    let slots = ops::slots(&plan.program.slots);
    let calls = plan.program.calls.iter().map(|placed| {
        let call = plan.call(model, placed);
        let (rows, tokens) = (&call.site().writes.rows, call.node.op.forward(&call));
        match rows.known() {
            Some(1) => tokens,
            _ => mixed!({ let rows = __nn::Rows::count(rows) * #rows; #tokens }),
        }
    });
    mixed!(#slots #(#calls)*)
}
