//! What stands for a network with errors in it: the errors, and a type that can be used as the network could, so that
//! those who use it are not told of mistakes that they did not make.

use proc_macro2::{Ident, Span, TokenStream};
use quote::format_ident;

use super::{classes, element, methods, scalar, type_name};
use crate::diag::{Extent, Message};
use crate::model::{Form, Model};
use crate::shape::Shape;

/// The errors, and what keeps those who use the network from errors of their own.
pub(crate) fn stub(runtime: &TokenStream, model: &Model, errors: &[(Extent, Message)]) -> TokenStream {
    let errors = errors.iter().map(|(extent, message)| extent.compile_error(&message.to_string()));
    let mut errors: Vec<TokenStream> = errors.collect();
    let Form::Named { attributes, visibility, .. } = &model.form else {
        // The last error is the block's value, which lets rustc infer what it likes.
        return mixed!({ #(#errors)* });
    };
    // An error that stands for a size makes types that rustc compares with all others, and complains of in no case.
    let name = type_name(model);
    let unknown = format_ident!("__{}_UNKNOWN", name, span = Span::mixed_site());
    if let Some(first) = errors.first_mut() {
        *first = mixed!(#[allow(nonstandard_style)] const #unknown: ::core::primitive::usize = #first;);
    }
    let scalar = scalar(model.dtype);
    let fields = model.names.iter().map(
        |field| mixed!(#[doc = "Of a network with errors."] pub #field: #runtime::Dense<#scalar, #unknown, #unknown>,),
    );
    let (class, class_impls) = (classes::item(model), classes::implementations(model));
    let conditions = super::conditions(model);
    let implementation = implementation(model, &unknown);
    mixed! {
        #(#errors)*
        #(#attributes)*
        #[doc = "A network with errors."]
        #[allow(nonstandard_style)]
        #visibility struct #name { #(#fields)* }
        #class
        #(#conditions)*
        const _: () = {
            use #runtime as __nn;
            #class_impls
            #implementation
        };
    }
}

/// The network's functions and its trait, with types as far as they are known.
fn implementation(model: &Model, unknown: &Ident) -> TokenStream {
    let (name, scalar) = (type_name(model), scalar(model.dtype));
    let element = element(model, &scalar);
    let shape = |shape: &Shape, is_known: bool, of: &TokenStream| {
        let is_literal = shape.axes().iter().all(|axis| axis.known().is_some());
        if is_known && is_literal { shape.array(of) } else { mixed!([#of; #unknown]) }
    };
    let input = shape(model.input(), model.input_is_known, &element);
    let output = shape(model.output(), model.output_is_known, &scalar);
    let gone = mixed!({ ::core::panic!() });
    let classify = (!model.classes.is_empty()).then(|| {
        let class = classes::name(model);
        mixed!(pub fn classify(&self, _: &#input) -> (#class, #scalar) #gone)
    });
    let steps = mixed! {
        #[doc(hidden)]
        pub fn state() #gone
        #[doc(hidden)]
        pub fn step<__I: ?::core::marker::Sized>(&self, _: &mut (), _: &__I) -> #output #gone
    };
    let others = mixed!(pub fn pretrained() -> &'static Self #gone #classify #steps);
    let functions = methods::functions(model, &mixed!(::core::panic!()), [&input, &output], None, &others);
    mixed! {
        type __T = #scalar;
        #functions
        #[doc(hidden)]
        impl __nn::Plain for #name {}

        impl __nn::Network for #name {
            type Scalar = __T;
            type Input = #input;
            type Output = #output;
            type Scratch = __nn::Scratch<__T, 0>;
            const NAME: &'static ::core::primitive::str = "";
            const INPUT_SHAPE: &'static [::core::primitive::usize] = &[];
            const LAYERS: &'static [__nn::Layer] = &[];
            const CLASSES: &'static [&'static ::core::primitive::str] = &[];
            const PARAMETERS: ::core::primitive::usize = 0;
            const FLOPS: ::core::primitive::usize = 0;
            const WEIGHT_BYTES: ::core::primitive::usize = 0;
            const SCRATCH_BYTES: ::core::primitive::usize = 0;
            const ISA: __nn::IsaChoice = __nn::IsaChoice::Target;
            const STEPS: &'static [__nn::Step] = &[];
            type Block = __nn::Scratch<__T, 0>;
            const BLOCK: ::core::primitive::usize = 1;
            const IN_LANES: ::core::primitive::bool = false;
            fn run<__S: __nn::Simd, __R: __nn::Rows>(
                &self,
                _: __S,
                _: __R,
                _: &mut [__T],
                _: &[#element],
                _: &mut [__T],
            ) #gone
            fn zeros() -> Self #gone
            fn initialize(&mut self, _: ::core::primitive::u64) #gone
            fn parameters(&self) -> impl ::core::iter::Iterator<Item = __nn::Parameter<'_, __T>> {
                ::core::iter::empty()
            }
            fn parameters_mut(&mut self) -> impl ::core::iter::Iterator<Item = __nn::ParameterMut<'_, __T>> {
                ::core::iter::empty()
            }
            __nn::with_onnx! {
                fn graph(_: &mut __nn::onnx::Graph<'_, __T>) #gone
            }
        }
    }
}
