//! The matrix products alone, by matrixmultiply.

use std::process::ExitCode;

use harness::{Computes, Peer, Product, chain};

fn main() -> ExitCode {
    harness::main(&Peer {
        name: "matrixmultiply",
        file: "matrixmultiply",
        computes: Computes::Products,
        prepare: |case| chain(case, multiply),
    })
}

fn multiply(Product { samples, inputs, units, left, right, result }: Product<'_>) {
    assert!(left.len() == samples * inputs && right.len() == inputs * units && result.len() == samples * units);
    let stride = usize::cast_signed;
    // SAFETY: the matrices are as large as their slices, row by row.
    unsafe {
        matrixmultiply::sgemm(
            samples,
            inputs,
            units,
            1.0,
            left.as_ptr(),
            stride(inputs),
            1,
            right.as_ptr(),
            stride(units),
            1,
            0.0,
            result.as_mut_ptr(),
            stride(units),
            1,
        );
    }
}
