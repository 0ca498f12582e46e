use nn_runtime::sequential;

sequential! {
    #[weights("../data/swapped_digits.safetensors")]
    struct Classifier {
        dense(4, input = 784, softmax),
    }
}

fn main() {
    println!("{:?}", Classifier::pretrained().forward(&[0.0; 784]));
}
