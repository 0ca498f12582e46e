//! Weights that were broken by accident or on purpose, loaded while a program runs: an error that changes nothing, or what the
//! file still holds; never a panic, never an allocation, never a time out of proportion.
//!
//! `MUTATIONS=100000 cargo test --release -p nn-tests --test hostile` breaks each file that often.

mod common;

use std::time::{Duration, Instant};

use common::{bits, read};
use fastrand::Rng;
use nn_runtime::{Network, sequential};
use peak_alloc::PeakAlloc;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// What stands in headers, and what is too much for them.
const PARTS: [&str; 16] = [
    "0",
    "1",
    "9",
    "4294967296",
    "18446744073709551615",
    "[]",
    "[0]",
    "[1,1,1,1,1,1,1,1,1]",
    "\"F64\"",
    "\"I64\"",
    "weight",
    "bias",
    "0.weight",
    "weight_ih_l0",
    "}",
    ",",
];

/// Breaks a file in one to four places, most of them in its header; the header's length is put right in three of four.
fn broken(whole: &[u8], random: &mut Rng) -> Vec<u8> {
    let header = 8 + usize::try_from(u64::from_le_bytes(*whole.first_chunk().expect("a length"))).expect("a length");
    let (mut bytes, data) = (whole[8..header].to_vec(), &whole[header..]);
    for _ in 0..=random.usize(..4) {
        let (at, length) = (random.usize(..bytes.len()), random.usize(..12));
        let end = (at + length).min(bytes.len());
        match random.usize(..6) {
            0 => bytes[at] ^= 1 << random.usize(..8),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let from = random.usize(..bytes.len());
                let copy = bytes[from..(from + length).min(bytes.len())].to_vec();
                drop(bytes.splice(at..at, copy));
            }
            3 => bytes[at] = b"0123456789[]{},:\"\\ "[random.usize(..19)],
            _ => {
                // In place of a word.
                let is_in = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
                let end = at + bytes[at..].iter().take_while(|byte| is_in(byte)).count();
                drop(bytes.splice(at..end, PARTS[random.usize(..PARTS.len())].bytes()));
            }
        }
    }
    let length = if random.usize(..4) == 0 { header - 8 } else { bytes.len() };
    let mut file = (length as u64).to_le_bytes().to_vec();
    file.extend(bytes);
    file.extend(data);
    if random.usize(..8) == 0 {
        file.truncate(random.usize(..file.len()));
    }
    file
}

/// Loads a file, and sees what that costs; whether it was taken.
fn load<N: Network>(net: &mut N, bytes: &[u8]) -> bool {
    let before: Vec<Vec<u64>> = net.parameters().map(|parameter| bits(parameter.values)).collect();
    MEMORY.reset_peak_usage();
    let (memory, start) = (MEMORY.current_usage(), Instant::now());
    let result = net.load_safetensors(bytes);
    let (peak, time) = (MEMORY.peak_usage(), start.elapsed());
    assert_eq!(peak, memory, "a file of {} bytes takes memory", bytes.len());
    // It takes a hundred thousandth of this; a busy machine may let it wait.
    assert!(time < Duration::from_secs(10), "{time:?} for a file of {} bytes", bytes.len());
    if let Err(error) = &result {
        assert!(!error.to_string().is_empty());
        assert!(net.parameters().map(|parameter| bits(parameter.values)).eq(before), "{error}");
    }
    result.is_ok()
}

/// Breaks the file that fits the network, and returns how often it was refused and taken.
fn spoil<N: Network>(file: &str, random: &mut Rng) -> [usize; 2] {
    let whole = read(file);
    let mut net = N::boxed_zeros();
    assert!(load(&mut *net, &whole), "{file}");
    let rounds = std::env::var("MUTATIONS").map_or(500, |count| count.parse().expect("`MUTATIONS` is a number"));
    let mut counts = [0; 2];
    for _ in 0..rounds {
        counts[usize::from(load(&mut *net, &broken(&whole, random)))] += 1;
    }
    counts
}

sequential! { struct Recurrent { lstm(32, return_sequences = true, input = (9, 1)), lstm(3), dense(1) } }
sequential! {
    struct Image { conv2d(9, kernel = 3, padding = same, input = (4, 4, 2)), softmax(), conv2d(3, kernel = 1), tanh() }
}
sequential! {
    struct Mlp { dense(5, input = 3, relu), dense(2, use_bias = false, softmax) }
}
sequential! {
    struct Cnn {
        conv2d(6, input = (8, 5, 2), kernel = (3, 2), relu),
        batch_normalization(),
        max_pool2d(2),
        depthwise_conv2d(kernel = (2, 1), depth_multiplier = 2),
        flatten(),
        prelu(),
        batch_normalization(),
        dense(3),
    }
}
sequential! { struct Layers { lstm(4, return_sequences = true, input = (5, 3)), lstm(4), dense(2) } }
sequential! { #[dtype(f64)] struct Gru { gru(4, input = (5, 3)), dense(2) } }
sequential! {
    struct Separable {
        separable_conv2d(4, input = (6, 6, 3), kernel = 3, depth_multiplier = 2), global_avg_pool2d(), dense(2)
    }
}
sequential! {
    struct Named {
        features_0: conv2d(3, kernel = 2, relu, input = (5, 4, 2)), norm: batch_normalization(), flatten(), head: dense(2)
    }
}

// One test, so that no other takes memory meanwhile.
#[test]
fn spoilt_weights_are_refused_or_taken() {
    let random = &mut Rng::with_seed(3);
    let counts = [
        spoil::<Recurrent>("keras/golden/lstm.weights.safetensors", random),
        spoil::<Image>("keras/golden/conv2d_fused.weights.safetensors", random),
        spoil::<Mlp>("pytorch/mlp.safetensors", random),
        spoil::<Cnn>("pytorch/conv2d.safetensors", random),
        spoil::<Layers>("pytorch/lstm_layers.safetensors", random),
        spoil::<Gru>("pytorch/gru.safetensors", random),
        spoil::<Separable>("pytorch/separable.safetensors", random),
        spoil::<Named>("pytorch/named.safetensors", random),
    ];
    println!("{counts:?}: refused, and taken");
    // A space more is no harm.
    assert!(counts.iter().all(|[refused, taken]| refused > taken && *taken > 0), "{counts:?}");

    // Files that are all header: many tensors, for networks of few; and few of many axes, as large as can be.
    let file = |tensors: &mut dyn Iterator<Item = String>| {
        let header = format!("{{{}}}", tensors.collect::<Vec<_>>().join(","));
        [&(header.len() as u64).to_le_bytes(), header.as_bytes()].concat()
    };
    let tensor =
        |name: &str, shape: &str| format!(r#""{name}":{{"dtype":"F32","shape":{shape},"data_offsets":[0,0]}}"#);
    let many = [
        file(&mut (0..20_000).map(|i| tensor(&format!("{i:05}.weight"), "[0]"))),
        file(&mut (10_000..30_000).map(|i| tensor(&format!("{i}.weight"), "[0]"))),
        file(&mut (0..20_000).map(|i| tensor(&format!("features.{}.weight", i + 10_000), "[0,1]"))),
        file(&mut (0..9).map(|i| tensor(&format!("{i}.weight"), "[0,18446744073709551615,18446744073709551615]"))),
        file(&mut (0..9).map(|i| tensor(&format!("{i}.weight"), "[4294967296,0,4294967296,4294967296]"))),
        file(&mut (0..9).map(|i| tensor(&format!("{i}.weight"), &format!("[{}0]", "1,".repeat(100_000))))),
    ];
    for bytes in many {
        assert!(!load(&mut *Cnn::boxed_zeros(), &bytes));
        assert!(!load(&mut *Layers::boxed_zeros(), &bytes));
        assert!(!load(&mut *Named::boxed_zeros(), &bytes));
    }
}
