//! 360 handwritten digits, classified by a network whose trained weights are part of the program.

use nn_runtime::{argmax, sequential};

sequential! {
    /// Tells the ten digits apart, from images of 8 x 8 pixels.
    #[weights("data/digits_mlp.safetensors")]
    pub struct Digits {
        dense: dense(64, input = 64, relu),
        dense_1: dense(10, softmax),
    }
}

fn main() {
    let net = Digits::pretrained();
    let mut right = 0;
    let mut all = 0;
    for line in include_str!("data/digits_test.csv").lines().skip(1) {
        let numbers: Vec<f32> = line.split(',').map(|number| number.parse().expect("a number")).collect();
        let pixels: [f32; 64] = std::array::from_fn(|i| numbers[i] / 16.0);
        all += 1;
        right += usize::from(argmax(&net.forward(&pixels)) == numbers[64] as usize);
    }
    println!("{right} of {all} digits right");
}
