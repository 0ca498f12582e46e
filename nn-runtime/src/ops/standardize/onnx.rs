//! Its nodes.

use crate::Scalar;
use crate::onnx::Graph;
use crate::ops::Constants;

impl<T: Scalar> Graph<'_, T> {
    /// `(x − mean) / max(√variance, 10⁻⁷)`.
    pub fn standardize(&mut self, mean: &impl Constants<T>, variance: &impl Constants<T>) {
        let (mean, variance) = (self.constants("mean", mean), self.constants("variance", variance));
        let least = self.number(1e-7);
        let root = self.call("Sqrt", &[variance]);
        let deviation = self.call("Max", &[root, least]);
        let centred = self.call("Sub", &[self.current.value, mean]);
        self.current.value = self.call("Div", &[centred, deviation]);
    }
}
