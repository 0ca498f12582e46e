use nn_runtime::sequential;

sequential! {
    #![dtype(f64)]
    #![allow(dead_code)]
    #[3]
    struct Classifier {
        hidden: dense(3, input = 2, relu),
    }
}

fn main() {
    println!("{:?}", Classifier::init(1).forward(&[1.8, 75.0]));
}
