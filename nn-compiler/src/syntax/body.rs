//! What stands in the parentheses of a layer that is made of layers: `residual(first: dense(3), relu)`.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};

use super::cursor::{invisible, is_punct, split_body};
use super::layer::{Level, parse_run};
use super::{Argument, Layer};
use crate::diag::{Diagnostics, Extent, catalogue};

/// A layer, or several in parentheses: `(dense(3), relu)`.
#[derive(Clone)]
pub(crate) struct Branch {
    /// The option that it is given as, if it has a name: `backward_layer`.
    pub(crate) option: Option<Ident>,
    /// Nothing stands for a layer that could not be read.
    pub(crate) layers: Vec<Option<Layer>>,
    pub(crate) extent: Extent,
}

/// The layers, and the options that stand among them.
///
/// `layers` are the options that are layers themselves.
pub(super) fn parse(
    tokens: TokenStream,
    level: Level,
    layers: &[&str],
    diagnostics: &mut Diagnostics,
) -> (Vec<Branch>, Vec<Argument>) {
    let is_layer = |name: &Ident| layers.iter().any(|option| name == option);
    let (mut branches, mut options) = (Vec::new(), Vec::new());
    for mut run in split_body(tokens) {
        while let ([_], Some(group)) = (run.trees.as_slice(), invisible(run.trees.first())) {
            run.trees = group.stream().into_iter().collect();
        }
        let mut option = None;
        if let [TokenTree::Ident(name), sign, _, ..] = run.trees.as_slice()
            && is_punct(sign, '=')
            && is_layer(name)
        {
            option = Some(name.clone());
            run.trees.drain(..2);
        } else if is_option(&run.trees) {
            Argument::parse(run, &mut options, diagnostics);
            continue;
        }
        match run.trees.as_slice() {
            [TokenTree::Group(group)] if group.delimiter() != Delimiter::None => {
                if group.delimiter() != Delimiter::Parenthesis {
                    diagnostics.error(group.span_open(), catalogue::branch_in_brackets());
                } else if group.stream().is_empty() {
                    diagnostics.error(group.span(), catalogue::empty_branch());
                }
                let mut layers = Vec::new();
                for run in split_body(group.stream()) {
                    parse_run(run, level, &mut layers, diagnostics);
                }
                let extent = Extent { first: group.span_open(), last: group.span_close() };
                branches.push(Branch { option, layers, extent });
            }
            [TokenTree::Ident(name), colon, TokenTree::Group(group)] if is_punct(colon, ':') => {
                diagnostics.error(name, catalogue::named_branch(name));
                branches.push(Branch { option, layers: vec![None], extent: group.span().into() });
            }
            trees => {
                let extent = Extent::of(&trees.iter().cloned().collect::<TokenStream>());
                let mut layers = Vec::new();
                parse_run(run, level, &mut layers, diagnostics);
                branches.extend(layers.into_iter().map(|layer| {
                    let extent = layer.as_ref().map_or(extent, |layer| layer.extent);
                    Branch { option: option.clone(), layers: vec![layer], extent }
                }));
            }
        }
    }
    // A word after an option's value is no option; the comma that is missing was reported.
    options.retain(|option| option.name.is_some());
    (branches, options)
}

/// Whether this is `name = value`, and no layer: `first = dense(3)` is one, whose sign is wrong.
fn is_option(trees: &[TokenTree]) -> bool {
    let [TokenTree::Ident(name), sign, value @ ..] = trees else { return false };
    if name == "input" {
        return is_punct(sign, '=') || is_punct(sign, ':');
    }
    let is_call = matches!(
        value,
        [TokenTree::Ident(_), TokenTree::Group(group)] if group.delimiter() == Delimiter::Parenthesis
    );
    is_punct(sign, '=') && !is_call
}
