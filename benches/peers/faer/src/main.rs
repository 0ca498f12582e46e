//! The matrix products alone, by faer.

use std::process::ExitCode;

use faer::linalg::matmul::matmul;
use faer::{Accum, MatMut, MatRef, Par};
use harness::{Computes, Peer, Product, chain};

fn main() -> ExitCode {
    harness::main(&Peer {
        name: "faer",
        file: "faer",
        computes: Computes::Products,
        prepare: |case| chain(case, multiply),
    })
}

fn multiply(Product { samples, inputs, units, left, right, result }: Product<'_>) {
    let left = MatRef::from_row_major_slice(left, samples, inputs);
    let right = MatRef::from_row_major_slice(right, inputs, units);
    let result = MatMut::from_row_major_slice_mut(result, samples, units);
    matmul(result, Accum::Replace, left, right, 1.0, Par::Seq);
}
