//! Their tensor.

use super::Constants;
use crate::Scalar;
use crate::onnx::{Graph, Value};

impl<T: Scalar> Graph<'_, T> {
    /// One number for all, or one for each of the last axis.
    pub(crate) fn constants<C: Constants<T>>(&mut self, name: &str, constants: &C) -> Value {
        match C::COUNT {
            0 => self.own(name, &[], constants.numbers().to_vec()),
            _ => {
                let shape = self.along_channels();
                self.own(name, &shape, constants.numbers().to_vec())
            }
        }
    }
}
