//! A signal that comes value by value, each of which a recurrent network foretells from those before: with a state that it
//! is handed at each step, and nothing kept but that.

#[allow(dead_code, reason = "it has more than is needed here")]
mod common;

use std::f64::consts::TAU;
use std::time::Instant;

use common::rows;
use nn_runtime::sequential;

/// How many values one forward pass takes; `step` takes one, and any number of them in a row.
const WINDOW: usize = 512;

sequential! {
    /// Foretells the next value of a signal.
    #[weights("data/stream.safetensors")]
    #[streaming]
    pub struct Forecast {
        lstm(16, input = (WINDOW, 1)),
        dense(1),
    }
}

/// A fast and a slow wave, of which the slow one swells and fades.
fn signal(t: usize) -> f32 {
    let turn = TAU * t as f64;
    let value = 0.5 * (1.0 + 0.5 * (turn / 170.0).sin()) * (turn / 25.0).sin() + 0.25 * (turn / 7.0).sin();
    #[expect(clippy::cast_possible_truncation, reason = "the network computes in single precision")]
    let value = value as f32;
    value
}

fn main() {
    let forecast = Forecast::pretrained();
    let mut state = Forecast::state();
    let foretold: Vec<f32> = (0..WINDOW).map(|t| forecast.step(&mut state, &[signal(t)])[0]).collect();

    println!("step  signal  foretold at the step before");
    for t in WINDOW - 8..WINDOW {
        println!("{t:4}  {:6.3}  {:6.3}", signal(t), foretold[t - 1]);
    }

    // The first values are the ones by which it finds out where in the signal it is.
    let settled = 100..WINDOW - 1;
    let error = |guess: &dyn Fn(usize) -> f32| {
        let squares = settled.clone().map(|t| (guess(t) - signal(t + 1)).powi(2));
        (squares.sum::<f32>() / settled.len() as f32).sqrt()
    };
    let (network, same) = (error(&|t| foretold[t]), error(&signal));
    println!("\nroot mean square error: {network:.4}; of taking the last value for the next: {same:.4}");

    let window: [[f32; 1]; WINDOW] = std::array::from_fn(|t| [signal(t)]);
    let [whole] = forecast.forward(&window);
    let last = foretold[WINDOW - 1];
    println!("after {} steps: {last:.6}; the whole sequence at once: {whole:.6}", state.steps());
    assert!((whole - last).abs() < 1e-5, "step by step is the same as all at once");

    let expected = rows(include_str!("data/stream_expected.csv")).map(|row| row[0]);
    let furthest = foretold.iter().zip(expected).map(|(ours, keras)| (ours - keras).abs()).fold(0.0, f32::max);
    println!("furthest from Keras's own outputs, at any step: {furthest:.1e}");
    assert!(furthest < 1e-5, "the network should compute what Keras does");

    let (start, count) = (Instant::now(), 20_000);
    let mut value = 0.5;
    for _ in 0..count {
        // What it foretells is what comes: the network makes the signal by itself.
        [value] = forecast.step(&mut state, &[value]);
    }
    println!("{:.0} ns a step", start.elapsed().as_secs_f64() * 1e9 / f64::from(count));
    assert!(value.is_finite());
}
