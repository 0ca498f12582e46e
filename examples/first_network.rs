//! x
use nn_runtime::sequential;

sequential! {
    /// Over- or underweight, from height and weight.
    #[derive(Clone, Debug)]
    #[classes(Underweight, Overweight)]
    pub struct Classifier {
        hidden: dense(3, input = 2, relu),
        output: dense(2, softmax),
    }
}

fn main() {
    let net = sequential![dense(3, input = 2, relu), dense(2, softmax)];
    let p: [f32; 2] = net.forward(&[1.8, 75.0]);
    println!("{p:?}");
    println!("{}", Classifier::summary());
    println!("{:?}", Classifier::init(3).classify(&[1.8, 75.0]));
}
