use nn_runtime::sequential;

sequential! {
    #[weights("../data/good.safetensors")]
    struct Classifier {
        hidden: dense(3, input = 2, relu),
        output: dense(2, softmax, bias = [0.0, 0.0]),
    }
}

fn main() {
    println!("{:?}", Classifier::pretrained().forward(&[1.8, 75.0]));
}
