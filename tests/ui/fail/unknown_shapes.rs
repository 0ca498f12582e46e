use nn_runtime::{Network, sequential};

sequential! {
    struct Classifier {
        hidden: dense(HIDDEN * 2 3, input = 2, relu),
        output: dens(2),
    }
}

fn generic<N: Network>(_: &N) {}

fn main() {
    let classifier = Classifier::init(7);
    let p: [f32; 2] = classifier.forward(&[1.8, 75.0]);
    let mut batch = [[0.0_f32; 2]; 4];
    classifier.forward_batch(&[[1.8, 75.0]; 4], &mut batch);
    println!("{p:?} {:?}", classifier.output.bias);
    println!("{}", Classifier::PARAMETERS);
    generic(&classifier);
}
