//! Code that is generic over networks.

use nn_runtime::{Network, Tensor, argmax, sequential};

fn class<N: Network>(network: &N, input: &N::Input) -> usize
where
    N::Scalar: PartialOrd,
{
    argmax(network.forward(input).flat())
}

fn train<N: Network<Scalar = f64>>() -> N {
    let mut network = N::init(1);
    for parameter in network.parameters_mut() {
        for value in parameter.values {
            *value *= 0.5;
        }
    }
    network
}

sequential! {
    #[dtype(f64)]
    struct Net { hidden: dense(3, input = 2, relu), output: dense(2, softmax) }
}

fn main() {
    assert!(class(&train::<Net>(), &[1.8, 75.0]) < 2);
    assert!(class(&sequential![dense(3, input = (1))], &[1.8]) < 3);
    assert_eq!(Net::LAYERS.len(), 2);
    assert!(Net::summary().to_string().contains("hidden"));
    assert!(Net::diagram().to_string().contains("<svg"));
}
