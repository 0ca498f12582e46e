//! Sizes that only rustc knows.

use nn_runtime::sequential;

const FEATURES: usize = 2;
const HIDDEN: usize = 3;

mod config {
    pub const CLASSES: usize = 2;
    pub struct Sizes;
    impl Sizes {
        pub const WIDE: usize = 12;
    }
    pub const fn twice(n: usize) -> usize {
        2 * n
    }
}

sequential! {
    pub struct Net {
        hidden: dense(HIDDEN, input = FEATURES, relu),
        wide: dense(config::Sizes::WIDE, input = HIDDEN),
        square: reshape(HIDDEN, -1),
        vector: flatten(),
        narrow: dense({ 2 * HIDDEN }, input = 4 * HIDDEN, use_bias = false),
        call: dense(config::twice(HIDDEN)),
        size: dense(size_of::<u64>() - 1),
        output: dense(config::CLASSES, softmax),
    }
}

// Sums and products keep their brackets.
sequential! {
    struct Sums {
        flatten(input = (HIDDEN + 1, FEATURES + 2)),
        dense(FEATURES + HIDDEN),
        reshape(1, FEATURES + HIDDEN),
        flatten(),
        dense({ 2 * HIDDEN }),
        reshape(FEATURES * HIDDEN, -1),
        flatten(),
        dense({ if HIDDEN > 2 { 2 } else { 1 } } - 1, use_bias = false),
        dense(1, input = 1),
    }
}

fn main() {
    let _: nn_runtime::Dense<f32, 16, 5> = Sums::zeros().dense;
    let _: nn_runtime::Dense<f32, 6, 1, nn_runtime::NoBias> = Sums::zeros().dense_2;
    assert!(Sums::init(1).forward(&[[0.5; 4]; 4])[0].is_finite());
    const INNER: usize = 2;
    let p: [f32; 2] = Net::init(1).forward(&[1.8, 75.0]);
    assert!((p[0] + p[1] - 1.0).abs() < 1e-6);
    let net = sequential![dense(INNER, input = FEATURES), dense({ const LOCAL: usize = 1; LOCAL + 1 })];
    let q: [f32; INNER] = net.forward(&[1.8, 75.0]);
    assert!(q[0].is_finite());
    let Net { hidden, .. } = Net::zeros();
    let _: nn_runtime::Dense<f32, FEATURES, HIDDEN> = hidden;
}
