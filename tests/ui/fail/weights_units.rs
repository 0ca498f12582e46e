use nn_runtime::sequential;

sequential! {
    #[weights("../data/good.safetensors")]
    struct Classifier {
        hidden: dense(4, input = 2, relu),
        output: dense(2, softmax),
    }
}

fn main() {
    println!("{:?}", Classifier::pretrained().forward(&[1.8, 75.0]));
}
