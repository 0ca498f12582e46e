//! What is done to numbers right after they are computed, while they are in registers or in the cache.

use proc_macro2::{Ident, Span, TokenStream};

use super::{BatchNormalize, Call, Op};
use crate::activation::{Formula, interpreted};
use crate::graph::{LayerId, Node};
use crate::model::Number;
#[cfg(feature = "reference")]
use crate::reference::{Approximate, Interpreted, Operands};
use crate::shape::{Comparison, Size};

/// An activation of nn-runtime with its arguments.
#[derive(Clone, Debug)]
pub(crate) struct Activation {
    /// The struct's name in `nn_runtime::activation`: `LeakyRelu`.
    pub(crate) name: &'static str,
    pub(crate) fields: Vec<(&'static str, Number)>,
    /// How it reads: `leaky_relu(0.1)`; nothing for the identity.
    pub(crate) text: String,
    /// Whether it is known to fall nowhere, and to make NaN of nothing else: then the largest of its numbers is that of the
    /// largest.
    pub(crate) is_monotonic: bool,
    /// About how many instructions it takes for each number.
    pub(crate) operations: usize,
    /// What it is in `f64`, of the numbers of its fields.
    #[cfg_attr(not(feature = "reference"), expect(dead_code, reason = "the interpreter asks for it"))]
    pub(crate) interpret: Formula,
}

impl Activation {
    /// The identity.
    pub(crate) fn linear() -> Self {
        Self {
            name: "Linear",
            fields: Vec::new(),
            text: String::new(),
            is_monotonic: true,
            operations: 0,
            interpret: interpreted!(Exact(|x, _| x)),
        }
    }

    pub(crate) fn is_linear(&self) -> bool {
        self.name == "Linear"
    }

    /// Becomes the activation that comes next along rows of so many numbers, if nothing is done to them yet.
    pub(super) fn fuse(&mut self, next: &Node, row: &Size) -> bool {
        let Op::Activate(next) = &next.op else { return false };
        let can = self.is_linear() && next.row.compare(row) == Comparison::Equal;
        if can {
            *self = next.activation.clone();
        }
        can
    }

    /// The runtime's activation.
    pub(crate) fn tokens(&self) -> TokenStream {
        let name = Ident::new(self.name, Span::mixed_site());
        if self.fields.is_empty() {
            return mixed!(__nn::activation::#name);
        }
        let fields = self.fields.iter().map(|(field, number)| {
            let field = Ident::new(field, Span::mixed_site());
            mixed!(#field: #number)
        });
        mixed!(__nn::activation::#name { #(#fields),* })
    }

    /// The call that makes its ONNX nodes, if there is anything to do.
    pub(crate) fn onnx(&self) -> TokenStream {
        if self.is_linear() {
            return TokenStream::new();
        }
        let activation = self.tokens();
        mixed!(graph.activate(#activation);)
    }
}

/// A batch normalization, and then an activation.
#[derive(Clone)]
pub(crate) struct Epilogue {
    /// With the layer whose parameters it takes.
    pub(crate) normalization: Option<(BatchNormalize, LayerId)>,
    pub(crate) activation: Activation,
}

impl Epilogue {
    pub(crate) fn of(activation: Activation) -> Self {
        Self { normalization: None, activation }
    }

    /// Takes over what `next` does along rows of so many numbers. That nothing comes after an activation keeps the order.
    pub(crate) fn fuse(&mut self, next: &Node, row: &Size) -> bool {
        self.fuse_normalization(next, row) || self.activation.fuse(next, row)
    }

    fn fuse_normalization(&mut self, next: &Node, row: &Size) -> bool {
        let Op::BatchNormalize(normalization) = &next.op else { return false };
        let can = self.activation.is_linear()
            && self.normalization.is_none()
            && normalization.channels.compare(row) == Comparison::Equal;
        if can {
            self.normalization = Some((normalization.clone(), next.layer));
        }
        can
    }

    /// The runtime's activation that does all of it.
    pub(crate) fn tokens(&self, call: &Call<'_>) -> TokenStream {
        let activation = self.activation.tokens();
        match &self.normalization {
            Some((normalization, layer)) => normalization.tokens(call, *layer, &activation),
            None => activation,
        }
    }

    /// What it makes of rows of so many numbers.
    #[cfg(feature = "reference")]
    pub(super) fn interpret(&self, x: &[Approximate], row: usize, at: &Operands<'_>) -> Interpreted {
        match &self.normalization {
            Some((normalization, layer)) => {
                self.activation.interpret(&normalization.normalized(x, *layer, at)?, row, at)
            }
            None => self.activation.interpret(x, row, at),
        }
    }
}
