use nn_runtime::sequential;

sequential! {
    #[weights("../data/unnamed.safetensors")]
    struct Classifier {
        hidden: dense(5, input = 2, relu),
        logits: dense(2, softmax),
    }
}

fn main() {
    println!("{:?}", Classifier::pretrained().forward(&[1.8, 75.0]));
}
