//! Networks from the files of Keras: the architecture too comes from the file.

#![allow(clippy::float_cmp, reason = "exactly equal is what is meant")]

use nn_runtime::{Network, sequential};

use crate::common;

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

/// The same network with the weights of a file of Keras's that has nothing else, and with those of safetensors.
macro_rules! weights_alone {
    ($($name:ident, $file:literal, $same:literal { $($layers:tt)* })*) => {$(
        #[test]
        fn $name() {
            sequential! { #[weights($file)] struct Keras { $($layers)* } }
            sequential! { #[weights($same)] struct Named { $($layers)* } }
            let (keras, named) = (Keras::pretrained(), Named::pretrained());
            for (keras, named) in keras.parameters().zip(named.parameters()) {
                assert_eq!((keras.name, common::bits(keras.values)), (named.name, common::bits(named.values)));
            }
        }
    )*};
}

weights_alone! {
    weights_alone_are_known_by_class_and_order, "keras/weights/order.weights.h5", "keras/weights/order.safetensors" {
        time_distributed(step: dense(3), input = (4, 3)),
        first: layer_normalization(),
        second: layer_normalization(),
        rnn: gru(3, return_sequences = true),
        last: gru(3),
        a: dense(3),
        b: dense(3, use_bias = false),
        c: dense(3),
    }
    weights_alone_are_known_by_name, "keras/weights/nested.weights.h5", "keras/weights/nested.safetensors" {
        head_1: dense(3, input = 3),
        inner: dense(3),
        inmost: dense(3),
        end: dense(3),
    }
    weights_of_directions_are_known_by_name, "keras/weights/directions.weights.h5", "keras/weights/directions.safetensors" {
        bidirectional(both: lstm(2, return_sequences = true), input = (4, 3)),
        one: lstm(4, return_sequences = true),
        bidirectional(there: gru(3), backward_layer = back: gru(3, go_backwards = true), merge_mode = sum),
        end: dense(2),
    }
    weights_of_branches_are_known_by_name, "keras/weights/branches.weights.h5", "keras/weights/branches.safetensors" {
        first: dense(3, input = 3),
        concat((x1: dense(3), x2: dense(3), x3: dense(3)), (y1: dense(3), y2: dense(3))),
        end: dense(2),
    }
}

/// Layers that have other names than in Keras are taken in its order.
#[test]
fn weights_alone_are_known_without_names() {
    sequential! {
        #[weights("keras/weights/order.weights.h5")]
        struct Keras {
            time_distributed(dense(3), input = (4, 3)),
            layer_normalization(),
            layer_normalization(),
            gru(3, return_sequences = true),
            gru(3),
            dense(3),
            dense(3, use_bias = false),
            dense(3),
        }
    }
    let layers = ["step", "first", "second", "rnn", "last", "a", "b", "c"];
    same_in_order(Keras::pretrained(), "keras/weights/order.safetensors", &layers);
}

/// Keras has two layers in one where a sequence is taken from both ends.
#[test]
fn directions_are_known_without_names() {
    sequential! {
        #[weights("keras/weights/directions.weights.h5")]
        struct Keras {
            bidirectional(lstm(2, return_sequences = true), input = (4, 3)),
            lstm(4, return_sequences = true),
            bidirectional(gru(3), merge_mode = sum),
            dense(2),
        }
    }
    let layers = ["forward_both", "backward_both", "one", "forward_there", "back", "end"];
    same_in_order(Keras::pretrained(), "keras/weights/directions.safetensors", &layers);
}

/// The layers with weights have those that the file has under these names.
fn same_in_order<N: Network>(net: &N, file: &str, layers: &[&str]) {
    let file = common::read(file);
    let mut own = Vec::new();
    for parameter in net.parameters() {
        let (layer, variable) = parameter.name.split_once('.').unwrap();
        if own.last() != Some(&layer) {
            own.push(layer);
        }
        let expected = common::tensor(&file, &format!("{}.{variable}", layers[own.len() - 1]));
        assert_eq!(common::wide(parameter.values), expected.values, "{}", parameter.name);
    }
    assert_eq!(own.len(), layers.len());
}
