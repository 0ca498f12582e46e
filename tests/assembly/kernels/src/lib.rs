//! Networks, one sample and a batch of each: functions that are found by their names.

use nn_runtime::{Network, sequential};

sequential! {
    /// Layers that fit the second cache.
    pub struct Small { dense(64, input = 64, tanh), dense(64, tanh), dense(64, tanh), dense(64, tanh), dense(64) }
}

sequential! {
    /// A layer that the first cache doesn't hold, and one of fewer outputs than a register has numbers.
    pub struct Large { dense(128, input = 784, relu), dense(10, softmax) }
}

sequential! {
    /// Layers so small that the samples of a batch lie in lanes.
    pub struct Tiny { dense(32, input = 24, relu), dense(32, relu), dense(3, softmax) }
}

macro_rules! calls {
    ($network:ident, $sample:ident, $batch:ident) => {
        #[inline(never)]
        pub fn $sample(
            network: &$network,
            scratch: &mut <$network as Network>::Scratch,
            input: &<$network as Network>::Input,
            output: &mut <$network as Network>::Output,
        ) {
            network.forward_in(scratch, input, output);
        }

        #[inline(never)]
        pub fn $batch(
            network: &$network,
            inputs: &[<$network as Network>::Input],
            outputs: &mut [<$network as Network>::Output],
        ) {
            network.forward_batch(inputs, outputs);
        }
    };
}

calls!(Small, small_sample, small_batch);
calls!(Large, large_sample, large_batch);
calls!(Tiny, tiny_sample, tiny_batch);
