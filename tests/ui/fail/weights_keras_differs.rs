use nn_runtime::sequential;

sequential! {
    #[weights("../data/network.keras")]
    struct Options {
        zero_padding1d(input = (2, 3)),
        flatten(),
        first: dense(16, leaky_relu(0.1)),
        batch_normalization(),
        dense(4, use_bias = false, softmax),
    }
}

fn main() {
    println!("{:?}", Options::pretrained().forward(&[[0.0; 3]; 2]));
}
