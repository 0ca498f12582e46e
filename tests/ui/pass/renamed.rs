//! The crate by another name, and the macro too.

extern crate nn_runtime as brain;

use brain::sequential as network;

mod nn_runtime {}

network! {
    #[weights("../data/good.safetensors")]
    struct Net { hidden: dense(3, input = 2, relu), output: dense(2, softmax) }
}

fn main() {
    assert_eq!(Net::pretrained().forward(&[1.8, 75.0]), [0.5, 0.5]);
    assert!(network![dense(1, input = 1)].forward(&[1.0])[0].is_finite());
}
