//! What three networks expand to. After a change: `INSTA_UPDATE=always cargo test -p nn-compiler`, and then read the
//! difference.

use proc_macro2::TokenStream;
use quote::quote;

/// The items that a network becomes, as rustfmt would have them.
fn expand(network: &TokenStream) -> String {
    let items = crate::compile::compile(quote!((::nn_runtime::__private) #network));
    prettyplease::unparse(&syn::parse2(items).expect("items"))
}

#[test]
fn expression() {
    let network = quote!(dense(3, input = 2, relu), dense(2, softmax));
    let value = crate::compile::compile(quote!((::nn_runtime::__private) #network));
    let file = syn::parse2(quote!(fn main() { let network = #value; })).expect("a function");
    insta::assert_snapshot!(prettyplease::unparse(&file));
}

#[test]
fn named() {
    insta::assert_snapshot!(expand(&quote! {
        /// Over- or underweight, from height and weight.
        #[derive(Clone, Debug)]
        #[classes(Underweight, Overweight)]
        #[dtype(f64)]
        pub struct Classifier {
            /// What is seen.
            hidden: dense(3, input = 2, leaky_relu(0.1)),
            dropout(0.5),
            output: dense(2, softmax),
        }
    }));
}

#[test]
fn constants() {
    insta::assert_snapshot!(expand(&quote! {
        struct Grid {
            rescaling(1.0 / 255.0, input = (ROWS, 4), offset = [0.0, 0.5, 0.5, 0.0]),
            flatten(),
            middle: dense({ 2 * ROWS }, use_bias = false, tanh, kernel_initializer = constant(SCALE)),
            reshape(2, -1),
            softmax(),
            flatten(),
            output: dense(2, input = 2 * ROWS, kernel = KERNEL, bias = [1.0, -1.0]),
        }
    }));
}
