//! Files beside written networks, whose names are the networks' own.

use nn_runtime::sequential;

const HIDDEN: usize = 8;

sequential! {
    #[weights("../data/network.keras")]
    struct Written {
        // As the file has it, in other words, and without what does nothing.
        zero_padding1d((2, 2), input = (2, 3)),
        flatten(),
        mine: dense(HIDDEN, leaky_relu(0.2), kernel_initializer = he_normal),
        batch_normalization(epsilon = 1e-2, momentum = 0.5),
        theirs: dense(4, softmax, use_bias = true),
    }
}

sequential! {
    #[weights("../data/network.weights.h5")]
    struct Weights {
        zero_padding1d(2, input = (2, 3)),
        flatten(),
        a: dense(8, leaky_relu),
        b: batch_normalization(epsilon = 1e-2),
        c: dense(4, softmax),
    }
}

sequential! {
    #[keras("../data/network.keras")]
    #[dtype(f64)]
    pub(crate) struct Wide;
}

// The layers of one file, the weights of another.
sequential! {
    #[keras("../data/network.keras")]
    #[weights("../data/network.weights.h5")]
    struct Tuned;
}

fn main() {
    let x = [[1.0, 2.0, 3.0]; 2];
    assert_eq!(Written::pretrained().forward(&x), [0.25; 4]);
    assert_eq!(Weights::pretrained().forward(&x), [0.25; 4]);
    assert_eq!(Tuned::pretrained().forward(&x), [0.25; 4]);
    assert_eq!(Wide::pretrained().forward(&[[1.0_f64, 2.0, 3.0]; 2]), [0.25; 4]);
}
