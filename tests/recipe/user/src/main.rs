//! Uses all that was added.

use nn_runtime::{Network, sequential};

sequential! {
    #[weights("net.raw")]
    struct Net {
        dense(2, input = 1, cube),
        negation(),
    }
}

fn main() {
    let nodes = String::from_utf8_lossy(&Net::pretrained().to_onnx()).matches("Neg").count();
    println!("{:?} {}", Net::pretrained().forward(&[2.0]), nodes > 0);
}
