//! Uses all that was added.

use nn_compiler::reference::Reference;
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
    let mut reference = Reference::new("hidden: dense(2, input = 1, cube), negation()".parse().unwrap()).unwrap();
    reference.set("hidden.kernel", &[1.0, 0.5]).unwrap();
    reference.set("hidden.bias", &[0.0, 1.0]).unwrap();
    let interpreted: Vec<f64> = reference.evaluate(&[&[2.0]]).unwrap().concat().iter().map(|y| y.value).collect();
    println!("{:?} {interpreted:?} {}", Net::pretrained().forward(&[2.0]), nodes > 0);
}
