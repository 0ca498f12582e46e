//! Writing, against the reference implementation.

use std::collections::BTreeMap;

use nn_format::{Safetensors, TensorRef, Values, write};
use proptest::prelude::*;
use safetensors::SafeTensors as Reference;
use safetensors::tensor::{Dtype, TensorView};

#[derive(Clone, Debug)]
enum Numbers {
    Single(Vec<f32>),
    Double(Vec<f64>),
}

impl Numbers {
    fn values(&self) -> Values<'_> {
        match self {
            Self::Single(values) => Values::F32(values),
            Self::Double(values) => Values::F64(values),
        }
    }

    fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Single(values) => values.iter().flat_map(|value| value.to_le_bytes()).collect(),
            Self::Double(values) => values.iter().flat_map(|value| value.to_le_bytes()).collect(),
        }
    }

    fn dtype(&self) -> Dtype {
        match self {
            Self::Single(_) => Dtype::F32,
            Self::Double(_) => Dtype::F64,
        }
    }
}

fn tensor() -> impl Strategy<Value = (Vec<usize>, Numbers)> {
    (prop::collection::vec(0_usize..5, 0..4), any::<bool>(), any::<u64>()).prop_map(|(shape, double, seed)| {
        let bits = (0..shape.iter().product::<usize>() as u64).map(|index| seed.rotate_left(7).wrapping_mul(index | 1));
        let numbers = if double {
            Numbers::Double(bits.map(f64::from_bits).collect())
        } else {
            Numbers::Single(bits.map(|bits| f32::from_bits((bits >> 32) as u32)).collect())
        };
        (shape, numbers)
    })
}

fn tensors() -> impl Strategy<Value = BTreeMap<String, (Vec<usize>, Numbers)>> {
    prop::collection::btree_map(".{0,9}", tensor(), 0..8)
        .prop_filter("reserved", |tensors| !tensors.contains_key("__metadata__"))
}

proptest! {
    #[test]
    fn the_reference_reads_it(tensors in tensors()) {
        let refs: Vec<_> = tensors
            .iter()
            .map(|(name, (shape, numbers))| TensorRef { name, shape, values: numbers.values() })
            .collect();
        let bytes = write(refs.iter().copied());
        prop_assert_eq!(&bytes, &write(refs.iter().rev().copied()), "the order does not matter");
        let length = u64::from_le_bytes(bytes[..8].try_into().unwrap());
        prop_assert_eq!(length % 8, 0);

        let theirs = Reference::deserialize(&bytes).unwrap();
        let ours = Safetensors::parse(&bytes).unwrap();
        prop_assert_eq!(theirs.len(), tensors.len());
        prop_assert_eq!(ours.len(), tensors.len());
        for (name, (shape, numbers)) in &tensors {
            let view = theirs.tensor(name).unwrap();
            prop_assert_eq!(view.shape(), shape.as_slice());
            prop_assert_eq!(view.dtype(), numbers.dtype());
            prop_assert_eq!(view.data(), numbers.bytes());
            prop_assert_eq!(ours.tensor(name).unwrap().data, numbers.bytes());
        }
    }

    /// The reference escapes a few characters more shortly; otherwise the bytes are the same.
    #[test]
    fn it_is_what_the_reference_writes(tensors in tensors()) {
        prop_assume!(!tensors.keys().any(|name| name.contains(char::is_control)));
        let data: Vec<_> = tensors.values().map(|(_, numbers)| numbers.bytes()).collect();
        let views = tensors.iter().zip(&data).map(|((name, (shape, numbers)), data)| {
            (name, TensorView::new(numbers.dtype(), shape.clone(), data).unwrap())
        });
        let theirs = safetensors::serialize(views, None).unwrap();
        let refs = tensors
            .iter()
            .map(|(name, (shape, numbers))| TensorRef { name, shape, values: numbers.values() });
        prop_assert_eq!(write(refs), theirs);
    }
}

const ONE: TensorRef<'_> = TensorRef { name: "one", shape: &[1], values: Values::F32(&[1.0]) };

#[test]
fn no_tensors() {
    let bytes = write(std::iter::empty());
    assert_eq!(bytes, b"\x08\0\0\0\0\0\0\0{}      ");
    assert!(Safetensors::parse(&bytes).unwrap().is_empty());
}

#[test]
#[should_panic = "tensor `one` of shape [2, 3] cannot have 1 elements"]
fn a_wrong_shape() {
    write([TensorRef { shape: &[2, 3], ..ONE }].into_iter());
}

#[test]
#[should_panic = "two tensors are called `one`"]
fn a_name_twice() {
    write([ONE, TensorRef { shape: &[], ..ONE }].into_iter());
}

#[test]
#[should_panic = "a tensor cannot be called `__metadata__`"]
fn a_reserved_name() {
    write([TensorRef { name: "__metadata__", ..ONE }].into_iter());
}
