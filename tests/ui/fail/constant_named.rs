use nn_runtime::sequential;

const WIDE: u32 = 4;

sequential! {
    /// The same constants in a type that everybody can see.
    #[derive(Clone, Debug)]
    pub struct Classifier {
        hidden: dense(HIDEN, input = 2, relu),
        wide: dense(WIDE, input = HIDEN),
        output: dense(2, softmax),
    }
}

fn main() {
    let classifier = Classifier::init(1);
    println!("{:?} {:?}", classifier.forward(&[1.8, 75.0]), classifier.hidden.bias);
}
