//! Networks from the files of Keras: the architecture too comes from the file.

#![allow(clippy::float_cmp, reason = "exactly equal is what is meant")]

mod common;

use nn_runtime::{Network, sequential};

sequential! {
    /// Three kinds of iris.
    #[keras("../nn-keras/tests/data/iris.keras")]
    #[classes(Setosa, Versicolor, Virginica)]
    #[derive(Debug)]
    pub struct Iris;
}

sequential! {
    #[weights("../examples/data/iris.safetensors")]
    struct Written {
        dense: dense(16, input = 4, relu),
        dense_1: dense(16, relu),
        dense_2: dense(3, softmax),
    }
}

#[test]
fn a_file_is_the_same_as_its_text() {
    let (file, written) = (Iris::pretrained(), Written::pretrained());
    assert_eq!(Iris::LAYERS, Written::LAYERS);
    for (file, written) in file.parameters().zip(written.parameters()) {
        assert_eq!(
            (file.name, file.shape, common::bits(file.values)),
            (written.name, written.shape, common::bits(written.values))
        );
    }
    let x = [5.1, 3.5, 1.4, 0.2];
    assert_eq!(file.forward(&x), written.forward(&x));
    assert_eq!(file.classify(&x).0, IrisClass::Setosa);
}

#[test]
fn an_expression_too() {
    let net = sequential![#[keras("../nn-keras/tests/data/iris.keras")]];
    assert_eq!(net.forward(&[5.1, 3.5, 1.4, 0.2]), Iris::pretrained().forward(&[5.1, 3.5, 1.4, 0.2]));
}
