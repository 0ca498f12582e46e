use nn_runtime::sequential;

sequential! {
    #[weights("../data/good.safetensors")]
    struct Classifier {
        flatten(input = 2),
        softmax(),
    }
}

fn main() {
    println!("{:?}", Classifier::pretrained().forward(&[1.8, 75.0]));
}
