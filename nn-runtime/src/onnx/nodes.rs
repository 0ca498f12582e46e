//! The nodes of each op.

mod convolve;
mod dense;
mod elementwise;
mod embed;
mod normalize;
mod pool;
mod rearrange;
mod recurrent;
mod window;
