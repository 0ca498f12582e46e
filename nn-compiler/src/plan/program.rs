//! A pass as a program: calls of kernels, one after the other, and the memory that they read and write.

use crate::graph::NodeId;
use crate::ops::{Argument, Buffer};
use crate::shape::Size;

/// The calls of a pass, and the memory that it takes.
pub(crate) struct Program {
    pub(crate) calls: Vec<Placed>,
    /// The slots of the arena: how many numbers each has for each sample.
    pub(crate) slots: Vec<Size>,
    /// The memory of the caller's.
    pub(crate) arguments: Vec<Argument>,
}

/// A call of a node's kernel.
pub(crate) struct Placed {
    pub(crate) node: NodeId,
    /// Which of the tensors that the node reads is written, where each has a call of its own.
    pub(crate) part: usize,
    pub(crate) reads: Vec<Buffer>,
    pub(crate) writes: Buffer,
    pub(crate) row_workspace: Option<Buffer>,
}

impl Program {
    /// How many numbers all slots have for each sample.
    pub(crate) fn numbers(&self) -> Size {
        total(&self.slots)
    }
}

pub(super) fn total(sizes: &[Size]) -> Size {
    sizes.iter().fold(Size::Known(0), |sum, size| sum.plus(size))
}
