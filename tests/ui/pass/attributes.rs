//! Attributes: ours, and those that pass through.

use nn_runtime::sequential;

sequential! {
    #[dtype(f64)]
    #[allow(non_snake_case)]
    #[cfg_attr(all(), derive(Clone, PartialEq))]
    #[derive(Debug)]
    #[doc(hidden)]
    #[must_use]
    #[deprecated(note = "in a test")]
    pub struct Net { Hidden: dense(3, input = 2, relu), Output: dense(2, softmax) }
}

#[allow(deprecated)]
fn main() {
    let net = Net::zeros();
    assert_eq!(net, net.clone());
    assert_eq!(net.Output.bias, [0.0_f64; 2]);
    let seeded = sequential![
        #[seed(7)]
        #[dtype(f64)]
        dense(3, input = 2)
    ];
    let other = sequential![
        #[seed(0x_ff)]
        #[dtype(f64)]
        dense(3, input = 2)
    ];
    assert_ne!(seeded.forward(&[1.8, 75.0]), other.forward(&[1.8, 75.0]));
}
