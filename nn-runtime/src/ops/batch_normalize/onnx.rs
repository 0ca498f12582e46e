//! Its nodes.

use crate::Scalar;
use crate::onnx::{Attribute, Graph};

impl<T: Scalar> Graph<'_, T> {
    /// `(x − moving_mean) · gamma / √(moving_variance + epsilon) + beta`, with these of the layer's tensors.
    pub fn batch_normalize(&mut self, gamma: Option<&str>, beta: Option<&str>, epsilon: T) {
        if Self::IS_SINGLE {
            let x = self.channels_first();
            let inputs = [
                x,
                self.scale(gamma, "gamma", T::one()),
                self.scale(beta, "beta", T::zero()),
                self.weights("moving_mean"),
                self.weights("moving_variance"),
            ];
            let epsilon = [("epsilon", Attribute::float(epsilon))];
            self.current.value = self.principal("BatchNormalization", &inputs, &epsilon);
            return;
        }
        let (mean, variance) = (self.channel_weights("moving_mean"), self.channel_weights("moving_variance"));
        let epsilon = self.number(epsilon.into_f64());
        let sum = self.call("Add", &[variance, epsilon]);
        let root = self.call("Sqrt", &[sum]);
        let centred = self.call("Sub", &[self.current.value, mean]);
        self.current.value = self.call("Div", &[centred, root]);
        self.apply_scaling(gamma, beta);
    }
}
