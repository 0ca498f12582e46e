//! Weights as PyTorch's `nn.Sequential` has them are put into our order while the program is compiled. `pytorch/make.py` says
//! where the numbers come from.

mod common;

use common::{read, tensor, wide};
use nn_runtime::{Element, Network, Tensor, sequential};

/// Panics unless the network gives the outputs of the file.
fn check<N: Network>(net: &N, name: &str) {
    let file = read(format!("pytorch/{name}.io.safetensors"));
    let (inputs, outputs) = (tensor(&file, "input"), tensor(&file, "output"));
    assert_eq!(inputs.shape[1..], *N::INPUT_SHAPE);
    for (input, expected) in inputs.values.chunks(N::Input::LEN).zip(outputs.values.chunks(N::Output::LEN)) {
        let mut x = N::Input::ZEROS;
        x.flat_mut().iter_mut().zip(input).for_each(|(x, &value)| *x = Element::from_f64(value));
        let found = wide(net.forward(&x).flat());
        let near = found.iter().zip(expected).all(|(y, e)| (y - e).abs() <= 1e-6 + 1e-5 * e.abs());
        assert!(near, "{name} gives {found:?}, and PyTorch {expected:?}");
    }
}

sequential! {
    #[weights("pytorch/mlp.safetensors")]
    struct Mlp {
        dense(5, input = 3, relu),
        dense(2),
    }
}

// A depthwise convolution after the pool, and what is flattened is normalised before its order is lost.
sequential! {
    #[weights("pytorch/cnn.safetensors")]
    struct Cnn {
        conv2d(6, input = (8, 5, 2), kernel = (3, 2), relu),
        batch_normalization(epsilon = 1e-5),
        max_pool2d(2),
        depthwise_conv2d(kernel = (2, 1), depth_multiplier = 2),
        flatten(),
        batch_normalization(epsilon = 1e-5),
        dense(3),
    }
}

sequential! {
    #[weights("pytorch/rnn.safetensors")]
    struct Rnn {
        simple_rnn(4, input = (5, 3)),
        dense(2),
    }
}

sequential! {
    #[weights("pytorch/lstm.safetensors")]
    struct Lstm {
        lstm(4, input = (5, 3)),
        dense(2),
    }
}

sequential! {
    #[weights("pytorch/gru.safetensors")]
    #[dtype(f64)]
    struct Gru {
        gru(4, input = (5, 3)),
        dense(2),
    }
}

#[test]
fn pytorchs_weights_are_put_into_our_order() {
    check(Mlp::pretrained(), "mlp");
    check(Cnn::pretrained(), "cnn");
    check(Rnn::pretrained(), "rnn");
    check(Lstm::pretrained(), "lstm");
    check(Gru::pretrained(), "gru");
}
