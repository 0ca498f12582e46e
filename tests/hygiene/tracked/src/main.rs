//! Prints the bias of trained weights.

nn_runtime::sequential! {
    #[weights("../../tracked.safetensors")]
    struct Tracked { dense(2, input = 1) }
}

fn main() {
    println!("{:?}", Tracked::pretrained().dense.bias);
}
