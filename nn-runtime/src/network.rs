//! What every network can do.

use core::fmt;

use fearless_simd::Simd;
use nn_format::IsaChoice;

use crate::memory;
use crate::ops::{BatchInLanes, One, Rows, from_lanes, to_lanes};
#[cfg(feature = "rayon")]
use crate::parallel;
#[cfg(doc)]
use crate::scratch::STACK_LIMIT;
use crate::scratch::{ScratchSpace, check_memory, fits_the_stack, slot, with_scratch};
use crate::simd::{self, Kernel, Level};
use crate::tensor::Tensor;
use crate::weights::{self, WeightsError};
use crate::{Layer, Scalar};

/// A network that `sequential!` made.
///
/// It can't be implemented by hand.
///
/// What one does with a network most is there as functions of its own type too, so that this trait need not be imported;
/// the trait is for code that is generic over networks, and has besides the constants, [`forward_in`](Self::forward_in),
/// and the forward pass at a given instruction set.
///
/// # Examples
///
/// ```
/// use nn_runtime::{Network, argmax, sequential};
///
/// fn class<N: Network>(network: &N, input: &N::Input) -> usize {
///     argmax(nn_runtime::Tensor::flat(&network.forward(input)))
/// }
///
/// let net = sequential![dense(3, input = 2, relu), dense(2, softmax)];
/// assert!(class(&net, &[1.8, 75.0]) < 2);
/// ```
pub trait Network: memory::Plain + Sized + Send + Sync + 'static {
    /// The number type that the network computes in.
    type Scalar: Scalar;
    /// One sample: `[f32; 64]`, `[[f32; 8]; 8]`; indices, as `[u32; 10]`, if the network begins with an embedding.
    type Input: Tensor;
    /// What one sample gives.
    type Output: Tensor<Scalar = Self::Scalar>;

    /// Room for the activations of one forward pass.
    type Scratch: ScratchSpace<Scalar = Self::Scalar>;

    /// The network's name; `Sequential` where it has none.
    const NAME: &'static str;
    /// The sizes of the input's axes.
    const INPUT_SHAPE: &'static [usize];
    /// The layers, in order.
    const LAYERS: &'static [Layer];
    /// The names of the outputs, if `#[classes(..)]` gave any.
    const CLASSES: &'static [&'static str];
    /// How many numbers the parameters are.
    const PARAMETERS: usize;
    /// Floating-point operations of one forward pass of one sample. A multiplication and an addition are two, and what
    /// an activation does to one number counts as one.
    const FLOPS: usize;
    /// The bytes of all parameters, without what lies between them for alignment.
    const WEIGHT_BYTES: usize;
    /// The bytes that a forward pass of one sample takes besides its input, its output and what functions have as locals: the
    /// activations that it keeps at once, and the workspace of its kernels. It is the size of [`Self::Scratch`], but for
    /// alignment.
    const SCRATCH_BYTES: usize;

    /// How many of them are the workspace.
    #[doc(hidden)]
    const WORKSPACE_BYTES: usize = 0;

    /// The instruction sets that the forward pass is compiled for.
    #[doc(hidden)]
    const ISA: IsaChoice;

    /// The steps of the forward pass.
    #[doc(hidden)]
    const STEPS: &'static [nn_format::Step<'static>];

    /// The scratch of a block of samples.
    #[doc(hidden)]
    type Block: ScratchSpace<Scalar = Self::Scalar>;

    /// How many samples a block is.
    #[doc(hidden)]
    const BLOCK: usize;

    /// Whether the samples of a block lie in lanes. Then a block's scratch has slots for such inputs and outputs
    /// before the others.
    #[doc(hidden)]
    const IN_LANES: bool;

    /// The forward pass of `rows` samples, all of it inlined. `scratch` are the slots, each with a row for each sample, as `input`
    /// and `output` have, and the workspace that kernels use, one for all rows.
    #[doc(hidden)]
    fn run<S: Simd, R: Rows>(
        &self,
        simd: S,
        rows: R,
        scratch: &mut [Self::Scalar],
        input: &[<Self::Input as Tensor>::Scalar],
        output: &mut [Self::Scalar],
    );

    /// Fills the parameters with their initial values.
    #[doc(hidden)]
    fn initialize(&mut self, seed: u64);

    /// A network whose parameters are all zero.
    #[must_use]
    fn zeros() -> Self;

    /// A network with initial weights. The same seed gives the same weights, on every machine.
    #[must_use]
    fn init(seed: u64) -> Self {
        let mut network = Self::zeros();
        network.initialize(seed);
        network
    }

    /// The forward pass of one sample.
    ///
    /// Nothing is allocated, unless a pass needs more than [`STACK_LIMIT`] bytes of scratch ([`Self::SCRATCH_BYTES`])
    /// and the feature `alloc` is on: then the scratch is on the heap. Without `alloc`, a call of this does not compile then.
    /// [`forward_in`](Self::forward_in) never allocates.
    ///
    /// The output is returned by value, and so on the stack: where it is large, use `forward_in` or
    /// [`forward_batch`](Self::forward_batch) with outputs on the heap.
    #[must_use]
    fn forward(&self, input: &Self::Input) -> Self::Output {
        const { check_memory::<Self::Scratch>() }
        let mut output = Self::Output::ZEROS;
        with_scratch(
            #[inline(always)]
            |scratch| self.forward_in(scratch, input, &mut output),
        );
        output
    }

    /// The forward pass of one sample, with scratch that the caller keeps.
    #[inline]
    fn forward_in(&self, scratch: &mut Self::Scratch, input: &Self::Input, output: &mut Self::Output) {
        at_best::<Self, _>(Forward { network: self, input, scratch, output });
    }

    /// The forward pass of each sample of a batch, as [`forward`](Self::forward) of each but for the rounding: samples are
    /// taken in blocks, with which the weights are loaded once for several.
    ///
    /// A block has scratch for 8 to 64 samples. If that is more than [`STACK_LIMIT`] bytes, it is on the heap with the
    /// feature `alloc`; without, samples are taken one by one.
    ///
    /// # Panics
    ///
    /// If there are not as many outputs as inputs.
    fn forward_batch(&self, inputs: &[Self::Input], outputs: &mut [Self::Output]) {
        const { check_memory::<Self::Scratch>() }
        check_lengths(inputs.len(), outputs.len());
        if cfg!(not(feature = "alloc")) && !fits_the_stack::<Self::Block>() {
            return one_by_one(self, inputs, outputs);
        }
        with_scratch(
            #[inline(always)]
            |scratch| {
                let batch = Batch { network: self, inputs, scratch, outputs };
                if const { Self::IN_LANES } {
                    // What is too narrow for the best vectors by itself fills them so.
                    simd::dispatch(simd::best(), batch);
                } else {
                    at_best::<Self, _>(batch);
                }
            },
        );
    }

    /// [`forward_batch`](Self::forward_batch) on all threads of rayon's pool, with the same results.
    ///
    /// A batch of less than some ten microseconds' work stays on the calling thread.
    ///
    /// # Panics
    ///
    /// If there are not as many outputs as inputs.
    ///
    /// # Examples
    ///
    /// ```
    /// use nn_runtime::{Network, sequential};
    ///
    /// let net = sequential![dense(64, input = 8, tanh), dense(1)];
    /// let inputs = vec![[0.5; 8]; 1000];
    /// let mut outputs = vec![[0.0]; 1000];
    /// net.par_forward_batch(&inputs, &mut outputs);
    /// assert_eq!(outputs[0], outputs[999]);
    /// ```
    #[cfg(feature = "rayon")]
    fn par_forward_batch(&self, inputs: &[Self::Input], outputs: &mut [Self::Output]) {
        /// Less work than this, in floating-point operations, is done before another thread has begun.
        const WORTHWHILE: usize = 1_000_000;

        check_lengths(inputs.len(), outputs.len());
        let work = Self::FLOPS.saturating_mul(inputs.len());
        // Several parts for each thread, since one may be interrupted, in whole blocks.
        let threads = rayon::current_num_threads();
        let parts = (work / WORTHWHILE).min(4 * threads).max(1);
        let samples = inputs.len().div_ceil(parts).next_multiple_of(Self::BLOCK);
        if samples >= inputs.len() {
            return self.forward_batch(inputs, outputs);
        }
        parallel::each(inputs.chunks(samples).zip(outputs.chunks_mut(samples)), threads, |(inputs, outputs)| {
            self.forward_batch(inputs, outputs);
        });
    }

    /// The forward pass at a given instruction set: for tests and benchmarks that compare them.
    #[must_use]
    fn forward_at(&self, level: Level, input: &Self::Input) -> Self::Output {
        const { check_memory::<Self::Scratch>() }
        let mut output = Self::Output::ZEROS;
        with_scratch(
            #[inline(always)]
            |scratch| simd::dispatch(level, Forward { network: self, input, scratch, output: &mut output }),
        );
        output
    }

    /// [`forward_batch`](Self::forward_batch) at a given instruction set.
    ///
    /// # Panics
    ///
    /// If there are not as many outputs as inputs.
    fn forward_batch_at(&self, level: Level, inputs: &[Self::Input], outputs: &mut [Self::Output]) {
        const { check_memory::<Self::Scratch>() }
        check_lengths(inputs.len(), outputs.len());
        if cfg!(not(feature = "alloc")) && !fits_the_stack::<Self::Block>() {
            return inputs.iter().zip(outputs).for_each(|(input, output)| *output = self.forward_at(level, input));
        }
        with_scratch(
            #[inline(always)]
            |scratch| simd::dispatch(level, Batch { network: self, inputs, scratch, outputs }),
        );
    }

    /// The parameters, in the order of the layers.
    fn parameters(&self) -> impl Iterator<Item = Parameter<'_, Self::Scalar>>;

    /// The parameters, to change.
    fn parameters_mut(&mut self) -> impl Iterator<Item = ParameterMut<'_, Self::Scalar>>;

    /// Takes the parameters of a safetensors file, whose tensors are named `<layer>.<variable>` as [`Self::parameters`]
    /// names them. Tensors of F64, F16 and BF16 are converted, which rounds F64 to the nearest `f32`.
    ///
    /// A file whose tensors PyTorch has named, `0.weight`, is put into this order: the modules of an `nn.Sequential` are those of
    /// the layers with parameters, one after the other, and modules with names those of the layers that are called so.
    ///
    /// # Errors
    ///
    /// If the file is not one, or lacks a tensor, or has one of another shape, of integers, or one that no layer takes.
    /// Nothing is changed then.
    fn load_safetensors(&mut self, bytes: &[u8]) -> Result<(), WeightsError> {
        weights::load(self, bytes)
    }

    /// The parameters as a safetensors file.
    #[cfg(feature = "alloc")]
    #[must_use]
    fn to_safetensors(&self) -> alloc::vec::Vec<u8> {
        weights::save(self)
    }

    /// The network as an ONNX file, for onnxruntime, Netron, and whatever else reads such files.
    ///
    /// It is one of version 17 of the operators, with the number type of the network, an input called `input`, an output
    /// called `output`, and any number of samples at once. Indices are of 64 bits, with a sign, as other tools have them;
    /// one outside an embedding's vocabulary is an error of what runs the file. Nodes, and the values that layers make, bear the layers' names,
    /// and the weights those of [`parameters`](Self::parameters). The names of the classes, with commas between them, are the
    /// file's metadata `classes`.
    ///
    /// Tools read files of up to 2 GiB.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// let net = nn_runtime::sequential![dense(3, input = 2, relu), dense(2, softmax)];
    /// std::fs::write("net.onnx", net.to_onnx())?;
    /// # Ok::<(), std::io::Error>(())
    /// ```
    #[cfg(feature = "onnx")]
    #[must_use]
    fn to_onnx(&self) -> alloc::vec::Vec<u8> {
        crate::onnx::export(self)
    }

    /// Adds the ops to a graph.
    #[doc(hidden)]
    #[cfg(feature = "onnx")]
    fn graph(graph: &mut crate::onnx::Graph<'_, Self::Scalar>);

    /// A network of zeros on the heap; it is never on the stack, however large it is.
    #[cfg(feature = "alloc")]
    #[must_use]
    fn boxed_zeros() -> alloc::boxed::Box<Self> {
        crate::memory::boxed_zeros()
    }

    /// [`init`](Self::init) on the heap; the network is never on the stack, however large it is.
    #[cfg(feature = "alloc")]
    #[must_use]
    fn boxed_init(seed: u64) -> alloc::boxed::Box<Self> {
        let mut network = Self::boxed_zeros();
        network.initialize(seed);
        network
    }

    /// The layers as a table, as Keras prints them.
    #[must_use]
    fn summary() -> impl fmt::Display {
        nn_format::Summary {
            title: Self::NAME,
            input_shape: Self::INPUT_SHAPE,
            layers: Self::LAYERS,
            parameters: Self::PARAMETERS,
            weight_bytes: Self::WEIGHT_BYTES,
            flops: Self::FLOPS,
        }
    }

    /// How the forward pass is computed, step by step, and why: what the compiler chose for each layer.
    #[must_use]
    fn schedule() -> impl fmt::Display {
        nn_format::Schedule {
            title: Self::NAME,
            layers: Self::LAYERS,
            steps: Self::STEPS,
            isa: Some(Self::ISA),
            scratch_bytes: Self::SCRATCH_BYTES,
            workspace_bytes: Self::WORKSPACE_BYTES,
            block: Self::BLOCK,
            in_lanes: Self::IN_LANES,
        }
    }

    /// A picture of the network, as SVG.
    #[must_use]
    fn diagram() -> impl fmt::Display {
        nn_format::Diagram {
            title: Self::NAME,
            input_shape: Self::INPUT_SHAPE,
            layers: Self::LAYERS,
            classes: Self::CLASSES,
        }
    }
}

/// One tensor of a network's parameters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parameter<'a, T> {
    /// `<layer>.<variable>`: `hidden.kernel`.
    pub name: &'static str,
    /// The sizes of its axes.
    pub shape: &'static [usize],
    /// Its numbers, the last axis fastest.
    pub values: &'a [T],
}

/// One tensor of a network's parameters, to change.
#[derive(Debug, PartialEq)]
pub struct ParameterMut<'a, T> {
    /// `<layer>.<variable>`: `hidden.kernel`.
    pub name: &'static str,
    /// The sizes of its axes.
    pub shape: &'static [usize],
    /// Its numbers, the last axis fastest.
    pub values: &'a mut [T],
}

/// A batch has as many outputs as inputs.
#[track_caller]
fn check_lengths(inputs: usize, outputs: usize) {
    assert!(inputs == outputs, "a batch of {inputs} inputs needs as many outputs, but there are {outputs}");
}

/// The forward pass of each sample, without a block's scratch.
fn one_by_one<N: Network>(network: &N, inputs: &[N::Input], outputs: &mut [N::Output]) {
    with_scratch(
        #[inline(always)]
        |scratch| inputs.iter().zip(outputs).for_each(|(input, output)| network.forward_in(scratch, input, output)),
    );
}

/// Runs a pass of `N` at the best of the instruction sets that it is compiled for.
#[inline(always)]
pub(crate) fn at_best<N: Network, K: Kernel<Output = ()>>(pass: K) {
    if const { matches!(N::ISA, IsaChoice::Target) } {
        simd::baseline(pass);
    } else if const { matches!(N::ISA, IsaChoice::Narrow) } {
        simd::dispatch_narrow(simd::best(), pass);
    } else {
        simd::dispatch(simd::best(), pass);
    }
}

/// One sample's forward pass.
struct Forward<'a, N: Network> {
    network: &'a N,
    input: &'a N::Input,
    scratch: &'a mut N::Scratch,
    output: &'a mut N::Output,
}

impl<N: Network> Kernel for Forward<'_, N> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        self.network.run(simd, One, self.scratch.arena(), self.input.flat(), self.output.flat_mut());
    }
}

/// A batch's forward pass.
struct Batch<'a, N: Network> {
    network: &'a N,
    inputs: &'a [N::Input],
    scratch: &'a mut N::Block,
    outputs: &'a mut [N::Output],
}

impl<N: Network> Kernel for Batch<'_, N> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        if const { N::IN_LANES } {
            return self.in_lanes(simd);
        }
        for (inputs, outputs) in self.inputs.chunks(N::BLOCK).zip(self.outputs.chunks_mut(N::BLOCK)) {
            let (input, output) = (memory::flat_rows(inputs), memory::flat_rows_mut(outputs));
            self.network.run(simd, inputs.len(), self.scratch.arena(), input, output);
        }
    }
}

impl<N: Network> Batch<'_, N> {
    /// The same with the samples of a block in lanes.
    #[inline(always)]
    fn in_lanes<S: Simd>(self, simd: S) {
        let count = BatchInLanes::<N::Scalar>::COUNT;
        let rows = BatchInLanes::<N::Scalar>::ROWS;
        let (input, scratch) = slot(rows, self.scratch.arena(), N::Input::LEN);
        let (output, scratch) = slot(rows, scratch, N::Output::LEN);
        for (inputs, outputs) in self.inputs.chunks(count).zip(self.outputs.chunks_mut(count)) {
            to_lanes(simd, memory::same(memory::flat_rows(inputs)), N::Input::LEN, input);
            self.network.run(simd, rows, scratch, memory::same(input), output);
            from_lanes(simd, output, N::Output::LEN, memory::flat_rows_mut(outputs));
        }
    }
}
