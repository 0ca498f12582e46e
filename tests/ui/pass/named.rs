//! The long form: documentation, derives, visibility, classes.

use nn_runtime::{Network, sequential};

sequential! {
    /// Over- or underweight, from height and weight.
    #[derive(Clone, Debug, PartialEq)]
    #[classes(Underweight, Overweight)]
    pub struct Classifier {
        /// What is seen.
        hidden: dense(3, input = 2, relu),
        /** What is said. */
        output: dense(2, softmax),
    }
}

sequential! {
    struct Unnamed { dense(3, input = 2), dense(3), relu(), dense(1) }
}

fn main() {
    let mut classifier = Classifier::init(7);
    classifier.hidden.kernel[1][2] = 0.5;
    classifier.output.bias = [0.0; 2];
    let (class, probability) = classifier.classify(&[1.8, 75.0]);
    match class {
        ClassifierClass::Underweight | ClassifierClass::Overweight => assert!(probability >= 0.5),
    }
    assert_eq!(ClassifierClass::ALL.map(ClassifierClass::name), ["Underweight", "Overweight"]);
    assert_ne!(classifier, Classifier::zeros());
    let mut batch = [[0.0; 2]; 3];
    classifier.forward_batch(&[[1.8, 75.0]; 3], &mut batch);
    assert_eq!(batch[0], batch[2]);
    assert_eq!(Classifier::PARAMETERS, classifier.parameters().map(|parameter| parameter.values.len()).sum::<usize>());

    let unnamed = Unnamed::zeros();
    let _ = (unnamed.dense.bias, unnamed.dense_1.bias, unnamed.dense_2.bias);
}
