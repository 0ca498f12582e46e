//! What several tests share.
#![allow(dead_code, reason = "no test needs all of it")]

#[cfg(feature = "peers")]
pub(crate) mod onnx;
pub(crate) mod reference;

use std::path::Path;

use nn_runtime::{Element, Network, Parameter};
use safetensors::{Dtype, SafeTensors};

/// A tensor of a file, with numbers that every type's fit in.
pub(crate) struct Golden {
    pub(crate) shape: Vec<usize>,
    pub(crate) values: Vec<f64>,
}

/// The bytes of a file in `tests`.
pub(crate) fn read(path: impl AsRef<Path>) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A tensor of a safetensors file, read by the format's own reference implementation.
pub(crate) fn tensor(file: &[u8], name: &str) -> Golden {
    let file = SafeTensors::deserialize(file).unwrap();
    let view = file.tensor(name).unwrap_or_else(|error| panic!("{name}: {error}"));
    let values = match view.dtype() {
        Dtype::F32 => view.data().as_chunks().0.iter().map(|&bytes| f32::from_le_bytes(bytes).into()).collect(),
        Dtype::F64 => view.data().as_chunks().0.iter().map(|&bytes| f64::from_le_bytes(bytes)).collect(),
        other => panic!("{name} is of {other}"),
    };
    Golden { shape: view.shape().to_vec(), values }
}

/// The numbers as `f64`.
pub(crate) fn wide<T: Element>(values: &[T]) -> Vec<f64> {
    values.iter().map(|&value| value.into_f64()).collect()
}

/// The bit patterns of numbers: what must be the same where "equal" isn't enough.
pub(crate) fn bits<T: Element>(values: &[T]) -> Vec<u64> {
    values.iter().map(|&value| value.into_f64().to_bits()).collect()
}

/// A network that is a part of another, whose weights are the next of these.
#[expect(clippy::unnecessary_box_returns, reason = "it may be too large for the stack")]
pub(crate) fn part<'a, N: Network>(weights: &mut impl Iterator<Item = Parameter<'a, N::Scalar>>) -> Box<N> {
    let mut part = N::boxed_zeros();
    for (own, given) in part.parameters_mut().zip(weights) {
        assert_eq!((own.shape, own.name.split('.').nth(1)), (given.shape, given.name.split('.').nth(1)));
        own.values.copy_from_slice(given.values);
    }
    part
}
