use nn_runtime::sequential;

sequential! {
    #[weights("../data/model.onnx")]
    struct Classifier {
        hidden: dense(3, input = 2, relu),
        output: dense(2, softmax),
    }
}

fn main() {
    println!("{:?}", Classifier::pretrained().forward(&[1.8, 75.0]));
}
