//! The networks that are measured, and with how many samples each.

use nn_runtime::sequential;

use crate::row::Row;

sequential! {
    /// A: the smallest network that does something.
    #[derive(Debug)]
    pub struct A {
        dense(3, input = 2, relu),
        dense(2, softmax),
    }
}

sequential! {
    /// B: a classifier of flowers.
    #[derive(Debug)]
    pub struct B {
        dense(16, input = 4, relu),
        dense(16, relu),
        dense(3, softmax),
    }
}

sequential! {
    /// C: a controller, whose weights are larger than the L1 cache.
    #[derive(Debug)]
    pub struct C {
        dense(64, input = 64, tanh),
        dense(64, tanh),
        dense(64, tanh),
        dense(64, tanh),
        dense(64),
    }
}

sequential! {
    /// D: digits; one large layer, in the L2 cache.
    #[derive(Debug)]
    pub struct D {
        dense(128, input = 784, relu),
        dense(10, softmax),
    }
}

sequential! {
    /// E: digits, with weights that only the L3 cache holds.
    #[derive(Debug)]
    pub struct E {
        dense(512, input = 784, relu),
        dense(512, relu),
        dense(10, softmax),
    }
}

/// The rows of the table, in its order: each network, with each number of samples.
pub const ROWS: &[Row] = &[
    Row::new::<A>(1),
    Row::new::<B>(1),
    Row::new::<B>(150),
    Row::new::<C>(1),
    Row::new::<C>(32),
    Row::new::<C>(1024),
    Row::new::<D>(1),
    Row::new::<D>(32),
    Row::new::<D>(256),
    Row::new::<D>(1024),
    Row::new::<E>(1),
    Row::new::<E>(64),
    Row::new::<E>(256),
];
