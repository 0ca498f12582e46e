use nn_runtime::sequential;

sequential! {
    struct Classifier {
        hidden: dense(3, input = 2, relu),
        output: dense(2, softmax),
    }
}

fn main() {
    let classifier = Classifier::init(7);
    let p: [f64; 2] = classifier.forward(&[1.8, 75.0]);
    println!("{p:?} {}", classifier.hiden.bias[0]);
}
