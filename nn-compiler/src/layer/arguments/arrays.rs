//! Tensors in the text: `[[1.0, -1.0], [-1.0, 1.0]]`.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::quote;

use super::Reader;
use crate::diag::catalogue;
use crate::shape::{Comparison, Size};
use crate::syntax::{Argument, Value};

impl Reader<'_> {
    /// Literal numbers of the given shape, each row's length checked; or a constant expression of that type, which rustc
    /// checks. `per` says what there is one item for, on each axis.
    pub(crate) fn array(
        &mut self,
        argument: &Argument,
        name: &str,
        shape: &[Size],
        per: &[&str],
    ) -> Option<TokenStream> {
        self.array_at(argument, name, shape, per, 0)
    }

    fn array_at(
        &mut self,
        argument: &Argument,
        name: &str,
        shape: &[Size],
        per: &[&str],
        depth: usize,
    ) -> Option<TokenStream> {
        let Some(size) = shape.get(depth) else {
            return self.number(argument, &format!("a number in `{name}`")).map(|number| quote!(#number));
        };
        match &argument.value {
            Value::Array(items) => {
                let is_number = |item: &Argument| matches!(item.value, Value::Number(_));
                if depth + 1 < shape.len() && !items.is_empty() && items.iter().all(is_number) {
                    let rows = rows(items, &shape[depth + 1]).filter(|rows| size.known() == Some(rows.len()));
                    let rows = rows.map(|rows| format!("{name} = [{}]", rows.join(", ")));
                    self.error(argument.value_extent(), catalogue::flat_array(name, rows.as_deref(), per));
                    return None;
                }
                if size.compare(&Size::Known(items.len())) == Comparison::Different {
                    let message = catalogue::array_length(name, items.len(), size, per, depth);
                    self.error(argument.value_extent(), message);
                    return None;
                }
                let items: Vec<_> = items.iter().map(|item| self.array_at(item, name, shape, per, depth + 1)).collect();
                let items: Option<Vec<_>> = items.into_iter().collect();
                let items = items?;
                // The brackets keep their place, so that rustc's complaints of a length that only it knows go there.
                let mut group = Group::new(Delimiter::Bracket, quote!(#(#items),*));
                group.set_span(argument.value_extent().first);
                Some(TokenTree::from(group).into())
            }
            Value::Word(word) if word != "true" && word != "false" => Some(argument.tokens.clone()),
            Value::Call(..) | Value::Constant => Some(argument.tokens.clone()),
            Value::Invalid => None,
            _ => {
                let message = catalogue::expected_array(name, argument, shape.len() - depth);
                self.error(argument.value_extent(), message);
                None
            }
        }
    }
}

/// Numbers in a row as rows of `columns`.
fn rows(items: &[Argument], columns: &Size) -> Option<Vec<String>> {
    let columns = columns.known().filter(|&columns| columns > 0 && items.len().is_multiple_of(columns))?;
    let row = |row: &[Argument]| format!("[{}]", row.iter().map(Argument::text).collect::<Vec<_>>().join(", "));
    Some(items.chunks(columns).map(row).collect())
}
