use nn_runtime::sequential;

sequential! {
    /// Five mistakes, and all the rest uses the network as it should be.
    #[derive(Clone, Debug)]
    #[dtype("float32")]
    #[weights("../data/missing.safetensors")]
    #[classes(Under, Over)]
    pub struct Classifier {
        hidden: Dense(3, input_shape = (2,), relu),
        middle: dense("3", rleu),
        output: dense(2, softmax, use_bais = false),
    }
}

fn main() {
    let mut classifier = Classifier::pretrained().clone();
    classifier.hidden.kernel[1][2] = 0.5;
    classifier.hidden.bias = [0.0; 3];
    let p: [f32; 2] = classifier.forward(&[1.8, 75.0]);
    let (class, probability) = classifier.classify(&[1.8, 75.0]);
    match class {
        ClassifierClass::Under => println!("{probability}"),
        ClassifierClass::Over => println!("{p:?}"),
    }
    classifier.load_safetensors(&[]).unwrap();
    let all: usize = classifier.parameters().map(|parameter| parameter.values.len()).sum();
    for parameter in classifier.parameters_mut() {
        parameter.values.fill(0.0);
    }
    let boxed: Box<Classifier> = Classifier::boxed_init(7);
    println!("{} {all} {boxed:?} {:?}", Classifier::summary(), Classifier::zeros());
}
