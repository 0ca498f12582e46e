//! Its nodes.

use alloc::vec::Vec;

use crate::Scalar;
use crate::onnx::Graph;
use crate::onnx::window::{attributes, edges, space};
use crate::ops::Window;

impl<T: Scalar> Graph<'_, T> {
    /// What one operator makes of each window, channel by channel, and another of windows that are all of the input.
    pub fn pool(&mut self, [operator, global]: [&'static str; 2], windows: [Window; 3]) {
        let x = self.channels_first();
        let space = space(&windows, self.current.shape.len());
        let channels = self.current.channels();
        let is_global = space.iter().all(|window| window.output == 1 && window.kernel == window.input);
        self.current.value = if is_global {
            self.principal(global, &[x], &[])
        } else {
            let edges: Vec<_> = space.iter().map(edges).collect();
            self.principal(operator, &[x], &attributes(space, &edges))
        };
        self.current.shape = space.iter().map(|window| window.output).chain([channels]).collect();
    }
}
