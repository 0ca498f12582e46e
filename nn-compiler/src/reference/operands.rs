//! What an op is given to compute with: numbers instead of sizes and tokens.

use proc_macro2::TokenStream;

use super::{Approximate, Error, Parameter};
use crate::graph::{LayerId, Node};
use crate::model::{Dtype, Model, Number};
use crate::shape::Size;

/// One row of what a node reads, and its parameters.
pub(crate) struct Operands<'a> {
    pub(super) model: &'a Model,
    pub(crate) node: &'a Node,
    pub(super) parameters: &'a [Parameter],
    /// Of the network's number type.
    pub(crate) epsilon: f64,
    /// The numbers of each tensor.
    pub(crate) reads: Vec<&'a [Approximate]>,
    /// The last axis of each.
    pub(crate) widths: Vec<usize>,
}

impl<'a> Operands<'a> {
    /// A parameter of the node's own layer.
    pub(crate) fn param(&self, name: &str) -> Result<&'a [f64], Error> {
        self.param_of(self.node.layer, name)
    }

    /// A parameter of a layer.
    pub(crate) fn param_of(&self, layer: LayerId, name: &str) -> Result<&'a [f64], Error> {
        let name = format!("{}.{name}", self.model.layers[layer].name());
        self.find(&name).ok_or(Error::Missing(name))
    }

    /// A parameter of the node's own layer that may not be there.
    pub(crate) fn optional(&self, name: &str) -> Option<&'a [f64]> {
        self.find(&format!("{}.{name}", self.model.layers[self.node.layer].name()))
    }

    fn find(&self, name: &str) -> Option<&'a [f64]> {
        self.parameters.iter().find(|parameter| parameter.name == name).map(|parameter| parameter.values.as_slice())
    }

    /// A number, or several, rounded to the network's type.
    pub(crate) fn numbers(&self, number: &Number) -> Result<Vec<f64>, Error> {
        match number {
            Number::Literal { value, .. } => Ok(vec![self.round(*value)]),
            Number::Infinity => Ok(vec![f64::INFINITY]),
            Number::Constant(tokens) | Number::List(tokens) => self.literals(tokens),
        }
    }

    pub(crate) fn number(&self, number: &Number) -> Result<f64, Error> {
        self.numbers(number).map(|numbers| numbers.first().copied().unwrap_or(f64::NAN))
    }

    /// The literal, or those in arrays, likewise.
    pub(crate) fn literals(&self, tokens: &TokenStream) -> Result<Vec<f64>, Error> {
        let unknown = || Error::Constant(crate::text::text(tokens));
        let mut numbers = Vec::new();
        let expression = syn::parse2(tokens.clone()).map_err(|_| unknown())?;
        collect(&expression, 1.0, &mut numbers).ok_or_else(unknown)?;
        Ok(numbers.into_iter().map(|number| self.round(number)).collect())
    }

    #[expect(clippy::cast_possible_truncation, reason = "rounding is what is meant")]
    fn round(&self, number: f64) -> f64 {
        match self.model.dtype {
            Dtype::F32 => (number as f32).into(),
            Dtype::F64 => number,
        }
    }
}

/// Adds the literals of an expression; nothing if there is anything else in it.
fn collect(expression: &syn::Expr, sign: f64, to: &mut Vec<f64>) -> Option<()> {
    match expression {
        syn::Expr::Array(array) => array.elems.iter().try_for_each(|element| collect(element, sign, to)),
        syn::Expr::Paren(inner) => collect(&inner.expr, sign, to),
        syn::Expr::Group(inner) => collect(&inner.expr, sign, to),
        syn::Expr::Unary(syn::ExprUnary { op: syn::UnOp::Neg(_), expr, .. }) => collect(expr, -sign, to),
        syn::Expr::Lit(syn::ExprLit { lit, .. }) => {
            let number: f64 = match lit {
                syn::Lit::Float(float) => float.base10_parse().ok()?,
                syn::Lit::Int(int) => int.base10_parse().ok()?,
                _ => return None,
            };
            to.push(sign * number);
            Some(())
        }
        _ => None,
    }
}

/// A size that is known without rustc.
pub(crate) fn size(size: &Size) -> Result<usize, Error> {
    size.known().ok_or_else(|| Error::Constant(size.to_string()))
}
