//! The enum of a network's classes, and the function that returns one.

use proc_macro2::{Ident, TokenStream};
use quote::format_ident;

use super::{conditions, scalar, type_name};
use crate::model::{Form, Model};

/// The enum's name.
pub(super) fn name(model: &Model) -> Ident {
    let name = type_name(model);
    format_ident!("{}Class", name, span = name.span())
}

/// `classify`, if there are classes.
pub(super) fn classify(model: &Model, input: &TokenStream, lazily: Option<&TokenStream>) -> Option<TokenStream> {
    if model.classes.is_empty() {
        return None;
    }
    let (class, scalar) = (name(model), scalar(model.dtype));
    Some(mixed! {
        /// The class of one sample, and the network's output for it: a probability if the last layer is a softmax.
        ///
        /// If an output is NaN, so is the number, and the class means nothing.
        #[must_use]
        #lazily
        pub fn classify(&self, input: &#input) -> (#class, #scalar) {
            let output = __nn::Network::forward(self, input);
            let index = __nn::argmax(&output);
            (#class::ALL[index], output[index])
        }
    })
}

/// The enum of the network's classes.
pub(super) fn item(model: &Model) -> Option<TokenStream> {
    let (Form::Named { visibility, name, .. }, [_, ..]) = (&model.form, model.classes.as_slice()) else { return None };
    let (class, variants, conditions) = (self::name(model), &model.classes, conditions(model));
    let docs = names(model).enumerate().map(|(index, name)| format!("Output {index}: {name}."));
    let doc = format!("What a [`{name}`] tells apart.");
    Some(mixed! {
        #(#conditions)*
        #[doc = #doc]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #visibility enum #class {
            #(#[doc = #docs] #variants),*
        }
    })
}

/// What the enum can do.
pub(super) fn implementations(model: &Model) -> Option<TokenStream> {
    if model.classes.is_empty() {
        return None;
    }
    let (class, variants, names) = (name(model), &model.classes, names(model));
    let count = variants.len();
    Some(mixed! {
        #[automatically_derived]
        impl #class {
            /// All classes, in the order of the outputs.
            pub const ALL: [Self; #count] = [#(Self::#variants),*];

            /// The class's name.
            #[must_use]
            pub const fn name(self) -> &'static ::core::primitive::str {
                match self { #(Self::#variants => #names),* }
            }
        }

        #[automatically_derived]
        impl ::core::fmt::Display for #class {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.name())
            }
        }
    })
}

fn names(model: &Model) -> impl Iterator<Item = String> {
    model.classes.iter().map(|class| class.to_string().trim_start_matches("r#").to_owned())
}
