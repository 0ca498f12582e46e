//! Its nodes.

use crate::Scalar;
use crate::onnx::Graph;
use crate::ops::Constants;

impl<T: Scalar> Graph<'_, T> {
    /// `x · scale + offset`.
    pub fn rescale(&mut self, scale: &impl Constants<T>, offset: &impl Constants<T>) {
        let scale = self.constants("scale", scale);
        self.current.value = self.call("Mul", &[self.current.value, scale]);
        if offset.numbers().iter().any(|&number| number != T::zero()) {
            let offset = self.constants("offset", offset);
            self.current.value = self.call("Add", &[self.current.value, offset]);
        }
    }
}
