//! Reading, against the reference implementation.

use std::collections::BTreeMap;

use fastrand::Rng;
use nn_format::{Dtype, FormatError, Safetensors};
use proptest::prelude::*;
use safetensors::SafeTensors as Reference;
use safetensors::tensor::{Dtype as ReferenceDtype, TensorView};

const DTYPES: [(Dtype, ReferenceDtype); 22] = [
    (Dtype::Bool, ReferenceDtype::BOOL),
    (Dtype::U8, ReferenceDtype::U8),
    (Dtype::I8, ReferenceDtype::I8),
    (Dtype::U16, ReferenceDtype::U16),
    (Dtype::I16, ReferenceDtype::I16),
    (Dtype::U32, ReferenceDtype::U32),
    (Dtype::I32, ReferenceDtype::I32),
    (Dtype::U64, ReferenceDtype::U64),
    (Dtype::I64, ReferenceDtype::I64),
    (Dtype::F4, ReferenceDtype::F4),
    (Dtype::F6E2m3, ReferenceDtype::F6_E2M3),
    (Dtype::F6E3m2, ReferenceDtype::F6_E3M2),
    (Dtype::F8E4m3, ReferenceDtype::F8_E4M3),
    (Dtype::F8E5m2, ReferenceDtype::F8_E5M2),
    (Dtype::F8E8m0, ReferenceDtype::F8_E8M0),
    (Dtype::F8E4m3Fnuz, ReferenceDtype::F8_E4M3FNUZ),
    (Dtype::F8E5m2Fnuz, ReferenceDtype::F8_E5M2FNUZ),
    (Dtype::F16, ReferenceDtype::F16),
    (Dtype::Bf16, ReferenceDtype::BF16),
    (Dtype::F32, ReferenceDtype::F32),
    (Dtype::F64, ReferenceDtype::F64),
    (Dtype::C64, ReferenceDtype::C64),
];

#[test]
fn element_types_agree() {
    for (ours, theirs) in DTYPES {
        assert_eq!(ours.name(), theirs.to_string());
        assert_eq!(ours.bits(), theirs.bitsize());
    }
}

#[derive(Clone, Debug)]
struct Sample {
    dtype: usize,
    shape: Vec<usize>,
    data: Vec<u8>,
}

fn sample() -> impl Strategy<Value = Sample> {
    (0..DTYPES.len(), prop::collection::vec(0_usize..4, 0..4), any::<u8>()).prop_map(|(dtype, mut shape, seed)| {
        // A last dimension of 4 fills whole bytes of 4-bit and 6-bit elements.
        shape.push(4);
        let bytes = DTYPES[dtype].0.bytes_of(shape.iter().product()).unwrap();
        let data = (seed..=u8::MAX).cycle().take(bytes).collect();
        Sample { dtype, shape, data }
    })
}

fn samples() -> impl Strategy<Value = BTreeMap<String, Sample>> {
    prop::collection::btree_map(".{0,12}", sample(), 0..8)
        .prop_filter("reserved", |tensors| !tensors.contains_key("__metadata__"))
}

fn serialise(tensors: &BTreeMap<String, Sample>) -> Vec<u8> {
    let views = tensors.iter().map(|(name, Sample { dtype, shape, data })| {
        (name, TensorView::new(DTYPES[*dtype].1, shape.clone(), data).unwrap())
    });
    let metadata = [("format".to_owned(), "a \"quoted\" \u{1} value".to_owned())].into();
    safetensors::serialize(views, Some(metadata)).unwrap()
}

/// Whatever we accept, the reference accepts, and reads alike; what we refuse in addition is listed.
fn compare(bytes: &[u8]) {
    let theirs = Reference::deserialize(bytes);
    match Safetensors::parse(bytes) {
        Ok(ours) => {
            let theirs = theirs.expect("we accept it, the reference does not");
            assert_eq!(ours.len(), theirs.len());
            assert_eq!(ours.tensors().len(), ours.len());
            assert_eq!(ours.tensors().count(), ours.len());
            for tensor in ours.tensors() {
                let view = theirs.tensor(&tensor.name.to_string()).unwrap();
                assert_eq!(tensor.data, view.data());
                assert_eq!(tensor.shape, *view.shape());
                assert_eq!(tensor.dtype.name(), view.dtype().to_string());
                let elements = tensor.shape.elements();
                let mut values = vec![0.0; elements];
                assert_eq!(tensor.copy_to_f64(&mut values).is_ok(), tensor.dtype.is_convertible());
                assert_eq!(tensor.copy_to_f32(&mut vec![0.0; elements]).is_ok(), tensor.dtype.is_convertible());
                assert_eq!(tensor.value_at(elements), None);
                if tensor.dtype.is_convertible() {
                    for (index, value) in values.iter().enumerate() {
                        assert_eq!(tensor.value_at(index).unwrap().to_bits(), value.to_bits());
                    }
                }
            }
        }
        Err(
            FormatError::UnknownField { .. }
            | FormatError::DuplicateField { .. }
            | FormatError::DuplicateName { .. }
            | FormatError::NoObject,
        ) => {}
        Err(error) => {
            assert!(!error.to_string().is_empty());
            assert!(theirs.is_err(), "the reference accepts it, we say: {error}");
        }
    }
}

proptest! {
    #[test]
    fn reads_what_the_reference_writes(tensors in samples()) {
        let bytes = serialise(&tensors);
        compare(&bytes);
        let ours = Safetensors::parse(&bytes).unwrap();
        prop_assert_eq!(ours.len(), tensors.len());
        for (name, sample) in &tensors {
            let tensor = ours.tensor(name).unwrap();
            prop_assert_eq!(tensor.dtype, DTYPES[sample.dtype].0);
            prop_assert_eq!(tensor.shape, sample.shape.as_slice());
            prop_assert_eq!(tensor.data, sample.data.as_slice());
        }
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        compare(&bytes);
    }

    /// Any header made of the pieces that headers are made of.
    #[test]
    fn any_tokens(tokens in prop::collection::vec(prop::sample::select(TOKENS), 0..24), data in 0_usize..9) {
        let header = format!("{{{}", tokens.concat());
        let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
        bytes.extend(header.as_bytes());
        bytes.resize(bytes.len() + data, 0);
        compare(&bytes);
    }
}

const TOKENS: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\"a\":",
    "\"b\"",
    "\"dtype\":\"F16\",",
    "\"shape\":[2],",
    "\"data_offsets\":[0,4]",
    "\"data_offsets\":[4,8]",
    "\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]}",
    "\"b\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[4,8]}",
    "\"__metadata__\":",
    "{\"k\":\"v\"}",
    "0",
    "1",
    " ",
];

#[test]
fn thousands_of_mutations() {
    let tensor = |dtype: usize, shape: &[usize]| {
        let bytes = DTYPES[dtype].0.bytes_of(shape.iter().product()).unwrap();
        Sample { dtype, shape: shape.to_vec(), data: (0..=u8::MAX).cycle().take(bytes).collect() }
    };
    let whole = serialise(&BTreeMap::from([
        ("dense.kernel".to_owned(), tensor(19, &[2, 3])),
        ("dense.bias".to_owned(), tensor(20, &[3])),
        ("é\"\n".to_owned(), tensor(17, &[2, 1, 2])),
        ("mask".to_owned(), tensor(0, &[5])),
    ]));
    compare(&whole);
    for length in 0..whole.len() {
        assert!(Safetensors::parse(&whole[..length]).is_err());
        compare(&whole[..length]);
    }
    let mut random = Rng::with_seed(7);
    let alphabet = b"{}[]:,\"\\ u0123456789eE.-dtypeshapF\xff\x00";
    let mut accepted = 0;
    for _ in 0..20_000 {
        let mut bytes = whole.clone();
        for _ in 0..=random.usize(..3) {
            let at = random.usize(..bytes.len());
            match random.usize(..4) {
                0 => bytes[at] ^= 1 << random.usize(..8),
                1 => bytes[at] = alphabet[random.usize(..alphabet.len())],
                2 => drop(bytes.remove(at)),
                _ => bytes.insert(at, alphabet[random.usize(..alphabet.len())]),
            }
        }
        accepted += usize::from(Safetensors::parse(&bytes).is_ok());
        compare(&bytes);
    }
    assert!(accepted > 1000, "the mutations hit names and values too: {accepted}");
}

#[test]
fn nan_payloads_are_copied() {
    let bits = [0x7fc0_1234_u32, 0xff80_0001, 0x8000_0000, 0x0000_0001];
    let data: Vec<u8> = bits.iter().flat_map(|bits| bits.to_le_bytes()).collect();
    let view = TensorView::new(ReferenceDtype::F32, vec![4], &data).unwrap();
    let bytes = safetensors::serialize([("a", view)], None).unwrap();
    let mut out = [0.0_f32; 4];
    let tensor = Safetensors::parse(&bytes).unwrap().tensor("a").unwrap();
    tensor.copy_to_f32(&mut out).unwrap();
    assert_eq!(out.map(f32::to_bits), bits);
    assert_eq!(tensor.copy_to_f32(&mut out[..3]), Err(FormatError::LengthMismatch { expected: 4, found: 3 }),);
}

#[test]
fn doubles_are_rounded_to_nearest_even() {
    let tie = |odd: u32| f64::from(1.0_f32) + f64::from(odd) * 2_f64.powi(-24);
    let values = [tie(1), tie(3), 1e300, -1e300, 1e-300, 2_f64.powi(-149)];
    let data: Vec<u8> = values.iter().flat_map(|value| value.to_le_bytes()).collect();
    let view = TensorView::new(ReferenceDtype::F64, vec![values.len()], &data).unwrap();
    let bytes = safetensors::serialize([("a", view)], None).unwrap();
    let mut out = [0.0_f32; 6];
    Safetensors::parse(&bytes).unwrap().tensor("a").unwrap().copy_to_f32(&mut out).unwrap();
    let epsilon = f32::EPSILON;
    let want = [1.0, 1.0 + 2.0 * epsilon, f32::INFINITY, f32::NEG_INFINITY, 0.0, f32::from_bits(1)];
    assert_eq!(out.map(f32::to_bits), want.map(f32::to_bits));
}
