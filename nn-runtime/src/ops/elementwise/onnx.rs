//! Its nodes.

use crate::Scalar;
use crate::onnx::Graph;
use crate::onnx::graph::Tensor;

impl<T: Scalar> Graph<'_, T> {
    /// What an operator makes of two tensors.
    pub fn elementwise(&mut self, operator: &'static str) {
        if let [a, b] = self.alike().as_slice() {
            let value = self.principal(operator, &[a.value, b.value], &[]);
            self.current = Tensor { value, ..a.clone() };
        }
    }

    /// The mean of two tensors; onnxruntime has ONNX's `Mean` in single precision alone.
    pub fn average(&mut self) {
        self.elementwise("Add");
        let half = self.number(0.5);
        self.current.value = self.call("Mul", &[self.current.value, half]);
    }
}
