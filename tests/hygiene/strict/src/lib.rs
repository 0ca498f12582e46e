//! Where everything that rustc and clippy can warn of is an error.
#![forbid(unsafe_code)]
#![deny(
    warnings,
    clippy::all,
    clippy::pedantic,
    clippy::nursery,
    clippy::missing_docs_in_private_items,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::float_arithmetic,
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::absolute_paths,
    future_incompatible,
    nonstandard_style,
    rust_2018_idioms,
    absolute_paths_not_starting_with_crate,
    elided_lifetimes_in_paths,
    explicit_outlives_requirements,
    let_underscore_drop,
    macro_use_extern_crate,
    meta_variable_misuse,
    missing_debug_implementations,
    missing_docs,
    non_ascii_idents,
    redundant_lifetimes,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    unit_bindings,
    unnameable_types,
    unreachable_pub,
    unused,
    unused_import_braces,
    unused_lifetimes,
    unused_macro_rules,
    unused_qualifications,
    unused_results,
    variant_size_differences
)]

use nn_runtime::sequential;

/// How many numbers there are between.
const HIDDEN: usize = 4;

sequential! {
    /// Over- or underweight, from height and weight.
    #[derive(Clone, Debug, PartialEq)]
    #[classes(Underweight, Overweight)]
    pub struct Classifier {
        hidden: dense(3, input = 2, relu),
        output: dense(2, softmax),
    }
}

sequential! {
    /// Of constants, in `f64`.
    #[dtype(f64)]
    #[derive(Debug)]
    pub struct Constants {
        dense(HIDDEN, input = { 2 * HIDDEN }, leaky_relu(0.1), use_bias = false),
        normalization(mean = [0.1, 0.2, 0.3, 0.4], variance = 2.0),
        reshape(2, 2),
    }
}

sequential! {
    /// Baked in.
    #[weights("../../no_prelude.safetensors")]
    #[derive(Debug)]
    pub(crate) struct Trained {
        simd: dense(3, input = 2, relu),
        input: dense(4, tanh),
        output: dense(3, use_bias = false),
        scratch: dense(4),
        r#type: dense(3, softmax),
    }
}

/// Something private, of which not everything is used.
mod private {
    nn_runtime::sequential! {
        pub(super) struct Small { dense(1, input = 1) }
    }
}

/// Runs all of them.
#[must_use]
pub fn run() -> Option<[f32; 2]> {
    let net = Classifier::init(3);
    let (_, probability) = net.classify(&[1.8, 75.0]);
    let _constants = Constants::init(1).forward(&[probability.into(); 8]);
    let _small = private::Small::zeros().forward(&[1.0]);
    let _trained = Trained::pretrained().forward(&[1.0, 2.0]);
    let last = sequential![dense(3, input = 2, relu), dense(2, softmax)];
    Some(last.forward(&[1.8, 75.0]))
}
