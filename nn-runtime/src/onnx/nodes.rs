//! The nodes of each op.

mod conv;
mod dense;
mod elementwise;
mod gather;
mod normalize;
mod pool;
mod recurrent;
mod strided_copy;
mod window;
