use nn_runtime::sequential;

const FILTERS: usize = 3;

sequential! {
    #[weights("../../pytorch/named.safetensors")]
    struct Constant {
        features_0: conv2d(FILTERS, kernel = 2, relu, input = (5, 4, 2)),
        norm: batch_normalization(epsilon = 1e-5),
        flatten(),
        head: dense(2),
    }
}

fn main() {
    println!("{:?}", Constant::pretrained().forward(&[[[0.5; 2]; 4]; 5]));
}
