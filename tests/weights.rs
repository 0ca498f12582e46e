//! Weights from and to safetensors files, at run time and at build time.

use nn_runtime::{Network, WeightsError, sequential};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::RngSeed;
use safetensors::tensor::TensorView;
use safetensors::{Dtype, SafeTensors};

use crate::common::{bits, read};

sequential! {
    #[derive(Clone)]
    struct Net {
        hidden: dense(3, input = 2, relu),
        dense(2, use_bias = false),
    }
}

sequential! {
    #[dtype(f64)]
    struct Double { hidden: dense(3, input = 2) }
}

/// All numbers of a network, as they are.
fn all_bits<N: Network>(net: &N) -> Vec<u64> {
    net.parameters().flat_map(|parameter| bits(parameter.values)).collect()
}

/// A tensor for a file.
type Part<'a> = (&'a str, Dtype, &'a [usize], Vec<u8>);

/// A file as the format's reference implementation writes it.
fn file(parts: &[Part]) -> Vec<u8> {
    let views = parts.iter().map(|(name, dtype, shape, data)| {
        (*name, TensorView::new(*dtype, shape.to_vec(), data).expect("as many bytes as the shape takes"))
    });
    safetensors::serialize(views, None).expect("tensors")
}

fn f64s(values: &[f64]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

fn f32s(values: &[f32]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

fn u16s(values: &[u16]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

/// A file that fits `Net`.
fn parts() -> [Part<'static>; 3] {
    [
        ("hidden.kernel", Dtype::F32, &[2, 3], f32s(&[1.0, -2.0, 3.0, 4.0, 5.0, 6.0])),
        ("hidden.bias", Dtype::F32, &[3], f32s(&[-0.0, f32::INFINITY, f32::from_bits(0x7fc0_1234)])),
        ("dense.kernel", Dtype::F32, &[3, 2], f32s(&[1e-45, 2.0, 3.0, 4.0, 5.0, 6.0])),
    ]
}

#[test]
fn the_reference_reads_what_is_written() {
    let net = Net::init(3);
    let bytes = net.to_safetensors();
    let file = SafeTensors::deserialize(&bytes).unwrap();
    assert_eq!(file.len(), 3);
    for parameter in net.parameters() {
        let tensor = file.tensor(parameter.name).unwrap();
        assert_eq!((tensor.dtype(), tensor.shape()), (Dtype::F32, parameter.shape));
        assert_eq!(tensor.data(), f32s(parameter.values));
    }
    let bytes = Double::init(3).to_safetensors();
    let kernel = SafeTensors::deserialize(&bytes).unwrap().tensor("hidden.kernel").unwrap();
    assert_eq!(
        (kernel.dtype(), kernel.data()),
        (Dtype::F64, f64s(Double::init(3).hidden.kernel.as_flattened()).as_slice())
    );
}

#[test]
fn what_the_reference_writes_is_read() {
    let mut net = Net::zeros();
    net.load_safetensors(&file(&parts())).unwrap();
    for (parameter, (name, _, shape, data)) in net.parameters().zip(parts()) {
        assert_eq!((parameter.name, parameter.shape), (name, shape));
        assert_eq!(f32s(parameter.values), data, "{name} bit for bit");
    }
    let mut again = Net::zeros();
    again.load_safetensors(&net.to_safetensors()).unwrap();
    assert_eq!(all_bits(&again), all_bits(&net));
}

/// 1, −2, the number nearest to ⅓, the least, the greatest, and infinity.
const F16: [u16; 6] = [0x3c00, 0xc000, 0x3555, 0x0001, 0x7bff, 0x7c00];
const F16_VALUES: [f64; 6] = [1.0, -2.0, 0.333_251_953_125, 1.0 / 16_777_216.0, 65504.0, f64::INFINITY];
/// 1, −2, and the number nearest to ⅓.
const BF16: [u16; 3] = [0x3f80, 0xc000, 0x3eab];
const BF16_VALUES: [f64; 3] = [1.0, -2.0, 0.333_984_375];
/// Numbers that an `f32` hasn't got: two halfway between others, one too small and two too large.
const F64: [f64; 6] = [0.1, 1.0 + 1.0 / 16_777_216.0, 1.0 + 3.0 / 16_777_216.0, 1e-46, 1e39, -1e300];
const F64_AS_F32: [f32; 6] = [0.1, 1.0, 1.000_000_2, 0.0, f32::INFINITY, f32::NEG_INFINITY];

fn half() -> Vec<u8> {
    file(&[("hidden.kernel", Dtype::F16, &[2, 3], u16s(&F16)), ("hidden.bias", Dtype::BF16, &[3], u16s(&BF16))])
}

fn double() -> Vec<u8> {
    file(&[("hidden.kernel", Dtype::F64, &[2, 3], f64s(&F64)), ("hidden.bias", Dtype::F64, &[3], f64s(&F64[..3]))])
}

fn single() -> Vec<u8> {
    file(&[
        ("hidden.kernel", Dtype::F32, &[2, 3], f32s(&F64_AS_F32)),
        ("hidden.bias", Dtype::F32, &[3], f32s(&F64_AS_F32[..3])),
    ])
}

/// The files of `tests/data` are those that are made here. `NN_WRITE_DATA=1 cargo test -p nn-tests --test networks
/// weights::data` writes them.
#[test]
fn data() {
    for (name, bytes) in [("half", half()), ("double", double()), ("single", single())] {
        let path = format!("data/{name}.safetensors");
        if std::env::var_os("NN_WRITE_DATA").is_some() {
            std::fs::write(format!("{}/{path}", env!("CARGO_MANIFEST_DIR")), &bytes).unwrap();
        }
        assert!(read(&path) == bytes, "{path} is another");
    }
}

/// A network that takes the same file at build time and at run time.
macro_rules! converted {
    ($dtype:ident, $file:literal, $kernel:expr, $bias:expr) => {{
        sequential! {
            #[dtype($dtype)]
            #[weights($file)]
            struct Converted { hidden: dense(3, input = 2) }
        }
        let mut loaded = Converted::zeros();
        loaded.load_safetensors(&read($file)).unwrap();
        for net in [&loaded, Converted::pretrained()] {
            assert_eq!(bits(net.hidden.kernel.as_flattened()), bits(&$kernel));
            assert_eq!(bits(&net.hidden.bias), bits(&$bias));
        }
    }};
}

#[test]
#[expect(clippy::cast_possible_truncation, reason = "they are f32's")]
fn other_floats_are_converted() {
    converted!(f32, "data/half.safetensors", F16_VALUES.map(|x| x as f32), BF16_VALUES.map(|x| x as f32));
    converted!(f64, "data/half.safetensors", F16_VALUES, BF16_VALUES);
    converted!(f32, "data/double.safetensors", F64_AS_F32, F64_AS_F32[..3]);
    converted!(f64, "data/double.safetensors", F64, F64[..3]);
    converted!(f32, "data/single.safetensors", F64_AS_F32, F64_AS_F32[..3]);
    converted!(f64, "data/single.safetensors", F64_AS_F32.map(f64::from), F64_AS_F32.map(f64::from)[..3]);
}

/// Files that `Net` refuses, and what it says.
fn refused() -> Vec<(Vec<u8>, &'static str)> {
    let [kernel, bias, output] = parts();
    let with = |part: Part<'static>| file(&[kernel.clone(), bias.clone(), part]);
    let good = file(&parts());
    vec![
        (Vec::new(), "not a safetensors file: it is 0 bytes long, and the shortest is 10"),
        (
            b"PK\x03\x04 and so on".to_vec(),
            "not a safetensors file: it looks like a zip archive, such as `.keras`, `.npz` or `.pt`",
        ),
        (good[..good.len() - 1].to_vec(), "the file is truncated: its header says "),
        (file(&[kernel.clone(), bias.clone()]), "the file has no tensor `dense.kernel`"),
        (
            with(("dense.kernel", Dtype::F32, &[2, 3], f32s(&[0.5; 6]))),
            "`dense.kernel` has shape [2, 3], expected [3, 2]",
        ),
        (with(("dense.kernel", Dtype::F32, &[6], f32s(&[0.5; 6]))), "`dense.kernel` has shape [6], expected [3, 2]"),
        (with(("dense.kernel", Dtype::F32, &[], f32s(&[0.5]))), "`dense.kernel` has shape [], expected [3, 2]"),
        (
            with(("dense.kernel", Dtype::F32, &[1; 9], f32s(&[0.5]))),
            "`dense.kernel` has shape [1, 1, 1, 1, 1, 1, 1, 1, ..], expected [3, 2]",
        ),
        (
            with(("dense.kernel", Dtype::I32, &[3, 2], f32s(&[0.5; 6]))),
            "`dense.kernel` holds numbers of type I32, expected F16, BF16, F32 or F64",
        ),
        (
            with(("dense.kernel", Dtype::F8_E4M3, &[3, 2], vec![0; 6])),
            "`dense.kernel` holds numbers of type F8_E4M3, expected F16, BF16, F32 or F64",
        ),
        (
            file(&[kernel.clone(), bias.clone(), output.clone(), ("other", Dtype::F32, &[1], f32s(&[0.5]))]),
            "the file has a tensor `other`, which no layer takes",
        ),
    ]
}

#[test]
fn a_file_that_does_not_fit_changes_nothing() {
    let mut net = Net::init(5);
    let before = all_bits(&net);
    for (bytes, message) in refused() {
        let error = net.load_safetensors(&bytes).expect_err(message);
        assert!(error.to_string().starts_with(message), "`{error}` instead of `{message}`");
        assert_eq!(all_bits(&net), before, "{message}");
    }
}

#[test]
fn errors_can_be_matched() {
    let [kernel, bias, _] = parts();
    let mut net = Net::zeros();
    let missing = net.load_safetensors(&file(&[kernel.clone(), bias])).unwrap_err();
    assert_eq!(missing, WeightsError::Missing { tensor: "dense.kernel" });
    match net.load_safetensors(&file(&[kernel, ("hidden.bias", Dtype::F32, &[1, 3], f32s(&[0.0; 3]))])) {
        Err(WeightsError::Shape { tensor: "hidden.bias", expected: [3], found }) => assert_eq!(found.axes(), [1, 3]),
        other => panic!("{other:?}"),
    }
    let error: Box<dyn std::error::Error + Send + Sync> = net.load_safetensors(b"").unwrap_err().into();
    assert_eq!(error.source().unwrap().to_string(), error.to_string());
}

#[test]
fn a_long_name_is_cut() {
    let [kernel, bias, output] = parts();
    let name = format!("x{}", "é".repeat(40));
    let file = file(&[kernel, bias, output, (&name, Dtype::U8, &[1], vec![0])]);
    let Err(WeightsError::Unexpected { tensor }) = Net::zeros().load_safetensors(&file) else { panic!("{name}") };
    assert_eq!(tensor.as_str(), format!("x{}", "é".repeat(31)), "64 bytes at most, and whole characters");
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 5000,
        rng_seed: RngSeed::Fixed(1),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    /// A file with some bytes changed, left out or put in is taken or refused: nothing panics, nothing is half done.
    #[test]
    fn spoilt_files(
        changes in prop::collection::vec((any::<Index>(), 0..4, any::<u8>()), 1..5),
        zeros in any::<bool>(),
    ) {
        let mut bytes = file(&parts());
        for (index, kind, byte) in changes {
            // Most of what can go wrong is in the header.
            let length = bytes.len();
            let at = index.index(if kind == 3 { length } else { length.min(200) });
            match kind {
                0 => { bytes.remove(at); }
                1 => bytes.insert(at, byte),
                2 => bytes[at] = b"0123456789[]{},:\"\\ "[usize::from(byte) % 19],
                _ => bytes[at] = byte,
            }
        }
        let mut net = if zeros { Net::zeros() } else { Net::init(1) };
        let before = all_bits(&net);
        if net.load_safetensors(&bytes).is_err() {
            prop_assert_eq!(all_bits(&net), before);
        }
    }
}

#[test]
fn the_beginnings_of_a_file_are_refused() {
    let good = file(&parts());
    let mut net = Net::zeros();
    for length in 0..good.len() {
        assert!(net.load_safetensors(&good[..length]).is_err());
    }
    net.load_safetensors(&good).unwrap();
}

#[test]
fn the_trained_weights_cost_nothing() {
    sequential! {
        #[derive(Clone)]
        #[weights("data/single.safetensors")]
        struct Trained { hidden: dense(3, input = 2) }
    }
    assert!(std::ptr::eq(Trained::pretrained(), Trained::pretrained()));
    let expression = sequential![#[weights("data/single.safetensors")] hidden: dense(3, input = 2)];
    assert_eq!(all_bits(&expression), all_bits(Trained::pretrained()));
}
