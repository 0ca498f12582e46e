//! Everything that generated code could name has another meaning here.
#![allow(dead_code, unused_macros, non_camel_case_types)]

mod core {}
mod std {}
mod alloc {}
mod nn_macros {}

struct Option;
struct Result;
struct Vec;
struct Box;
struct String;
struct Iterator;
struct Dense;
struct NoBias;
struct Tensor;
struct Network;
struct Layer;
struct Sequential;
struct Scratch;
struct f32;
struct f64;
struct usize;
struct u64;
struct str;
struct bool;
trait Clone {}
trait Copy {}
trait Default {}
trait Simd {}
trait Float {}
trait Debug {}
fn drop() {}
fn argmax() {}
fn tensor() {}
fn panic() {}
const FILE: u8 = 1;
const PRETRAINED: u8 = 1;
const SIZE: ::core::primitive::usize = 3;

macro_rules! assert { ($($tokens:tt)*) => { compile_error!("not this one") }; }
macro_rules! panic { ($($tokens:tt)*) => { compile_error!("not this one") }; }
macro_rules! include_bytes { ($($tokens:tt)*) => { compile_error!("not this one") }; }
macro_rules! vec { ($($tokens:tt)*) => { compile_error!("not this one") }; }

nn_runtime::sequential! {
    #[classes(None, Some)]
    #[weights("../data/good.safetensors")]
    struct Net { hidden: dense(SIZE, input = 2, leaky_relu(0.5)), output: dense(2, softmax) }
}

fn main() {
    let net = nn_runtime::sequential![
        normalization(mean = 0.0, variance = 1.0, input = 2),
        rescaling(0.5, offset = [1.0, 2.0]),
        dense(SIZE, relu, kernel_initializer = random_normal(stddev = 0.1)),
        reshape(1, -1),
    ];
    let _ = net.forward(&[1.8, 75.0]);
    let _ = Net::init(1).classify(&[1.8, 75.0]);
    let _ = Net::pretrained().to_safetensors();
}
