//! Tokens: the struct, what every network has, the forward pass. Nothing can go wrong here any more.
//!
//! Locals have the macro's own hygiene (`Span::mixed_site`), items stand in an unnamed constant, and everything of ours
//! is named through `__nn`, the runtime's hidden module, so that nothing of the user's can come between.

mod classes;
mod docs;
mod forward;
mod methods;
mod onnx;
mod scratch;
mod stream;
mod stub;

pub(crate) use self::stream::Stream;
pub(crate) use self::stub::stub;
use proc_macro2::{Ident, Span, TokenStream};
use quote::format_ident;

use crate::graph::Graph;
use crate::model::{Dtype, Form, GenericArgument, Layer, Model, Parameters, Tensor};
use crate::passes::step::Forbidden;
use crate::plan::Plan;
use crate::weights::Weights;

/// The network's code.
pub(crate) fn network(
    runtime: &TokenStream,
    model: &Model,
    graph: &Graph,
    plan: &Plan,
    stream: Option<&Result<Stream, Forbidden>>,
    weights: Option<&Weights>,
) -> TokenStream {
    let name = type_name(model);
    let structure = structure(runtime, model, plan);
    let implementation = methods::implementation(model, graph, plan);
    let (stream, steps) = match stream {
        Some(Ok(stream)) => (stream::implementation(model, stream), stream::inherent(model, stream)),
        Some(Err(forbidden)) => stream::forbidden(model, forbidden),
        None => Default::default(),
    };
    let inherent = methods::inherent(model, plan, weights, &steps);
    let (class, class_impls) = (classes::item(model), classes::implementations(model));
    let conditions = conditions(model);
    let scalar = scalar(model.dtype);
    let checks = model.checks.iter().map(|check| {
        let assertion = check.extent.assertion(&check.condition, &check.message);
        mixed!(const _: () = #assertion;)
    });
    let constants = constants(model);
    // Naming the file makes cargo build again when it changes.
    let origin = model.origin.as_ref().map(|origin| {
        let file = &origin.file;
        mixed!(
            const _: &[::core::primitive::u8] = ::core::include_bytes!(#file);
        )
    });
    let private = mixed! {
        use #runtime as __nn;
        type __T = #scalar;
        #(#checks)*
        #origin
        #inherent
        #implementation
        #stream
    };
    match &model.form {
        Form::Named { .. } => mixed! {
            #structure
            #class
            #(#conditions)*
            const _: () = { #constants #class_impls #private };
        },
        Form::Expression => {
            let seed = model.seed;
            let value = match weights {
                Some(_) => mixed!(::core::clone::Clone::clone(#name::pretrained())),
                None => mixed!(#name::init(#seed)),
            };
            // The constants stand beside the struct, which takes them too: rustc then sees each expression just once.
            mixed!({ #constants #structure const _: () = { #private }; #value })
        }
    }
}

/// The user's expressions, each under a name of ours. They stand as the lengths of arrays in types: nowhere else has rustc
/// as good an answer to a variable, or to another function's generic parameter, among them.
fn constants(model: &Model) -> TokenStream {
    let mut constants = model.constants.iter().enumerate().peekable();
    let size = constants.peek().is_some().then(|| {
        mixed! {
            const fn __size<__A>(_: ::core::marker::PhantomData<__A>) -> ::core::primitive::usize {
                ::core::mem::size_of::<__A>()
            }
        }
    });
    let constants = constants.map(|(index, (name, written))| {
        let array = format_ident!("__ARRAY_{}", index, span = name.span());
        mixed! {
            const #array: ::core::marker::PhantomData<[::core::primitive::u8; #written]> = ::core::marker::PhantomData;
            const #name: ::core::primitive::usize = __size(#array);
        }
    });
    mixed!(#size #(#constants)*)
}

/// The struct, with a field for each layer that has parameters.
fn structure(runtime: &TokenStream, model: &Model, plan: &Plan) -> TokenStream {
    let name = type_name(model);
    let fields = model.layers.iter().filter_map(|layer| {
        let parameter_struct = parameter_struct(runtime, model, layer.parameters.as_ref()?);
        let (field, doc, user) = (&layer.name, docs::field(layer), &layer.docs);
        Some(mixed!(#(#user)* #[doc = #doc] pub #field: #parameter_struct,))
    });
    match &model.form {
        // A value that is written in a function's body gets what a value of no name can need.
        Form::Expression => mixed! {
            #[doc = "A network without a name."]
            #[derive(Clone, Debug)]
            struct #name { #(#fields)* }
        },
        Form::Named { attributes, visibility, .. } => {
            let docs = docs::network(model, plan);
            mixed! {
                #(#attributes)*
                #[doc = #docs]
                #visibility struct #name { #(#fields)* }
            }
        }
    }
}

/// The attributes that say whether there is a network at all: they hold for all of its items.
fn conditions(model: &Model) -> Vec<&TokenStream> {
    let Form::Named { attributes, .. } = &model.form else { return Vec::new() };
    let is_condition = |attribute: &&TokenStream| crate::text::text(attribute).starts_with("#[cfg(");
    attributes.iter().filter(is_condition).collect()
}

fn type_name(model: &Model) -> Ident {
    match &model.form {
        Form::Named { name, .. } => name.clone(),
        Form::Expression => Ident::new("Sequential", Span::mixed_site()),
    }
}

/// The type of the input's numbers, where the network's own are of type `scalar`.
fn element(model: &Model, scalar: &TokenStream) -> TokenStream {
    if model.takes_indices() { mixed!(::core::primitive::u32) } else { scalar.clone() }
}

fn scalar(dtype: Dtype) -> TokenStream {
    let name = Ident::new(dtype.name(), Span::mixed_site());
    mixed!(::core::primitive::#name)
}

/// The type of a layer's field: `Dense<f32, 2, 3>`.
fn parameter_struct(runtime: &TokenStream, model: &Model, parameters: &Parameters) -> TokenStream {
    let parameter_struct = Ident::new(parameters.struct_name, Span::mixed_site());
    let scalar = scalar(model.dtype);
    let arguments = parameters.arguments.iter().map(|argument| match (argument, &model.form) {
        (GenericArgument::Size(size), Form::Named { .. }) => size.written_argument(),
        (GenericArgument::Size(size), Form::Expression) => size.argument(),
        (GenericArgument::Vector(size), Form::Named { .. }) => {
            let size = size.written_argument();
            mixed!([#scalar; #size])
        }
        (GenericArgument::Vector(size), Form::Expression) => mixed!([#scalar; #size]),
        (GenericArgument::Tensor(shape), Form::Named { .. }) => shape.written_array(&scalar),
        (GenericArgument::Tensor(shape), Form::Expression) => shape.array(&scalar),
        (GenericArgument::Absent { name, .. }, _) => {
            let name = Ident::new(name, Span::mixed_site());
            mixed!(#runtime::#name)
        }
    });
    mixed!(#runtime::#parameter_struct<#scalar #(, #arguments)*>)
}

/// Each tensor with the layer that it belongs to.
fn tensors(model: &Model) -> impl Iterator<Item = (&Layer, &Tensor)> {
    model.layers.iter().flat_map(|layer| layer.tensors().iter().map(move |tensor| (layer, tensor)))
}

fn field(layer: &Layer, tensor: &Tensor) -> TokenStream {
    let (layer, tensor) = (&layer.name, Ident::new(tensor.name, Span::mixed_site()));
    mixed!(self.#layer.#tensor)
}
