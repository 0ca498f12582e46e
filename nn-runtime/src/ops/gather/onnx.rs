//! Its nodes.

use crate::Scalar;
use crate::onnx::Attribute;
use crate::onnx::Graph;

impl<T: Scalar> Graph<'_, T> {
    /// The vector of each index. One outside the vocabulary is an error of what runs the file.
    pub fn gather(&mut self) {
        let dim = self.parameter("embeddings").shape[1];
        let table = self.weights("embeddings");
        self.current.value = self.node("Gather", &[table, self.current.value], &[("axis", Attribute::Integer(0))]);
        self.current.shape.push(dim);
        self.current.is_indices = false;
    }
}
