//! What layers lower to. An op is one file here, which answers all that the compiler asks of it, and one folder or file of
//! kernels in the runtime.

mod attributes;
mod call;
mod epilogue;
mod space;
mod strategy;
mod workspace;

use proc_macro2::TokenStream;

pub(crate) use self::attributes::Attributes;
pub(crate) use self::call::{Argument, Buffer, Call, slots};
pub(crate) use self::epilogue::{Activation, Epilogue};
pub(crate) use self::space::Window;
pub(crate) use self::strategy::{Schedule, Strategy, Work, option};
pub(crate) use self::workspace::Workspace;
use crate::graph::{Element, Node, Value};
use crate::passes::step::{Step, Stepped, Why};
#[cfg(feature = "reference")]
use crate::reference::{Interpreted, Operands};
use crate::shape::Size;

/// One word for each op; each is a file with a struct of that name.
macro_rules! ops {
    ($($file:ident: $Op:ident),* $(,)?) => {
        $(mod $file;)*
        $(pub(crate) use self::$file::$Op;)*

        /// An op with its attributes; sizes are those of the values that it reads and writes.
        #[derive(Clone)]
        pub(crate) enum Op { $($Op($Op)),* }

        $(impl From<$Op> for Op {
            fn from(op: $Op) -> Self {
                Self::$Op(op)
            }
        })*

        impl Op {
            /// The name of its file.
            pub(crate) fn name(&self) -> &'static str {
                match self { $(Self::$Op(_) => stringify!($file)),* }
            }
        }

        impl std::ops::Deref for Op {
            type Target = dyn Operation;

            fn deref(&self) -> &(dyn Operation + 'static) {
                match self { $(Self::$Op(op) => op),* }
            }
        }

        impl std::ops::DerefMut for Op {
            fn deref_mut(&mut self) -> &mut (dyn Operation + 'static) {
                match self { $(Self::$Op(op) => op),* }
            }
        }
    };
}

ops! {
    dense: Dense,
    conv: Conv,
    conv_transpose: ConvTranspose,
    gather: Gather,
    prelu: Prelu,
    resize_bilinear: ResizeBilinear,
    activate: Activate,
    rescale: Rescale,
    standardize: Standardize,
    batch_normalize: BatchNormalize,
    normalize: Normalize,
    pool: Pool,
    strided_copy: StridedCopy,
    recurrent: Recurrent,
    causal_history: CausalHistory,
    elementwise: Elementwise,
    concat: Concat,
    reshape: Reshape,
    copy: Copy,
    noise: Noise,
    activity_regularize: ActivityRegularize,
}

pub(crate) use self::batch_normalize::Scaling;
pub(crate) use self::elementwise::Merge;
pub(crate) use self::noise::NoiseKind;
pub(crate) use self::normalize::Statistic;
pub(crate) use self::pool::Pooling;
pub(crate) use self::prelu::SharedAxis;
pub(crate) use self::recurrent::Cell;
pub(crate) use self::reshape::Rows;
pub(crate) use self::strided_copy::Axis;

/// All that the compiler asks of an op. There are no defaults, so that a new op answers everything.
pub(crate) trait Operation {
    /// Its attributes, for people.
    fn attributes(&self) -> Attributes;

    /// What it makes of what it reads.
    fn output(&self, reads: &[&Value]) -> Value;

    /// What it reads must be made of.
    fn element(&self) -> Element;

    /// Whether it is for training alone, and passes its input on otherwise.
    fn trains(&self) -> bool;

    /// What it computes, for each row.
    fn cost(&self, site: &Site<'_>) -> Cost;

    /// Where its output may be.
    fn storage(&self) -> Storage;

    /// How many numbers each of its rows needs room for besides.
    fn row_workspace(&self, site: &Site<'_>) -> Option<Size>;

    /// What its kernel needs room for besides, with so many samples at once: at most the largest of these.
    fn workspace(&self, site: &Site<'_>, samples: &Size) -> Vec<Workspace>;

    /// How it is computed, and why; nothing where nothing is.
    fn schedule(&self, site: &Site<'_>) -> Option<Schedule<'_>>;

    /// Takes over what `next` does to `output`, which is what this op makes, and which nobody else reads. False where that
    /// takes a pass of its own.
    fn fuse(&mut self, next: &Node, output: &Value) -> bool;

    /// Makes the nodes of one step of a sequence, which is the first axis of what the op reads.
    fn step(&self, step: &mut Step<'_>) -> Result<Stepped, Why>;

    /// The call of its kernel.
    fn forward(&self, call: &Call<'_>) -> TokenStream;

    /// The calls that make its ONNX nodes.
    fn onnx(&self, site: &Site<'_>) -> TokenStream;

    /// What it makes of a row of what it reads, straight from its definition.
    #[cfg(feature = "reference")]
    fn interpret(&self, at: &Operands<'_>) -> Interpreted;
}

/// What a node reads and writes.
pub(crate) struct Site<'a> {
    pub(crate) reads: Vec<&'a Value>,
    pub(crate) writes: &'a Value,
    /// How many bytes a number takes.
    pub(crate) bytes: usize,
}

impl Site<'_> {
    /// How many numbers it reads first, of each row.
    pub(crate) fn inputs(&self) -> Size {
        self.reads[0].shape.elements()
    }

    /// How many numbers it writes, of each row.
    pub(crate) fn elements(&self) -> Size {
        self.writes.shape.elements()
    }
}

/// What an op computes.
pub(crate) struct Cost {
    /// Floating-point operations: a multiplication and an addition are two; what an activation does to one number counts as
    /// one.
    pub(crate) flops: Size,
    /// About how many instructions it takes besides, a number at a time.
    pub(crate) instructions: Size,
    /// The numbers that it goes along, a vector at a time.
    pub(crate) row: Size,
}

impl Cost {
    /// So many operations for each number, which it goes along.
    pub(crate) fn of_each(flops: usize, elements: Size) -> Self {
        Self { flops: Size::Known(flops).times(&elements), instructions: Size::Known(0), row: elements }
    }

    /// Nothing is computed.
    pub(crate) fn none() -> Self {
        Self::of_each(0, Size::Known(0))
    }
}

/// Where an op's output may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Storage {
    /// In a place of its own.
    Own,
    /// Over one of the tensors that it reads.
    InPlace,
    /// It is the tensor that it reads, with other axes.
    View,
    /// In a place of its own, into which each tensor that it reads is written as soon as it is there.
    Parts,
}
