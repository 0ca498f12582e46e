//! Its nodes.

use crate::Scalar;
use crate::onnx::Graph;

impl<T: Scalar> Graph<'_, T> {
    /// `x · kernel + bias`, along the last axis.
    pub fn dense(&mut self) {
        let x = self.channels_last();
        let units = self.parameter("kernel").shape[1];
        let (kernel, has_bias) = (self.weights("kernel"), self.has("bias"));
        let mut inputs = alloc::vec![x, kernel];
        if has_bias {
            inputs.push(self.weights("bias"));
        }
        self.current.value = match self.current.shape.len() {
            1 => self.principal("Gemm", &inputs, &[]),
            _ => {
                let sums = self.principal("MatMul", &inputs[..2], &[]);
                inputs.get(2).map_or(sums, |&bias| self.call("Add", &[sums, bias]))
            }
        };
        if let Some(last) = self.current.shape.last_mut() {
            *last = units;
        }
    }
}
