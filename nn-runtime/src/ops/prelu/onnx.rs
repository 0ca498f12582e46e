//! Its nodes.

use crate::Scalar;
use crate::onnx::Graph;

impl<T: Scalar> Graph<'_, T> {
    /// `x`, times the layer's alpha where it is negative.
    pub fn prelu(&mut self) {
        let x = self.channels_last();
        let alpha = self.weights("alpha");
        self.current.value = self.principal("PRelu", &[x, alpha], &[]);
    }
}
