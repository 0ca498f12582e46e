#![deny(warnings)]

use nn_runtime::sequential;

sequential! {
    struct Large {
        dense(1000, input = 1000, relu),
        dense(10, softmax),
    }
}

// This is never on the stack.
static ZEROS: Large = Large::zeros();

fn main() {
    let net = Large::init(7);
    println!("{:?} {:?}", net.forward(&[0.0; 1000]), ZEROS.forward(&[0.0; 1000]));
    println!("{:?}", Large::boxed_init(7).forward(&[0.0; 1000]));
}
