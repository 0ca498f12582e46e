//! What `.ci/asan` watches: networks of all lengths, and weights. A program of its own, since compiling all networks with
//! the sanitizer takes as long as all other tests.

mod common;
mod parity;
mod weights;
