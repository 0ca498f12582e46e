//! The networks that are measured, and with how many samples each.

use nn_runtime::{Network, sequential};

use crate::row::Row;

/// A network as it is written, for the programs that other benchmarks compile.
#[derive(Clone, Copy, Debug)]
pub struct Text {
    /// The network's name.
    pub name: &'static str,
    /// Its layers.
    pub layers: &'static str,
    /// How many they are.
    pub count: usize,
}

/// Defines each network, and keeps its text.
macro_rules! networks {
    ($($(#[$attribute:meta])* $name:ident { $($layers:tt)* })*) => {
        $(
            sequential! {
                $(#[$attribute])*
                #[derive(Debug)]
                pub struct $name { $($layers)* }
            }
        )*

        /// The networks' texts.
        pub const NETWORKS: &[Text] = &[
            $(Text { name: stringify!($name), layers: stringify!($($layers)*), count: $name::LAYERS.len() }),*
        ];
    };
}

networks! {
    /// A: the smallest network that does something.
    A {
        dense(3, input = 2, relu),
        dense(2, softmax),
    }

    /// B: a classifier of flowers.
    B {
        dense(16, input = 4, relu),
        dense(16, relu),
        dense(3, softmax),
    }

    /// C: a controller, whose weights are larger than the L1 cache.
    C {
        dense(64, input = 64, tanh),
        dense(64, tanh),
        dense(64, tanh),
        dense(64, tanh),
        dense(64),
    }

    /// D: digits; one large layer, in the L2 cache.
    D {
        dense(128, input = 784, relu),
        dense(10, softmax),
    }

    /// E: digits, with weights that only the L3 cache holds.
    E {
        dense(512, input = 784, relu),
        dense(512, relu),
        dense(10, softmax),
    }

    /// F: digits, as `LeNet` reads them; few filters, and then more.
    F {
        conv2d(6, relu, kernel = 5, padding = same, input = (28, 28, 1)),
        max_pool2d(2),
        conv2d(16, relu, kernel = 5),
        max_pool2d(2),
        flatten(),
        dense(120, relu),
        dense(84, relu),
        dense(10, softmax),
    }

    /// G: a signal of 512 steps through a recurrent layer, with a number out at each.
    Lstm {
        lstm(32, input = (512, 1), return_sequences = true),
        time_distributed(dense(1)),
    }

    /// G with another layer.
    Gru {
        gru(32, input = (512, 1), return_sequences = true),
        time_distributed(dense(1)),
    }

    /// H: spoken words, from 49 frames of 40 numbers.
    H {
        conv1d(64, relu, kernel = 3, padding = same, input = (49, 40)),
        conv1d(64, relu, kernel = 3, padding = same),
        conv1d(64, relu, kernel = 3, padding = same),
        global_avg_pool1d(),
        dense(12, softmax),
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
    Row::new::<F>(1),
    Row::new::<F>(64),
    Row::new::<Lstm>(1),
    Row::new::<Gru>(1),
    Row::new::<H>(1),
];
