//! What `rescaling` and `normalization` share: constants, one for all numbers or one for each of the last axis.

use proc_macro2::TokenStream;
use quote::quote;

use super::Input;
use super::arguments::Reader;
use crate::diag::catalogue;
use crate::shape::Size;
use crate::syntax::{Argument, Value};

/// A number for all, an array with one for each of the last axis, or a constant of either type, which rustc must look
/// at: such checks name `__nn`, the runtime's hidden module, and `__T`, the scalar type.
pub(super) fn constants(
    reader: &mut Reader<'_>,
    argument: &Argument,
    name: &str,
    input: &Input,
    checks: &mut Vec<(TokenStream, String)>,
) -> Option<TokenStream> {
    match &argument.value {
        Value::Array(items) => {
            // After an error the axis may be anything.
            let count = if input.is_known { input.shape.last() } else { Size::Known(items.len()) };
            reader.array(argument, name, std::slice::from_ref(&count), &["entry of the last axis"])
        }
        Value::Number(_) => reader.number(argument, name).map(|number| quote!(#number)),
        _ => {
            reader.number(argument, &format!("a number or an array for `{name}`"))?;
            let row = input.shape.last();
            let message = catalogue::constants_length(name, &row);
            // In parentheses, for what is done to it: `&1.0 / 255.0` is another thing.
            let constant = quote!((#argument));
            let count = quote!(__nn::constants::<__T, _>(&#constant));
            checks.push((quote!(#count == 0 || #count == #row), message.to_string()));
            Some(constant)
        }
    }
}
