use nn_runtime::sequential;

sequential! {
    #[weights("../data/network.keras")]
    struct Another {
        zero_padding1d(2, input = (2, 3)),
        flatten(),
        dense(8, leaky_relu),
        layer_normalization(),
        dense(4, softmax),
    }
}

sequential! {
    #[weights("../data/network.keras")]
    struct Fewer {
        zero_padding1d(2, input = (2, 3)),
        flatten(),
        dense(8, leaky_relu),
        batch_normalization(epsilon = 1e-2),
    }
}

sequential! {
    #[weights("../data/network.keras")]
    struct More {
        zero_padding1d(2, input = (2, 3)),
        flatten(),
        dense(8, leaky_relu),
        batch_normalization(epsilon = 0.01),
        dense(4, softmax),
        dense(2),
    }
}

sequential! {
    #[weights("../data/network.keras")]
    struct Input {
        zero_padding1d(2, input = (4, 3)),
        flatten(),
        dense(8),
        batch_normalization(epsilon = 0.01),
        dense(4, softmax),
    }
}

const UNITS: usize = 8;

sequential! {
    #[weights("../data/network.keras")]
    struct Constant {
        zero_padding1d(2, input = (2, 3)),
        flatten(),
        dense(2 * UNITS, leaky_relu),
        batch_normalization(epsilon = 0.01),
        dense(4, softmax),
    }
}

fn main() {}
