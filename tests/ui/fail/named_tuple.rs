use nn_runtime::sequential;

sequential! {
    struct Classifier(dense(3, input = 2, relu), dense(2, softmax));
}

fn main() {
    println!("{:?}", Classifier::init(1).forward(&[1.8, 75.0]));
}
