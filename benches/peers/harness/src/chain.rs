//! Networks without their biases and activations.

use crate::{Case, Layer, Outcome, Prepared};

/// A product of two matrices, row by row: `result = left right`.
#[derive(Debug)]
pub struct Product<'a> {
    /// Rows of `left` and of `result`.
    pub samples: usize,
    /// Columns of `left`, rows of `right`.
    pub inputs: usize,
    /// Columns of `right` and of `result`.
    pub units: usize,
    /// The left factor.
    pub left: &'a [f32],
    /// The right factor.
    pub right: &'a [f32],
    /// What is written.
    pub result: &'a mut [f32],
}

/// The inputs times the kernel of each layer in turn, by `multiply`; for rows of several samples and dense layers only.
///
/// # Errors
///
/// If a layer has no bias.
pub fn chain(case: &Case, mut multiply: impl FnMut(Product<'_>) + 'static) -> Prepared {
    let samples = case.samples();
    if samples == 1 || case.layers().iter().any(|layer| layer.kind != "dense") {
        return Ok(None);
    }
    let kernel = |layer: &Layer| {
        let [kernel, bias] = layer.tensors()?;
        Ok((kernel.values.clone(), bias.values.len()))
    };
    let kernels = case.layers().iter().map(kernel).collect::<Outcome<Vec<_>>>()?;
    let mut results: Vec<_> = kernels.iter().map(|(_, units)| vec![0.0; samples * units]).collect();
    // The last one is the output.
    results.pop();
    Ok(Some(Box::new(move |input: &[f32], output: &mut [f32]| {
        let mut left = input;
        let results = results.iter_mut().map(Vec::as_mut_slice).chain([output]);
        for ((right, units), result) in kernels.iter().zip(results) {
            let inputs = left.len() / samples;
            multiply(Product { samples, inputs, units: *units, left, right, result: &mut *result });
            left = result;
        }
        Ok(())
    })))
}
