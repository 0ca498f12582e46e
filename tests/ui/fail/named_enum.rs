use nn_runtime::sequential;

sequential! {
    enum Classifier {
        hidden: dense(3, input = 2, relu),
        output: dense(2, softmax),
    }
}

fn main() {
    println!("{:?}", Classifier::init(1).forward(&[1.8, 75.0]));
}
