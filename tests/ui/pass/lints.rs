//! A user who lets nothing pass. (`.ci` runs clippy on it too.)
#![forbid(unsafe_code)]
#![deny(warnings, clippy::all, clippy::pedantic, missing_docs, missing_debug_implementations, unreachable_pub)]
#![deny(unused_qualifications, unused_results, unused_lifetimes, single_use_lifetimes, trivial_casts, trivial_numeric_casts)]
#![deny(elided_lifetimes_in_paths, explicit_outlives_requirements, let_underscore_drop, meta_variable_misuse)]
#![deny(unused_braces, unused_parens, unused_macro_rules, variant_size_differences, non_ascii_idents)]

use nn_runtime::sequential;

const HIDDEN: usize = 3;
const SCALE: f32 = 0.5;

sequential! {
    /// A network.
    #[derive(Clone, Debug)]
    #[classes(A, B)]
    #[weights("../data/good.safetensors")]
    pub struct Net {
        hidden: dense(HIDDEN, input = 2, leaky_relu(SCALE)),
        output: dense(2, softmax),
    }
}

sequential! {
    /// A network that nobody uses.
    #[derive(Debug)]
    struct Unused {
        rescaling(SCALE, input = (2, HIDDEN), offset = [1.0, 2.0, 3.0]),
        reshape(HIDDEN, -1),
        flatten(),
        hidden: dense(HIDDEN, kernel_initializer = constant(SCALE)),
        output: dense({ 2 * HIDDEN }, input = HIDDEN, use_bias = false),
    }
}

fn main() {
    let net = sequential![dense(HIDDEN, input = 2), dense({ HIDDEN + 1 }), dense(2, softmax)];
    let p = net.forward(&[1.8, 75.0]);
    println!("{p:?} {:?}", Net::pretrained().classify(&[1.8, 75.0]));
}
