//! Whether a peer computes the same.

use crate::{Case, Outcome};

/// What two outputs may differ by, relative to the larger, and besides.
const RELATIVE: f64 = 1e-4;
const ABSOLUTE: f64 = 1e-5;

/// An error if an output of `peer` isn't that of `ours`.
pub(crate) fn compare(ours: &[f64], peer: &[f32]) -> Outcome<()> {
    if ours.len() != peer.len() {
        return Err(format!("{} outputs, but ours are {}", peer.len(), ours.len()).into());
    }
    for (index, (&ours, &peer)) in ours.iter().zip(peer).enumerate() {
        let peer = f64::from(peer);
        let difference = (ours - peer).abs();
        // A NaN is near nothing.
        let near = difference <= ABSOLUTE + RELATIVE * ours.abs().max(peer.abs());
        if !near {
            return Err(format!("output {index} is {peer}, but ours is {ours}").into());
        }
    }
    Ok(())
}

/// The product of the inputs with the kernel of each layer in turn, in `f64`.
pub(crate) fn products(case: &Case) -> Outcome<Vec<f64>> {
    let mut rows: Vec<f64> = case.inputs().iter().copied().map(f64::from).collect();
    for layer in case.layers() {
        let [kernel, bias] = layer.tensors()?;
        let units = bias.values.len();
        let kernel: Vec<f64> = kernel.values.iter().copied().map(f64::from).collect();
        let mut result = vec![0.0; case.samples() * units];
        for (row, result) in rows.chunks_exact(kernel.len() / units).zip(result.chunks_exact_mut(units)) {
            for (x, kernel) in row.iter().zip(kernel.chunks_exact(units)) {
                for (sum, weight) in result.iter_mut().zip(kernel) {
                    *sum += x * weight;
                }
            }
        }
        rows = result;
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::compare;

    #[test]
    fn rounding_is_forgiven_and_nothing_else() {
        assert!(compare(&[1.0, 0.0], &[1.00005, 0.000_005]).is_ok());
        assert!(compare(&[1.0], &[1.001]).is_err());
        assert!(compare(&[0.0], &[0.0001]).is_err());
        assert!(compare(&[1.0], &[f32::NAN]).is_err());
        assert!(compare(&[1.0], &[1.0, 1.0]).is_err());
    }
}
