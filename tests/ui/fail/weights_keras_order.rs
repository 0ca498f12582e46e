use nn_runtime::sequential;

sequential! {
    #[weights("../data/network.weights.h5")]
    struct Shapes {
        zero_padding1d(2, input = (2, 3)),
        flatten(),
        dense(9, leaky_relu),
        batch_normalization(),
        dense(4, softmax),
    }
}

sequential! {
    #[weights("../data/network.weights.h5")]
    struct Classes {
        zero_padding1d(2, input = (2, 3)),
        flatten(),
        dense(8, leaky_relu),
        dense(4, softmax),
    }
}

fn main() {}
