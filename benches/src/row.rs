//! A row of the table: a network on so many samples, made ready to run.

use std::fmt;
use std::hint::black_box;

use nn_runtime::simd::Level;
use nn_runtime::{Initializer, Layer, Network, Parameter, Tensor, WeightsError};

/// The seed of all weights and inputs.
const SEED: u64 = 7;

/// A network on a number of samples. It is displayed as the table names it: `D256`.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The network's name.
    pub network: &'static str,
    /// How many samples one call takes.
    pub samples: usize,
    /// The sizes of one sample's axes.
    pub input_shape: &'static [usize],
    /// The network's layers, in order.
    pub layers: &'static [Layer],
    /// Floating-point operations of one call.
    pub flops: usize,
    /// The bytes of the network's parameters.
    pub weight_bytes: usize,
    make: fn(usize) -> Box<dyn Subject>,
}

impl Row {
    /// The network `N` on `samples` samples.
    #[must_use]
    pub const fn new<N: Network<Scalar = f32, Input: Tensor<Scalar = f32>>>(samples: usize) -> Self {
        Self {
            network: N::NAME,
            samples,
            input_shape: N::INPUT_SHAPE,
            layers: N::LAYERS,
            flops: N::FLOPS * samples,
            weight_bytes: N::WEIGHT_BYTES,
            make: |samples| Box::new(Ready::<N>::new(samples)),
        }
    }

    /// The network and its inputs, the same on every machine.
    #[must_use]
    pub fn subject(&self) -> Box<dyn Subject> {
        (self.make)(self.samples)
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{}{}", self.network, self.samples))
    }
}

/// A row with its weights, inputs and outputs.
pub trait Subject {
    /// Calls the network `times` times as a user does: `forward` for one sample, `forward_batch` for several.
    fn run(&mut self, times: u64);

    /// The same at a given instruction set.
    fn run_at(&mut self, level: Level, times: u64);

    /// All samples, one after the other.
    fn inputs(&self) -> Vec<f32>;

    /// What the last call gave for all samples, one after the other.
    fn outputs(&self) -> Vec<f32>;

    /// Other weights, from a safetensors file.
    ///
    /// # Errors
    ///
    /// If the file doesn't fit the network.
    fn load(&mut self, file: &[u8]) -> Result<(), WeightsError>;

    /// The network's tensors.
    fn parameters(&self) -> Vec<Parameter<'_, f32>>;
}

struct Ready<N: Network<Scalar = f32, Input: Tensor<Scalar = f32>>> {
    network: Box<N>,
    inputs: Vec<N::Input>,
    outputs: Vec<N::Output>,
}

impl<N: Network<Scalar = f32, Input: Tensor<Scalar = f32>>> Ready<N> {
    fn new(samples: usize) -> Self {
        let mut inputs = vec![N::Input::ZEROS; samples];
        for (index, input) in inputs.iter_mut().enumerate() {
            Initializer::RandomUniform { minval: -1.0, maxval: 1.0 }.fill(
                input.flat_mut(),
                N::Input::LEN,
                (1, 1),
                SEED,
                index as u64,
            );
        }
        Self { network: N::boxed_init(SEED), inputs, outputs: vec![N::Output::ZEROS; samples] }
    }

    /// Calls one of two functions, for one sample or for several. Each call's input and output are a black box, so that
    /// none is left out.
    fn repeat(
        &mut self,
        times: u64,
        one: impl Fn(&N, &N::Input) -> N::Output,
        many: impl Fn(&N, &[N::Input], &mut [N::Output]),
    ) {
        let Self { network, inputs, outputs } = self;
        if let ([input], [output]) = (inputs.as_slice(), outputs.as_mut_slice()) {
            for _ in 0..times {
                *output = one(black_box(network), black_box(input));
                black_box(&mut *output);
            }
        } else {
            for _ in 0..times {
                many(black_box(network), black_box(inputs), outputs);
                black_box(&mut *outputs);
            }
        }
    }
}

impl<N: Network<Scalar = f32, Input: Tensor<Scalar = f32>>> Subject for Ready<N> {
    fn run(&mut self, times: u64) {
        self.repeat(times, N::forward, N::forward_batch);
    }

    fn run_at(&mut self, level: Level, times: u64) {
        self.repeat(
            times,
            |network, input| network.forward_at(level, input),
            |network, inputs, outputs| network.forward_batch_at(level, inputs, outputs),
        );
    }

    fn inputs(&self) -> Vec<f32> {
        self.inputs.iter().flat_map(|input| input.flat().iter().copied()).collect()
    }

    fn outputs(&self) -> Vec<f32> {
        self.outputs.iter().flat_map(|output| output.flat().iter().copied()).collect()
    }

    fn load(&mut self, file: &[u8]) -> Result<(), WeightsError> {
        self.network.load_safetensors(file)
    }

    fn parameters(&self) -> Vec<Parameter<'_, f32>> {
        self.network.parameters().collect()
    }
}
