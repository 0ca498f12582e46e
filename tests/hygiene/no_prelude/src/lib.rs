//! Where no name means what it usually does.
#![no_implicit_prelude]
#![forbid(unsafe_code)]
#![deny(warnings)]
#![allow(dead_code, unused_macros, non_camel_case_types, non_snake_case, clippy::wrong_self_convention)]

use ::nn_runtime::sequential;

mod core {}
mod std {}
mod alloc {}
mod nn_format {}
mod __nn {}

struct f32;
struct f64;
struct u8;
struct u64;
struct usize;
struct bool;
struct str;
struct Option;
struct Result;
struct Vec;
struct Box;
struct Iterator;
struct Some;
struct Ok;
type __T = u8;
const FILE: u8 = u8;
const PRETRAINED: u8 = u8;

macro_rules! assert {
    ($($tokens:tt)*) => {
        ::core::compile_error!("the user's own `assert`")
    };
}
macro_rules! panic {
    ($($tokens:tt)*) => {
        ::core::compile_error!("the user's own `panic`")
    };
}
macro_rules! include_bytes {
    ($($tokens:tt)*) => {
        ::core::compile_error!("the user's own `include_bytes`")
    };
}

/// Every type has functions with the names of those that a network calls.
trait Hostile {
    fn clone(&self) {}
    fn flat(&self) {}
    fn fill(&self) {}
    fn forward(&self) {}
    fn run(&self) {}
    fn zeros() {}
    fn into_iter(&self) {}
    fn parameters(&self) {}
    fn fmt(&self) {}
    fn pad(&self) {}
}
impl<T: ?::core::marker::Sized> Hostile for T {}

const N: ::core::primitive::usize = 3;
const INPUT: ::core::primitive::usize = 2;

sequential! {
    /// Layers with the names of what the expansion has.
    #[derive(::core::clone::Clone, ::core::fmt::Debug)]
    #[classes(Vec, Some, Ok)]
    #[weights("../../no_prelude.safetensors")]
    pub struct Network {
        simd: dense(N, input = INPUT, relu),
        input: dense(4, tanh),
        output: dense(3, use_bias = false),
        scratch: dense({ N + 1 }),
        seed: rescaling(2.0, offset = 0.5),
        r#type: dense(3, softmax),
    }
}

sequential! {
    #[dtype(f64)]
    struct Dense { Network: dense(1, input = 1, kernel = [[1.0]]) }
}

pub fn run() -> [::core::primitive::f32; 3] {
    let net = sequential![
        #[seed(3)]
        dense(N, input = INPUT, relu),
        dense(3, kernel_initializer = he_normal)
    ];
    let _ = Dense::zeros().forward(&[0.0]);
    let _ = Network::pretrained().classify(&[1.0, 2.0]);
    net.forward(&Network::init(1).forward(&[1.0, 2.0]).map(|x| x + 1.0)[..2].try_into_pair())
}

trait Pair {
    fn try_into_pair(&self) -> [::core::primitive::f32; 2];
}

impl Pair for [::core::primitive::f32] {
    fn try_into_pair(&self) -> [::core::primitive::f32; 2] {
        [self[0], self[1]]
    }
}
