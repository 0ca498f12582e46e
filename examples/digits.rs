//! 360 handwritten digits that the network has never seen, classified by weights that are part of the program.

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
    #[weights("data/digits_mlp.safetensors")]
    #[classes(Zero, One, Two, Three, Four, Five, Six, Seven, Eight, Nine)]
    pub struct Digits {
        dense(64, input = 64, relu),
        dense(10, softmax),
    }
}

/// How many digits are shown.
const SHOWN: usize = 4;

fn main() {
    let digits = Digits::pretrained();
    let (images, labels): (Vec<[f32; 64]>, Vec<usize>) = rows(include_str!("data/digits_test.csv"))
        .map(|row| (std::array::from_fn(|i| row[i] / 16.0), row[64] as usize))
        .unzip();
    let mut outputs = vec![[0.0; 10]; images.len()];
    digits.forward_batch(&images, &mut outputs);

    // A few that it gets right, and then one that it doesn't.
    let (right, wrong): (Vec<_>, Vec<_>) = (0..images.len()).partition(|&i| argmax(&outputs[i]) == labels[i]);
    for &i in right.iter().take(SHOWN - 1).chain(wrong.first()) {
        show(&images[i], &outputs[i], labels[i]);
    }

    let names = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
    let mut confusion = Confusion::new(&names);
    for (output, &label) in outputs.iter().zip(&labels) {
        confusion.count(label, argmax(output));
    }
    println!("digits (rows) and what they were taken for (columns):\n\n{confusion}\n");
    println!("accuracy: {:.1} % of {} digits", confusion.accuracy() * 100.0, images.len());

    let expected = rows(include_str!("data/digits_mlp_expected.csv"));
    let differences = outputs.iter().zip(expected).flat_map(|(ours, keras)| {
        let differences: Vec<f32> = ours.iter().zip(&keras).map(|(ours, keras)| (ours - keras).abs()).collect();
        differences
    });
    let furthest = differences.fold(0.0, f32::max);
    println!("furthest from Keras's own outputs: {furthest:.1e}");
    assert!(furthest < 1e-5, "the network should compute what Keras does");

    let (start, rounds) = (Instant::now(), 200);
    for _ in 0..rounds {
        digits.forward_batch(std::hint::black_box(&images), &mut outputs);
    }
    let images_per_second = (rounds * images.len()) as f64 / start.elapsed().as_secs_f64();
    println!("speed: {:.2} million images per second, on one core", images_per_second / 1e6);
}

/// The image on the left, and the probability of each digit on the right.
fn show(image: &[f32; 64], probabilities: &[f32; 10], label: usize) {
    const SHADES: [&str; 5] = ["  ", "░░", "▒▒", "▓▓", "██"];
    let shade = |pixel: f32| SHADES[(pixel * 4.0).round() as usize];
    let guess = argmax(probabilities);
    let verdict = if guess == label { "right".to_owned() } else { format!("wrong: it is a {label}") };
    println!("a {guess}? {verdict}");
    for (line, probability) in probabilities.iter().enumerate() {
        // The image is two lines shorter than the list of digits.
        let pixels = line.checked_sub(1).and_then(|line| image.chunks(8).nth(line));
        let pixels: String = pixels.map_or(" ".repeat(16), |row| row.iter().map(|&pixel| shade(pixel)).collect());
        let bar = "━".repeat((probability * 30.0).round() as usize);
        println!("  {pixels}   {line} {bar:<30} {:>5.1} %", probability * 100.0);
    }
    println!();
}
