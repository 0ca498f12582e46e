//! Fisher's 150 flowers: the species of an iris from four lengths, by a network that Keras trained.
//!
//! The trained weights are part of the program: nothing is loaded when it runs.

mod common;

use common::{Confusion, rows};
use nn_runtime::sequential;

sequential! {
    /// The species of an iris, from the length and width of its sepals and petals in centimetres.
    #[weights("data/iris.safetensors")]
    #[classes(Setosa, Versicolor, Virginica)]
    pub struct Iris {
        dense(16, input = 4, relu),
        dense(16, relu),
        dense(3, softmax),
    }
}

/// The flowers after these were not seen in training.
const TRAINED: usize = 120;

fn main() {
    let iris = Iris::pretrained();
    let names = IrisClass::ALL.map(IrisClass::name);
    let (mut seen, mut unseen) = (Confusion::new(&names), Confusion::new(&names));
    let mut furthest = 0.0_f32;

    let flowers = include_str!("data/iris.csv").lines().skip(1);
    let expected = rows(include_str!("data/iris_expected.csv"));
    for (number, (flower, expected)) in flowers.zip(expected).enumerate() {
        let (lengths, species) = flower.rsplit_once(',').expect("the species stands last");
        let lengths: Vec<f32> = rows(lengths).next().expect("a line has numbers");
        let lengths: [f32; 4] = lengths.try_into().expect("four lengths");
        let actual = names.iter().position(|name| name.to_lowercase() == species).expect("one of the three species");

        let (class, _) = iris.classify(&lengths);
        let confusion = if number < TRAINED { &mut seen } else { &mut unseen };
        confusion.count(actual, class as usize);

        let outputs = iris.forward(&lengths);
        furthest = outputs.iter().zip(&expected).fold(furthest, |most, (ours, keras)| most.max((ours - keras).abs()));
    }

    println!("the flowers that were trained on (rows) and what they were taken for (columns):\n\n{seen}\n");
    println!("flowers never seen before:\n\n{unseen}\n");
    println!("accuracy: {:.1} % seen, {:.1} % unseen", seen.accuracy() * 100.0, unseen.accuracy() * 100.0);
    println!("furthest from Keras's own outputs: {furthest:.1e}");
    assert!(furthest < 1e-5, "the network should compute what Keras does");
}
