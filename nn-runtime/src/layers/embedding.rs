use core::fmt;

use super::Aligned;
use crate::Scalar;

/// The parameters of an `embedding` layer: a vector of `DIM` numbers for each index below `VOCABULARY`.
///
/// # Examples
///
/// ```
/// use nn_runtime::Embedding;
///
/// let layer: Embedding<f32, 3, 2> = Embedding::new([[0.0, 1.0], [0.5, -1.0], [2.0, 0.25]]);
/// assert_eq!(layer.embeddings[1], [0.5, -1.0]);
/// ```
#[repr(C)]
#[derive(Clone)]
pub struct Embedding<T, const VOCABULARY: usize, const DIM: usize> {
    alignment: Aligned,
    /// The vector of each index.
    pub embeddings: [[T; DIM]; VOCABULARY],
}

impl<T: Scalar, const VOCABULARY: usize, const DIM: usize> Embedding<T, VOCABULARY, DIM> {
    /// A layer of these parameters.
    #[must_use]
    pub const fn new(embeddings: [[T; DIM]; VOCABULARY]) -> Self {
        Self { alignment: Aligned, embeddings }
    }

    /// A layer whose parameters are all zero.
    #[must_use]
    pub const fn zeros() -> Self {
        Self::new([[T::ZEROS; DIM]; VOCABULARY])
    }
}

impl<T: Scalar, const VOCABULARY: usize, const DIM: usize> Default for Embedding<T, VOCABULARY, DIM> {
    /// All zero.
    fn default() -> Self {
        Self::zeros()
    }
}

impl<T: fmt::Debug, const VOCABULARY: usize, const DIM: usize> fmt::Debug for Embedding<T, VOCABULARY, DIM> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { alignment: _, embeddings } = self;
        f.debug_struct("Embedding").field("embeddings", embeddings).finish()
    }
}

impl<T: PartialEq, const VOCABULARY: usize, const DIM: usize> PartialEq for Embedding<T, VOCABULARY, DIM> {
    fn eq(&self, other: &Self) -> bool {
        self.embeddings == other.embeddings
    }
}
