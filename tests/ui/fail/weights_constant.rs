use nn_runtime::sequential;

const HIDDEN: usize = 4;

sequential! {
    #[weights("../data/good.safetensors")]
    struct Classifier {
        hidden: dense(HIDDEN, input = 2, relu),
        output: dense(2, softmax),
    }
}

fn main() {
    println!("{:?}", Classifier::pretrained().forward(&[1.8, 75.0]));
}
