//! Weights of recurrent layers as CuDNN's layers of Keras 2 have them: `CuDNNLSTM`, `CuDNNGRU`.
//!
//! Each gate has a bias for what comes in and one for what is remembered, which tells such weights from others. The kernels
//! hold CuDNN's matrices row by row, which have a row for each unit, in Keras's own shape, which has a column. Keras 2
//! converts them in the same way where such a file is loaded into layers of the other kind
//! (`preprocess_weights_for_loading` in its `hdf5_format`).

use crate::{Data, Tensor};

/// Puts the kernel, the recurrent kernel and the bias of so many gates into the order of other layers, if they are CuDNN's.
pub(crate) fn convert(weights: &mut [Tensor], gates: usize) {
    let [kernel, recurrent, bias] = weights else { return };
    let (&[inputs, _], &[units, columns], &[biases]) =
        (kernel.shape.as_slice(), recurrent.shape.as_slice(), bias.shape.as_slice())
    else {
        return;
    };
    let is_theirs = units.checked_mul(gates) == Some(columns)
        && columns.checked_mul(2) == Some(biases)
        && kernel.shape[1] == columns
        && columns > 0
        && inputs > 0;
    if !is_theirs {
        return;
    }
    transposed(kernel, units, gates);
    transposed(recurrent, units, gates);
    // Where a gate stands between the two products, their biases can't be added up.
    if gates == 3 {
        bias.shape = vec![2, columns];
    } else {
        match &mut bias.data {
            Data::F32(values) => halves(values, |a, b| a + b),
            Data::F64(values) => halves(values, |a, b| a + b),
            Data::Integer(values) => halves(values, i64::wrapping_add),
        }
        bias.shape = vec![columns];
        bias.offset = None;
    }
}

/// The sum of the two halves.
fn halves<T: Copy>(values: &mut Vec<T>, add: impl Fn(T, T) -> T) {
    let (first, second) = values.split_at(values.len() / 2);
    *values = first.iter().zip(second).map(|(a, b)| add(*a, *b)).collect();
}

/// Takes each gate's block of columns for a matrix with a row for each unit, and turns it.
fn transposed(kernel: &mut Tensor, units: usize, gates: usize) {
    fn turn<T: Copy>(values: &mut Vec<T>, rows: usize, units: usize, gates: usize) {
        let place = |row: usize, gate: usize, unit: usize| {
            let at = unit * rows + row;
            (at / units) * units * gates + gate * units + at % units
        };
        let all =
            (0..rows).flat_map(|row| (0..gates).flat_map(move |gate| (0..units).map(move |unit| (row, gate, unit))));
        *values = all.map(|(row, gate, unit)| values[place(row, gate, unit)]).collect();
    }
    let rows = kernel.shape[0];
    match &mut kernel.data {
        Data::F32(values) => turn(values, rows, units, gates),
        Data::F64(values) => turn(values, rows, units, gates),
        Data::Integer(values) => turn(values, rows, units, gates),
    }
    kernel.offset = None;
}

#[cfg(test)]
mod tests {
    use super::convert;
    use crate::{Data, Tensor};

    fn tensor(shape: &[usize], first: u8) -> Tensor {
        let data = Data::F32((0..shape.iter().product()).map(|place| f32::from(first) + place as f32).collect());
        Tensor { name: String::new(), path: String::new(), shape: shape.to_vec(), data, offset: Some(0) }
    }

    /// What NumPy makes of the same numbers: `np.hstack([k.T.reshape(k.shape, order="F") for k in np.hsplit(kernel, gates)])`,
    /// the recurrent kernel's gates as `k.T`, and the sum of the bias' halves.
    #[test]
    fn kernels_are_those_of_numpy() {
        let mut weights = [tensor(&[3, 8], 0), tensor(&[2, 8], 0), tensor(&[16], 0)];
        convert(&mut weights, 4);
        let [kernel, recurrent, bias] = &weights;
        let expected = [
            [0., 9., 2., 11., 4., 13., 6., 15.],
            [1., 16., 3., 18., 5., 20., 7., 22.],
            [8., 17., 10., 19., 12., 21., 14., 23.],
        ];
        assert_eq!(kernel.data, Data::F32(expected.concat()));
        assert_eq!(
            recurrent.data,
            Data::F32([[0., 8., 2., 10., 4., 12., 6., 14.], [1., 9., 3., 11., 5., 13., 7., 15.]].concat())
        );
        assert_eq!((&bias.shape[..], &bias.data), (&[8][..], &Data::F32(vec![8., 10., 12., 14., 16., 18., 20., 22.])));

        let mut weights = [tensor(&[1, 6], 0), tensor(&[2, 6], 0), tensor(&[12], 0)];
        convert(&mut weights, 3);
        assert_eq!((&weights[2].shape[..], &weights[2].data), (&[2, 6][..], &tensor(&[2, 6], 0).data));
    }

    #[test]
    fn others_are_left_alone() {
        let weights = [tensor(&[3, 8], 0), tensor(&[2, 8], 0), tensor(&[8], 0)];
        let mut same = weights.clone();
        convert(&mut same, 4);
        assert_eq!(same, weights);
    }
}
