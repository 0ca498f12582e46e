//! A convolutional network whose layers and weights both come from Keras's own file: here is nothing of it but a name.

#![allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "digits and shades are small whole numbers"
)]

mod common;

use std::time::Instant;

use common::{Confusion, rows};
use nn_runtime::{argmax, sequential};

sequential! {
    /// Tells the ten digits apart, from images of 8 × 8 pixels.
    #[keras("data/digits_cnn.keras")]
    #[classes(Zero, One, Two, Three, Four, Five, Six, Seven, Eight, Nine)]
    pub struct Digits;
}

/// Rows of pixels of one channel, from 0 to 1.
type Image = [[[f32; 1]; 8]; 8];

fn main() {
    println!("{}", Digits::summary());
    let digits = Digits::pretrained();
    let (images, labels): (Vec<Image>, Vec<usize>) = rows(include_str!("data/digits_test.csv"))
        .map(|row| {
            let image: Image = std::array::from_fn(|y| std::array::from_fn(|x| [row[y * 8 + x] / 16.0]));
            (image, row[64] as usize)
        })
        .unzip();
    let mut outputs = vec![[0.0; 10]; images.len()];
    digits.forward_batch(&images, &mut outputs);

    let names = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
    let mut confusion = Confusion::new(&names);
    for (output, &label) in outputs.iter().zip(&labels) {
        confusion.count(label, argmax(output));
    }
    println!("\ndigits (rows) and what they were taken for (columns):\n\n{confusion}\n");
    println!("accuracy: {:.1} % of {} digits", confusion.accuracy() * 100.0, images.len());

    let expected = rows(include_str!("data/digits_cnn_expected.csv"));
    let furthest = outputs.iter().zip(expected).fold(0.0_f32, |furthest, (ours, keras)| {
        ours.iter().zip(&keras).fold(furthest, |furthest, (ours, keras)| furthest.max((ours - keras).abs()))
    });
    println!("furthest from Keras's own outputs: {furthest:.1e}");
    assert!(furthest < 1e-5, "the network should compute what Keras does");

    let (start, rounds) = (Instant::now(), 20);
    for _ in 0..rounds {
        digits.forward_batch(std::hint::black_box(&images), &mut outputs);
    }
    let images_per_second = (rounds * images.len()) as f64 / start.elapsed().as_secs_f64();
    println!("speed: {:.0} thousand images per second, on one core", images_per_second / 1e3);
}
