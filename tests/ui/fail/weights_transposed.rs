use nn_runtime::sequential;

sequential! {
    #[weights("../data/pytorch.safetensors")]
    struct Classifier {
        hidden: dense(3, input = 2, relu),
    }
}

fn main() {
    println!("{:?}", Classifier::pretrained().forward(&[1.8, 75.0]));
}
