//! What kernels need besides what they read and write. One runs after the other, so that all share it.
//!
//! How much that is depends on the target's vectors, which only rustc knows when it evaluates constants. The documentation
//! tells what it is where the compiler runs.

use nn_format::DenseStrategy;
use proc_macro2::TokenStream;

use crate::shape::Size;

/// How many numbers a kernel needs.
pub(crate) struct Workspace {
    /// An expression that rustc evaluates.
    pub(crate) tokens: TokenStream,
    /// How many they are where the compiler runs, if the sizes are known.
    pub(crate) known: Option<usize>,
}

/// The least rows of a block of samples.
const BLOCK: usize = 8;

impl Workspace {
    /// That of a product of so many rows, if it needs any; whether it does is the same for all targets.
    pub(super) fn product([inputs, units, rows]: [&Size; 3], bytes: usize) -> Option<Self> {
        let count = rows.known().unwrap_or(BLOCK);
        let known = inputs.known().zip(units.known());
        let known = known.map(|(inputs, units)| DenseStrategy::workspace(inputs, units, count, bytes));
        let size = Size::Known(bytes);
        let tokens = mixed!(__nn::DenseStrategy::workspace(#inputs, #units, #rows, #size));
        (rows.known() != Some(1) && known != Some(0)).then_some(Self { tokens, known })
    }
}
