//! Ten spoken words, told apart by convolutions over time: from a second of sound to a word.
//!
//! The words are spoken by a speech synthesizer, in voices that the network was not trained on.

#![allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "labels and bins are small whole numbers")]

mod common;

use std::f64::consts::TAU;
use std::time::Instant;

use common::{Confusion, rows};
use nn_runtime::{argmax, sequential};

sequential! {
    /// Which of ten words was spoken, by the energy in each of 20 bands of frequency in each of 49 frames.
    #[weights("data/keyword.safetensors")]
    #[classes(Yes, No, Up, Down, Left, Right, On, Off, Stop, Go)]
    pub struct Keyword {
        rescaling(0.5, offset = 0.5, input = (49, 20)),
        conv1d(32, kernel = 3, padding = same, relu),
        max_pool1d(2),
        conv1d(32, kernel = 3, padding = same, relu),
        max_pool1d(2),
        dropout(0.25),
        conv1d(48, kernel = 3, relu),
        global_max_pool1d(),
        dense(10, softmax),
    }
}

/// Samples per second, and in a clip.
const RATE: usize = 8000;
/// Samples in a frame, and from one frame to the next: 32 and 20 milliseconds.
const FRAME: usize = 256;
const HOP: usize = 160;
const FRAMES: usize = 49;
const BANDS: usize = 20;
/// The frequencies that a frame is taken apart into.
const BINS: usize = FRAME / 2 + 1;

fn main() {
    let keyword = Keyword::pretrained();
    let names = KeywordClass::ALL.map(KeywordClass::name);
    let front = FrontEnd::new();
    let clips = include_bytes!("data/keyword_test.ulaw").chunks_exact(RATE);

    let (mut confusion, mut furthest) = (Confusion::new(&names), 0.0_f32);
    for (clip, expected) in clips.clone().zip(rows(include_str!("data/keyword_expected.csv"))) {
        let (label, expected) = (expected[0] as usize, &expected[1..]);
        let output = keyword.forward(&front.features(clip));
        confusion.count(label, argmax(&output));
        furthest = output.iter().zip(expected).map(|(ours, keras)| (ours - keras).abs()).fold(furthest, f32::max);
    }
    println!("words (rows) and what they were heard as (columns):\n\n{confusion}\n");
    println!("accuracy: {:.1} % of {} words", confusion.accuracy() * 100.0, clips.len());
    println!("furthest from Keras's own outputs: {furthest:.1e}");
    assert!(furthest < 1e-5, "the network should compute what Keras does");

    let clip = clips.clone().next().expect("there are words");
    let (start, rounds) = (Instant::now(), 10_000);
    let features = front.features(clip);
    let prepared = start.elapsed();
    let start = Instant::now();
    for _ in 0..rounds {
        std::hint::black_box(keyword.forward(std::hint::black_box(&features)));
    }
    let each = start.elapsed() / rounds;
    println!("speed: {:.1} µs for a word, after {prepared:.1?} for its features", each.as_nanos() as f64 / 1e3);
}

/// What the ear does: from samples to the energy in each band of each frame.
struct FrontEnd {
    window: [f64; FRAME],
    /// How much of each frequency goes into each band.
    bands: Vec<[f64; BINS]>,
}

impl FrontEnd {
    fn new() -> Self {
        // The mel scale: equal steps sound equally far apart.
        let mel = |hertz: f64| 2595.0 * (1.0 + hertz / 700.0).log10();
        let (lowest, highest) = (mel(100.0), mel(4000.0));
        let edge = |i: usize| {
            let mel = lowest + (highest - lowest) * i as f64 / (BANDS + 1) as f64;
            700.0 * (10_f64.powf(mel / 2595.0) - 1.0)
        };
        // A band is a triangle: it begins where the one before it is full.
        let band = |band: usize| {
            let [start, top, end] = [edge(band), edge(band + 1), edge(band + 2)];
            std::array::from_fn(|bin| {
                let hertz = (bin * RATE) as f64 / FRAME as f64;
                ((hertz - start) / (top - start)).min((end - hertz) / (end - top)).max(0.0)
            })
        };
        Self {
            window: std::array::from_fn(|i| 0.5 - 0.5 * (TAU * i as f64 / FRAME as f64).cos()),
            bands: (0..BANDS).map(band).collect(),
        }
    }

    /// The logarithm of the energy in each band, frame by frame, of a second of sound.
    fn features(&self, clip: &[u8]) -> [[f32; BANDS]; FRAMES] {
        let samples: Vec<f64> = clip.iter().map(|&code| linear(code)).collect();
        std::array::from_fn(|frame| {
            let power = self.power(&samples[frame * HOP..][..FRAME]);
            std::array::from_fn(|band| {
                let energy: f64 = self.bands[band].iter().zip(&power).map(|(part, power)| part * power).sum();
                (energy + 1e-3).log10() as f32
            })
        })
    }

    /// The power at each frequency: Fourier's sum as it is written, which is fast enough here.
    fn power(&self, samples: &[f64]) -> [f64; BINS] {
        let windowed: Vec<f64> = samples.iter().zip(&self.window).map(|(sample, window)| sample * window).collect();
        std::array::from_fn(|bin| {
            let (mut real, mut imaginary) = (0.0, 0.0);
            for (i, sample) in windowed.iter().enumerate() {
                let (sin, cos) = (TAU * ((bin * i) % FRAME) as f64 / FRAME as f64).sin_cos();
                real += sample * cos;
                imaginary += sample * sin;
            }
            real * real + imaginary * imaginary
        })
    }
}

/// A sample of G.711 µ-law, from -1 to 1: a sign, three bits of exponent, four of mantissa, all turned over.
fn linear(code: u8) -> f64 {
    let bits = !code;
    let magnitude = (((i32::from(bits & 15) << 3) + 132) << ((bits >> 4) & 7)) - 132;
    f64::from(if bits & 128 == 0 { magnitude } else { -magnitude }) / 32768.0
}
