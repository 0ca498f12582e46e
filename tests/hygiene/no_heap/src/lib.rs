//! Networks whose scratch is too large for the stack, where there is no heap: what takes scratch from the caller compiles, and
//! each feature turns on a call that must not.
#![no_std]
#![deny(warnings)]

use nn_runtime::{Network, Streaming, sequential};

sequential! {
    #[classes(Narrow)]
    pub struct Wide { wide: dense(100_000, input = 1, relu), narrow: dense(1) }
}

sequential! {
    pub struct WideSteps { memory: gru(4, input = (3, 1)), wide: dense(100_000), narrow: dense(1) }
}

/// A forward pass and a step, with scratch that may be in a `static`.
pub fn with_scratch(
    networks: (&Wide, &WideSteps),
    scratch: (&mut <Wide as Network>::Scratch, &mut <WideSteps as Streaming>::StepScratch),
    state: &mut <WideSteps as Streaming>::State,
) -> f32 {
    let (mut output, mut step) = ([0.0], [0.0]);
    networks.0.forward_in(scratch.0, &[1.0], &mut output);
    networks.1.step_in(scratch.1, state, &[1.0], &mut step);
    output[0] + step[0]
}

#[cfg(feature = "forward")]
pub fn forward(network: &Wide) -> [f32; 1] {
    network.forward(&[1.0])
}

#[cfg(feature = "forward_batch")]
pub fn forward_batch(network: &Wide, outputs: &mut [[f32; 1]]) {
    network.forward_batch(&[[1.0]], outputs);
}

#[cfg(feature = "step")]
pub fn step(network: &WideSteps, state: &mut <WideSteps as Streaming>::State) -> [f32; 1] {
    network.step(state, &[1.0])
}

#[cfg(feature = "classify")]
pub fn classify(network: &Wide) -> f32 {
    network.classify(&[1.0]).1
}
