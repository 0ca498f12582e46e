//! The textbook network: two inputs, three hidden neurons, two outputs.
//!
//! Its weights stand in its text, set by hand: a weight that is large for the height makes the first output small. The
//! picture goes to `target/first_network.svg`; open it in a browser.

use std::{fs, io};

use nn_runtime::sequential;

sequential! {
    /// Over- or underweight, from height in metres and weight in tens of kilograms.
    #[derive(Clone, Debug)]
    #[classes(Underweight, Overweight)]
    pub struct Classifier {
        hidden: dense(
            3,
            input = 2,
            relu,
            kernel = [[-6.0, 6.0, 1.0], [1.6, -1.6, 0.0]],
            bias = [-1.5, 1.0, 0.0],
        ),
        output: dense(2, softmax, kernel = [[-2.0, 2.0], [2.0, -2.0], [0.1, -0.1]], bias = [0.0, 0.0]),
    }
}

fn main() -> io::Result<()> {
    // A network is a plain struct: `init` fills in the initial weights, here those of the text.
    let classifier = Classifier::init(0);
    println!("{}", Classifier::summary());

    for (height, weight) in [(1.80_f32, 55.0_f32), (1.80, 75.0), (1.80, 110.0)] {
        let probabilities: [f32; 2] = classifier.forward(&[height, weight / 10.0]);
        let (class, probability) = classifier.classify(&[height, weight / 10.0]);
        println!("{height:.2} m, {weight:>3} kg: {probabilities:.3?}, {class} ({:.0} %)", probability * 100.0);
    }

    // The same network without a name and without weights of its own: a ready value.
    let untrained = sequential![dense(3, input = 2, relu), dense(2, softmax)];
    println!("\nuntrained: {:.3?}", untrained.forward(&[1.8, 7.5]));

    fs::create_dir_all("target")?;
    fs::write("target/first_network.svg", Classifier::diagram().to_string())?;
    println!("its picture: target/first_network.svg");
    Ok(())
}
