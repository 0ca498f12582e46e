//! Tokens: the struct, what every network has, the forward pass. Nothing can go wrong here any more.
//!
//! Locals have the macro's own hygiene (`Span::mixed_site`), items stand in an unnamed constant, and everything of ours
//! is named through `__nn`, the runtime's hidden module, so that nothing of the user's can come between.

mod docs;
mod forward;
mod methods;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote_spanned};

use crate::diag::{Extent, Message};
use crate::model::{Dtype, Form, HolderArgument, Layer, Model, Parameters, Tensor};
use crate::plan::Plan;
use crate::weights::Weights;

/// `quote!` with the macro's own hygiene.
macro_rules! mixed {
    ($($tokens:tt)*) => { quote_spanned!(Span::mixed_site()=> $($tokens)*) };
}
use mixed;

/// The network's code.
pub(crate) fn network(runtime: &TokenStream, model: &Model, plan: &Plan<'_>, weights: Option<&Weights>) -> TokenStream {
    let name = type_name(model);
    let structure = structure(runtime, model, Some(plan));
    let implementation = methods::implementation(model, plan);
    let inherent = methods::inherent(model, weights);
    let classes = methods::classes(model);
    let scalar = scalar(model.dtype);
    let checks = model.checks.iter().map(|check| {
        let assertion = check.extent.assertion(&check.condition, &check.message);
        mixed!(const _: () = #assertion;)
    });
    let items = mixed! {
        #structure
        #classes
        const _: () = {
            use #runtime as __nn;
            type __T = #scalar;
            #(#checks)*
            #inherent
            #implementation
        };
    };
    match &model.form {
        Form::Named { .. } => items,
        Form::Expression => {
            let seed = model.seed;
            let value = match weights {
                Some(_) => mixed!(::core::clone::Clone::clone(#name::pretrained())),
                None => mixed!(#name::init(#seed)),
            };
            mixed!({ #items #value })
        }
    }
}

/// The errors, and what keeps those who use the network from errors of their own.
pub(crate) fn stub(runtime: &TokenStream, model: &Model, errors: &[(Extent, Message)]) -> TokenStream {
    let errors: Vec<TokenStream> =
        errors.iter().map(|(extent, message)| extent.compile_error(&message.to_string())).collect();
    match &model.form {
        // The last error is the block's value, which lets rustc infer what it likes.
        Form::Expression => mixed!({ #(#errors)* }),
        Form::Named { .. } => {
            let structure = structure(runtime, model, None);
            let classes = methods::classes(model);
            let methods = methods::stub(model);
            mixed! {
                #(#errors)*
                #structure
                #classes
                const _: () = {
                    use #runtime as __nn;
                    #methods
                };
            }
        }
    }
}

/// The struct, with a field for each layer that has parameters.
fn structure(runtime: &TokenStream, model: &Model, plan: Option<&Plan<'_>>) -> TokenStream {
    let name = type_name(model);
    let fields = model.layers.iter().filter_map(|layer| {
        let holder = holder(runtime, model.dtype, layer.parameters.as_ref()?);
        let (field, doc) = (&layer.name, docs::field(layer));
        Some(mixed!(#[doc = #doc] pub #field: #holder,))
    });
    let (attributes, visibility) = match &model.form {
        Form::Expression => {
            // A value that is written in a function's body gets what a value of no name can need.
            let doc = "A network without a name.";
            (mixed!(#[doc = #doc] #[derive(Clone, Debug)]), TokenStream::new())
        }
        Form::Named { attributes, visibility, .. } => {
            let docs = plan.map(|plan| docs::network(model, plan));
            let docs = docs.iter();
            (mixed!(#(#attributes)* #(#[doc = #docs])*), visibility.clone())
        }
    };
    mixed!(#attributes #visibility struct #name { #(#fields)* })
}

fn type_name(model: &Model) -> Ident {
    match &model.form {
        Form::Named { name, .. } => name.clone(),
        Form::Expression => Ident::new("Sequential", Span::mixed_site()),
    }
}

fn class_type(model: &Model) -> Ident {
    let name = type_name(model);
    format_ident!("{}Class", name, span = name.span())
}

fn scalar(dtype: Dtype) -> TokenStream {
    let name = Ident::new(dtype.name(), Span::mixed_site());
    mixed!(::core::primitive::#name)
}

/// The type of a layer's field: `Dense<f32, 2, 3>`.
fn holder(runtime: &TokenStream, dtype: Dtype, parameters: &Parameters) -> TokenStream {
    let holder = Ident::new(parameters.holder, Span::mixed_site());
    let scalar = scalar(dtype);
    let arguments = parameters.arguments.iter().map(|argument| match argument {
        HolderArgument::Size(size) => size.argument(),
        HolderArgument::Type(name) => {
            let name = Ident::new(name, Span::mixed_site());
            mixed!(#runtime::#name)
        }
    });
    mixed!(#runtime::#holder<#scalar #(, #arguments)*>)
}

/// Each tensor with the layer that it belongs to.
fn tensors(model: &Model) -> impl Iterator<Item = (&Layer, &Tensor)> {
    model.layers.iter().flat_map(|layer| layer.tensors().iter().map(move |tensor| (layer, tensor)))
}

fn field(layer: &Layer, tensor: &Tensor) -> TokenStream {
    let (layer, tensor) = (&layer.name, Ident::new(tensor.name, Span::mixed_site()));
    mixed!(self.#layer.#tensor)
}
