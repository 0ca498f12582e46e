//! Corrupt, truncated and hostile files: an error each time, or what the file still holds; never a panic, and never a
//! cost out of proportion to the file.
//!
//! `MUTATIONS=200000 cargo test --release -p nn-keras --test hostile` breaks each file that often instead of 100
//! times.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use std::{env, fs, iter};

use fastrand::Rng;
use nn_compiler::keras::{Classes, network};
use nn_keras::{Error, Model, Weights};
use peak_alloc::PeakAlloc;
use rawzip::{CompressionMethod, ZipArchive, ZipArchiveWriter};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// What one small file may take: the numbers that may come out of any HDF5 file (16 MiB) as they are read and as they
/// are given, and as much again for what is on the way.
const MOST_BYTES: usize = 64 << 20;
/// What one small file may take without optimisation. It is a thousandth of this as a rule.
const MOST_TIME: Duration = Duration::from_secs(2);

/// One test at a time, so that each measures its own memory.
fn alone() -> MutexGuard<'static, ()> {
    static ONE: Mutex<()> = Mutex::new(());
    ONE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn bytes(file: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data").join(file);
    fs::read(path).unwrap_or_else(|error| panic!("{file}: {error}"))
}

/// Reads the bytes in both ways, and sees what that costs.
fn read(bytes: &[u8]) -> Result<Model, Error> {
    // A busy machine may let the test wait, but not for every try.
    let mut tries = 0;
    loop {
        MEMORY.reset_peak_usage();
        let (before, start) = (MEMORY.current_usage(), Instant::now());
        let weights = Weights::read(bytes);
        let model = Model::read(bytes, &Classes);
        let network = model.as_ref().map(|model| network(model).map(|network| network.to_string()));
        let (peak, time) = (MEMORY.peak_usage() - before, start.elapsed());
        if let Err(error) = &weights {
            assert!(!format!("{error:#}").is_empty());
        }
        if let Ok(Err(error)) = &network {
            assert!(!format!("{error:#}").is_empty());
        }
        assert!(peak < MOST_BYTES, "{peak} bytes for a file of {}: {model:?}", bytes.len());
        if time < MOST_TIME {
            return model;
        }
        tries += 1;
        assert!(tries < 5, "{time:?} for a file of {} bytes: {model:?}", bytes.len());
    }
}

fn pick<T: Copy>(random: &mut Rng, from: &[T]) -> T {
    from[random.usize(..from.len())]
}

/// Breaks `bytes` in one to four places: bits, bytes, numbers of every size, addresses, copies from elsewhere.
fn broken(bytes: &[u8], others: &[Vec<u8>], random: &mut Rng) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=random.usize(..4) {
        if bytes.is_empty() {
            break;
        }
        let at = random.usize(..bytes.len());
        let rest = bytes.len() - at;
        match random.usize(..10) {
            0..=2 => bytes[at] ^= 1 << random.usize(..8),
            3 => bytes[at] = pick(random, &[0, 1, 0x7f, 0x80, 0xff, b'"', b'{', b'[', b'9']),
            4 => {
                let value = pick(random, &[0, u64::MAX, 1 << 31, 1 << 40, 1 << 62]).to_le_bytes();
                let size = pick(random, &[2, 4, 8]).min(rest);
                bytes[at..at + size].copy_from_slice(&value[..size]);
            }
            5 => {
                // All of HDF5's addresses are multiples of eight.
                let (at, value) = (at & !7, (random.usize(..bytes.len()) & !7) as u64);
                let size = 8.min(bytes.len() - at);
                bytes[at..at + size].copy_from_slice(&value.to_le_bytes()[..size]);
            }
            6 if random.usize(..4) == 0 => bytes.truncate(at),
            6 => bytes[at] = random.u8(..),
            7 => {
                let other = &others[random.usize(..others.len())];
                let from = random.usize(..=other.len());
                let size = random.usize(..64).min(other.len() - from).min(rest);
                bytes[at..at + size].copy_from_slice(&other[from..from + size]);
            }
            8 => {
                let from = random.usize(..bytes.len());
                let size = random.usize(..256).min(bytes.len() - from.max(at));
                bytes.copy_within(from..from + size, at);
            }
            _ => drop(bytes.drain(at..at + random.usize(..32).min(rest))),
        }
    }
    bytes
}

fn mutations() -> usize {
    env::var("MUTATIONS").map_or(100, |count| count.parse().expect("`MUTATIONS` is a number"))
}

/// The members of an archive, unpacked.
fn members(archive: &[u8]) -> Vec<(String, Vec<u8>)> {
    let archive = ZipArchive::from_slice(archive).unwrap();
    let (mut entries, mut members) = (archive.entries(), Vec::new());
    while let Some(entry) = entries.next_entry().unwrap() {
        let data = archive.get_entry(entry.wayfinder()).unwrap().data();
        let content = match entry.compression_method() {
            CompressionMethod::STORE => data.to_vec(),
            _ => miniz_oxide::inflate::decompress_to_vec(data).unwrap(),
        };
        members.push((entry.file_path().try_normalize().unwrap().as_ref().to_owned(), content));
    }
    members
}

/// An archive of members, compressed or not. `claim` is the size that `config.json` pretends to unpack to.
fn archive(members: &[(String, Vec<u8>)], method: CompressionMethod, claim: Option<u32>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut writer = ZipArchiveWriter::new(&mut bytes);
    for (name, content) in members {
        let (mut entry, config) = writer.new_file(name).compression_method(method).start().unwrap();
        let packed = match method {
            CompressionMethod::STORE => content.clone(),
            _ => miniz_oxide::deflate::compress_to_vec(content, 9),
        };
        let mut checked = config.wrap(std::io::sink());
        std::io::Write::write_all(&mut checked, content).unwrap();
        let (_, descriptor) = checked.finish().unwrap();
        std::io::Write::write_all(&mut entry, &packed).unwrap();
        entry.finish(descriptor).unwrap();
    }
    writer.finish().unwrap();
    if let Some(claim) = claim {
        // In the entry of the directory, 24 bytes after its signature; the name comes 46 bytes after it.
        let is_entry =
            |at: &usize| bytes[*at..].starts_with(b"PK\x01\x02") && bytes[at + 46..].starts_with(b"config.json");
        let at = (0..bytes.len() - 46).find(is_entry).unwrap() + 24;
        bytes[at..at + 4].copy_from_slice(&claim.to_le_bytes());
    }
    bytes
}

const FILES: [&str; 8] = [
    "tiny.keras",
    "stored.keras",
    "tiny.h5",
    "tiny.weights.h5",
    "legacy.h5",
    "plain2_weights.h5",
    "keras2.h5",
    "iris.keras",
];
const ARCHIVES: [&str; 6] =
    ["tiny.keras", "functional.keras", "recurrent.keras", "normalization.keras", "types.keras", "keras2.keras"];

#[test]
fn the_beginning_of_a_file_is_no_file() {
    let _alone = alone();
    for (file, step) in [("tiny.keras", 1), ("stored.keras", 11), ("tiny.h5", 23), ("tiny.weights.h5", 23)] {
        let bytes = bytes(file);
        let whole = read(&bytes).ok();
        for end in (0..bytes.len()).step_by(step) {
            match read(&bytes[..end]) {
                // The last bytes of an HDF5 file may be of no use.
                Ok(model) => assert_eq!(Some(model), whole, "{end} bytes of {file}"),
                Err(error) => assert!(!error.to_string().is_empty()),
            }
        }
    }
}

#[test]
fn broken_files() {
    let _alone = alone();
    let files: Vec<_> = FILES.into_iter().map(bytes).collect();
    let mut random = Rng::with_seed(1);
    let mut errors = 0;
    for file in &files {
        for _ in 0..mutations() {
            errors += usize::from(read(&broken(file, &files, &mut random)).is_err());
        }
    }
    assert!(errors > 0);
}

/// In archives whose check sums are right, so that what is broken is read.
#[test]
fn broken_members() {
    let _alone = alone();
    let mut random = Rng::with_seed(2);
    let (mut errors, mut models) = (0, 0);
    for file in ARCHIVES {
        let whole = members(&bytes(file));
        assert!(read(&archive(&whole, CompressionMethod::STORE, None)).is_ok(), "{file}");
        let others: Vec<_> = whole.iter().map(|member| member.1.clone()).collect();
        for spoiled in 0..whole.len() {
            for _ in 0..mutations() {
                let mut members = whole.clone();
                members[spoiled].1 = broken(&members[spoiled].1, &others, &mut random);
                match read(&archive(&members, CompressionMethod::STORE, None)) {
                    Ok(_) => models += 1,
                    Err(_) => errors += 1,
                }
            }
        }
    }
    // Weights of another value are weights.
    assert!(errors > 0 && models > 0, "{errors} errors, {models} models");
}

const STRANGE: [&str; 16] = [
    "null",
    "true",
    "0",
    "-1",
    "1e308",
    "9223372036854775807",
    "NaN",
    "\"\"",
    "\"x\"",
    "[]",
    "{}",
    "[[[]]]",
    "[null]",
    "[-1, 2]",
    "{\"class_name\": \"Sequential\", \"config\": {}}",
    "[{\"class_name\": 3}]",
];

/// JSON that is well-formed, with one value replaced by another.
#[test]
fn strange_architectures() {
    let _alone = alone();
    let mut random = Rng::with_seed(3);
    for file in ARCHIVES {
        let whole = members(&bytes(file));
        let config = whole.iter().position(|member| member.0 == "config.json").unwrap();
        let text = String::from_utf8(whole[config].1.clone()).unwrap();
        // Where a value of a key begins, and how long it is.
        let starts: Vec<_> = text.match_indices(": ").map(|found| found.0 + 2).collect();
        let mut members = whole.clone();
        for _ in 0..mutations() {
            let start = pick(&mut random, &starts);
            let value = &text[start..];
            let length = match value.as_bytes()[0] {
                open @ (b'{' | b'[') => {
                    let mut depth = 0;
                    let ends = |c: char| {
                        depth += i32::from(c as u8 == open) - i32::from(c as u8 == open + 2);
                        depth == 0
                    };
                    value.find(ends).unwrap() + 1
                }
                _ => value.find([',', '}', ']']).unwrap(),
            };
            members[config].1 =
                [&text[..start], pick(&mut random, &STRANGE), &text[start + length..]].concat().into_bytes();
            let _ = read(&archive(&members, CompressionMethod::STORE, None));
        }
    }
}

#[test]
fn files_that_ask_for_more_than_they_hold() {
    let _alone = alone();
    for (file, expected) in [
        ("hostile_cycle.keras", "the nesting of groups in the HDF5 file is too large"),
        ("hostile_names.keras", "what the HDF5 file unpacks to, up to `layers/dense/vars@name`, is too large"),
        ("hostile_packed.keras", "what the HDF5 file unpacks to, up to `layers/dense/vars/0`, is too large"),
        ("hostile_shape.keras", "what the HDF5 file unpacks to, up to `layers/dense/vars/0`, is too large"),
        (
            "hostile_soft_cycle.keras",
            "`layers/dense/vars` in the HDF5 file is invalid: it has no data set `0`, but one of a higher number",
        ),
        (
            "hostile_elsewhere.keras",
            "`layers/dense/vars` in the HDF5 file is invalid: it has no data set `0`, but one of a higher number",
        ),
        (
            "hostile_raw_elsewhere.keras",
            "`layers/dense/vars/0` in the HDF5 file is invalid: external raw data file 'numbers.raw' could not",
        ),
        ("hostile_virtual.keras", "`layers/dense/vars` in the HDF5 file is invalid: unsupported layout class 3"),
        ("hostile_sets.keras", "layer `hidden` (Dense) has 1000 variables in `layers/dense/vars`: expected 2"),
    ] {
        let error = read(&bytes(file)).unwrap_err().to_string();
        assert!(error.starts_with(expected), "{file}: {error}");
    }
    // Within the limits: it is the layer's business that the shape is not its own.
    for file in ["hostile_empty.keras", "hostile_chunks.keras"] {
        let model = read(&bytes(file)).unwrap();
        assert_eq!(model.layers[0].weights[0].shape, [1 << 22], "{file}");
    }
}

fn with_config(config: impl Into<Vec<u8>>) -> Vec<(String, Vec<u8>)> {
    let mut members = members(&bytes("tiny.keras"));
    members.iter_mut().find(|member| member.0 == "config.json").unwrap().1 = config.into();
    members
}

#[test]
fn bombs() {
    let _alone = alone();
    let error =
        |members: &[_], claim| read(&archive(members, CompressionMethod::DEFLATE, claim)).unwrap_err().to_string();
    // 8 MiB of blanks in 8 KiB.
    let blanks = with_config(vec![b' '; 8 << 20]);
    let bomb = error(&blanks, None);
    assert!(
        bomb.starts_with("`config.json` in the zip archive, unpacked, is too large: the limit is 1048576 bytes"),
        "{bomb}"
    );
    // The same that owns up to less.
    let lie = error(&blanks, Some(1 << 20));
    assert!(lie.starts_with("the zip archive is damaged: `config.json`: "), "{lie}");

    let stored =
        |config: String| read(&archive(&with_config(config), CompressionMethod::STORE, None)).unwrap_err().to_string();
    assert_eq!(stored("[".repeat(1 << 20)), "`config.json` is invalid: expected less nesting at byte 129");
    assert_eq!(stored("{\"a\":".repeat(1 << 20)), "`config.json` is invalid: expected less nesting at byte 645");
    let zeros = format!("[{}]", iter::repeat_n("0", 2 << 20).collect::<Vec<_>>().join(","));
    assert_eq!(stored(zeros), "`config.json` is invalid: expected fewer values at byte 2097151");
    assert_eq!(stored(" ".repeat(17 << 20)), "`config.json` is too large: the limit is 16777216 bytes");

    // As many wrappers in each other as JSON may nest.
    let wrapped = (0..55).fold("{\"class_name\": \"Dense\", \"config\": {\"name\": \"d\"}}".to_owned(), |inner, i| {
        format!("{{\"class_name\": \"TimeDistributed\", \"config\": {{\"name\": \"{i}\", \"layer\": {inner}}}}}")
    });
    let model = format!("{{\"class_name\": \"Sequential\", \"config\": {{\"name\": \"m\", \"layers\": [{wrapped}]}}}}");
    assert_eq!(stored(model), "model `m` doesn't know the shape of its input");
}
