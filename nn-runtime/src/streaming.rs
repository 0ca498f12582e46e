//! Networks that go through a sequence step by step.

use fearless_simd::Simd;

use crate::Scalar;
use crate::memory;
use crate::network::Network;
use crate::scratch::{ScratchSpace, check_memory, with_scratch};
use crate::simd::{self, Kernel, Level};
use crate::tensor::Tensor;

/// A network that can go through a sequence step by step, as the inputs come.
///
/// The input's first axis is time. A network has this if it has a recurrent layer or a causal convolution, and if no layer
/// of it needs the future, or all steps at once; `#[streaming]` before a network asks for it, and is an error that names
/// the layer otherwise. The number of steps that the network was declared with does not matter here.
///
/// After the steps x₀ .. xₜ, [`step`](Self::step) has given, but for rounding, what [`forward`](Network::forward) gives for
/// the sequence of them: its output at t where the output is a sequence too, or else the output as if the sequence ended
/// there.
///
/// # Examples
///
/// ```
/// use nn_runtime::{Streaming, sequential};
///
/// fn last<N: Streaming>(network: &N, inputs: &[N::StepInput]) -> Option<N::StepOutput> {
///     let mut state = N::state();
///     inputs.iter().map(|input| network.step(&mut state, input)).last()
/// }
///
/// sequential! {
///     struct Forecast { memory: lstm(8, input = (5, 1)), next: dense(1) }
/// }
///
/// let net = Forecast::init(7);
/// let sequence = [[0.1], [0.5], [-0.3], [0.2], [0.9]];
/// let [whole] = net.forward(&sequence);
/// let [steps] = last(&net, &sequence).unwrap();
/// assert!((whole - steps).abs() < 1e-6);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't go through a sequence step by step",
    note = "it takes a recurrent layer or a causal convolution, and no layer that needs the future or all steps at once",
    note = "write `#[streaming]` before the network to see which layer forbids it"
)]
pub trait Streaming: Network {
    /// What is remembered from step to step.
    type State: StateSpace<Scalar = Self::Scalar>;
    /// The input of one step: `[f32; 3]`, if that of the network is `[[f32; 3]; 100]`.
    type StepInput: Tensor<Scalar = <Self::Input as Tensor>::Scalar>;
    /// What one step gives.
    type StepOutput: Tensor<Scalar = Self::Scalar>;

    /// Floating-point operations of one step.
    const STEP_FLOPS: usize;
    /// The bytes that one step takes besides its input, its output, the state and what functions have as locals, as
    /// [`SCRATCH_BYTES`](Network::SCRATCH_BYTES) are those of a forward pass.
    const STEP_SCRATCH_BYTES: usize;

    /// Room for the activations of one step.
    type StepScratch: ScratchSpace<Scalar = Self::Scalar>;

    /// One step, all of it inlined.
    #[doc(hidden)]
    fn run_step<S: Simd>(
        &self,
        simd: S,
        state: (u64, &mut [Self::Scalar]),
        scratch: &mut [Self::Scalar],
        input: &[<Self::Input as Tensor>::Scalar],
        output: &mut [Self::Scalar],
    );

    /// What is remembered before the first step: zeros.
    #[must_use]
    fn state() -> Self::State {
        Self::State::default()
    }

    /// One step of a sequence. Nothing is allocated, but for scratch as [`Network::forward`] may;
    /// [`step_in`](Self::step_in) takes the caller's.
    #[must_use]
    fn step(&self, state: &mut Self::State, input: &Self::StepInput) -> Self::StepOutput {
        const { check_memory::<Self::StepScratch>() }
        let mut output = Self::StepOutput::ZEROS;
        with_scratch(
            #[inline(always)]
            |scratch| self.step_in(scratch, state, input, &mut output),
        );
        output
    }

    /// One step of a sequence, with scratch that the caller keeps.
    #[inline]
    fn step_in(
        &self,
        scratch: &mut Self::StepScratch,
        state: &mut Self::State,
        input: &Self::StepInput,
        output: &mut Self::StepOutput,
    ) {
        crate::network::at_best::<Self, _>(Step { network: self, state, scratch, input, output });
    }

    /// [`step`](Self::step) at a given instruction set: for tests and benchmarks that compare them.
    #[must_use]
    fn step_at(&self, level: Level, state: &mut Self::State, input: &Self::StepInput) -> Self::StepOutput {
        const { check_memory::<Self::StepScratch>() }
        let mut output = Self::StepOutput::ZEROS;
        with_scratch(
            #[inline(always)]
            |scratch| simd::dispatch(level, Step { network: self, state, scratch, input, output: &mut output }),
        );
        output
    }
}

/// One step.
struct Step<'a, N: Streaming> {
    network: &'a N,
    state: &'a mut N::State,
    scratch: &'a mut N::StepScratch,
    input: &'a N::StepInput,
    output: &'a mut N::StepOutput,
}

impl<N: Streaming> Kernel for Step<'_, N> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let (state, scratch) = (self.state.next(), self.scratch.arena());
        self.network.run_step(simd, state, scratch, memory::flat(self.input), memory::flat_mut(self.output));
    }
}

/// What a network remembers from step to step: plain numbers, which can be copied to go back to a step.
///
/// # Examples
///
/// ```
/// nn_runtime::sequential! {
///     struct Memory { gru(3, input = (2, 1)) }
/// }
///
/// let net = Memory::init(7);
/// let mut state = Memory::state();
/// let first = net.step(&mut state, &[0.5]);
/// assert_eq!(state.steps(), 1);
///
/// let mut branch = state.clone();
/// assert_eq!(net.step(&mut state, &[0.1]), net.step(&mut branch, &[0.1]));
/// ```
#[cfg_attr(any(target_arch = "x86", target_arch = "x86_64", target_arch = "aarch64"), repr(align(64)))]
#[derive(Clone, Debug, PartialEq)]
pub struct State<T, const N: usize> {
    numbers: [T; N],
    steps: u64,
}

impl<T: Scalar, const N: usize> State<T, N> {
    /// Before the first step.
    #[must_use]
    pub const fn new() -> Self {
        Self { numbers: [T::ZEROS; N], steps: 0 }
    }

    /// How many steps it has gone through.
    #[must_use]
    pub const fn steps(&self) -> u64 {
        self.steps
    }
}

impl<T: Scalar, const N: usize> Default for State<T, N> {
    fn default() -> Self {
        Self::new()
    }
}

/// A [`State`] of some size. Sealed.
pub trait StateSpace: Default + Clone + sealed::Sealed + Send + Sync + 'static {
    /// The type of its numbers.
    type Scalar: Scalar;

    /// The number of the step that begins, and the numbers.
    #[doc(hidden)]
    fn next(&mut self) -> (u64, &mut [Self::Scalar]);
}

impl<T: Scalar, const N: usize> StateSpace for State<T, N> {
    type Scalar = T;

    #[inline(always)]
    fn next(&mut self) -> (u64, &mut [T]) {
        let step = self.steps;
        self.steps = step.wrapping_add(1);
        (step, &mut self.numbers)
    }
}

mod sealed {
    pub trait Sealed {}
    impl<T, const N: usize> Sealed for super::State<T, N> {}
}
