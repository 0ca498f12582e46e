//! No kernel becomes slower by accident: the inner loops of the assembly are as they should be, for the instruction sets
//! of x86-64 that have fused multiply-adds.
//!
//! A network's kernels are all that its forward pass calls, in its own crate or in `nn-runtime`. They are looked for by
//! what they do, whatever their names are.

mod listing;
mod loops;
mod proofs;
mod registers;
mod rules;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

use self::rules::{Level, Program, Samples};
use crate::fixture::Fixture;

#[test]
fn inner_loops() {
    if !cfg!(target_arch = "x86_64") {
        println!("skipped: this reads the assembly of x86-64");
        return;
    }
    let listings = listings();
    let functions: Vec<_> = listings.iter().flat_map(|(name, text)| listing::read(name, text)).collect();
    let program = Program::new(&functions);
    let mut complaints = BTreeSet::new();
    for network in ["small", "large"] {
        for level in [Level::Avx512, Level::Avx2] {
            complaints.extend(program.complaints(&format!("{network}_sample"), Samples::One, level));
            complaints.extend(program.complaints(&format!("{network}_batch"), Samples::Many, level));
        }
    }
    // One sample has few sums.
    for level in [Level::Avx512, Level::Avx2] {
        complaints.extend(program.complaints("tiny_batch", Samples::Many, level));
    }
    let complaints: Vec<_> = complaints.into_iter().collect();
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}

/// The assembly of the networks' crate and of `nn-runtime`, as built for release: the names and the texts of the files.
fn listings() -> Vec<(String, String)> {
    let fixture = Fixture::copy("assembly/kernels");
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let version = Command::new(rustc).arg("-vV").output().expect("rustc runs");
    let version = String::from_utf8_lossy(&version.stdout).into_owned();
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("a host");
    // With a target the flags are not for macros and build scripts. Names of the new kind say what they are made for. A
    // release build has 16 units unless one asks for assembly: then it has one, and inlines in other places.
    let mut cargo = fixture.cargo(&["build", "--release", "--target", host, "--message-format", "json"]);
    cargo
        .env("RUSTFLAGS", "--emit asm -C codegen-units=16 -C symbol-mangling-version=v0 -C debuginfo=line-tables-only");
    let output = cargo.output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let messages = String::from_utf8_lossy(&output.stdout);
    ["kernels", "nn_runtime"].iter().flat_map(|name| crate_listings(name, &messages)).collect()
}

/// The files of a crate, which cargo's `messages` have the name of.
fn crate_listings(name: &str, messages: &str) -> Vec<(String, String)> {
    // `.../deps/libkernels-0123456789abcdef.rmeta`
    let prefix = format!("lib{name}-");
    let hash = messages.split('"').find_map(|text| text.strip_suffix(".rmeta")?.rsplit_once(&prefix));
    let (folder, hash) = hash.unwrap_or_else(|| panic!("no {name} in {messages}"));
    let modified = |path: &Path| fs::metadata(path).and_then(|metadata| metadata.modified()).unwrap();
    // What rustc writes first; a file that is older is of another build.
    let begin = modified(&Path::new(folder).join(format!("{name}-{hash}.d")));
    let mut listings = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        let is_assembly = path.extension().is_some_and(|extension| extension == "s");
        if is_assembly && file.starts_with(&format!("{name}-{hash}.")) && modified(&path) >= begin {
            listings.push((file, fs::read_to_string(&path).unwrap()));
        }
    }
    listings.sort();
    listings
}
