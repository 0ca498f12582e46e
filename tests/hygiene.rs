//! Crates that have reasons of their own not to compile: see `tests/hygiene`.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Output};
use std::sync::LazyLock;

use nn_runtime::sequential;

use crate::fixture::Fixture;

/// The copies.
static COPIES: LazyLock<Fixture> = LazyLock::new(|| {
    let copies = Fixture::copy("hygiene");
    // Weights for networks that want some.
    sequential! {
        struct Trained {
            simd: dense(3, input = 2),
            input: dense(4),
            output: dense(3, use_bias = false),
            scratch: dense(4),
            r#type: dense(3),
        }
    }
    copies.write("no_prelude.safetensors", &Trained::init(1).to_safetensors());
    copies.write("tracked.safetensors", &tracked([0.0; 2]));
    copies
});

/// Runs cargo on the copies.
fn cargo(arguments: &[&str]) -> Output {
    COPIES.cargo(arguments).output().expect("cargo runs")
}

#[track_caller]
fn succeeds(arguments: &[&str]) -> String {
    let output = cargo(arguments);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo {arguments:?}:\n{errors}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn with_std() {
    let crates = ["-p", "no_prelude", "-p", "renamed", "-p", "wrapped", "-p", "strict"];
    let has_clippy = Command::new(env!("CARGO")).args(["clippy", "--version"]).output();
    let command = if has_clippy.is_ok_and(|output| output.status.success()) { "clippy" } else { "check" };
    println!("cargo {command}");
    succeeds(&[&[command], &crates[..]].concat());
}

#[test]
fn without_std() {
    // A library for C is linked from all that it needs.
    succeeds(&["build", "-p", "no_std"]);
    succeeds(&["build", "-p", "no_std_alloc"]);
}

/// Without a heap, what is too large for the stack is an error of rustc's and not an overflow.
#[test]
fn without_a_heap() {
    succeeds(&["build", "-p", "no_heap"]);
    for call in ["forward", "forward_batch", "step", "classify"] {
        let output = cargo(&["build", "-p", "no_heap", "--features", call]);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && errors.contains("call `forward_in`, or `step_in`"), "{call}:\n{errors}");
    }
}

#[test]
fn on_a_microcontroller() {
    // With floating-point registers, and without.
    const TARGETS: [&str; 2] = ["thumbv7em-none-eabihf", "thumbv7em-none-eabi"];
    let Some(target) = TARGETS.into_iter().find(|target| is_installed(target)) else {
        // Past the harness, which keeps what a test prints when it passes.
        let _ = writeln!(io::stderr(), "skipped: on_a_microcontroller, since none of {TARGETS:?} is installed");
        return;
    };
    succeeds(&["check", "-p", "no_std", "--target", target]);
    succeeds(&["check", "-p", "no_std_alloc", "--target", target]);
}

/// Whether the compiler has the libraries of a target.
fn is_installed(target: &str) -> bool {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc).args(["--print", "target-libdir", "--target", target]).output();
    let libraries = output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    libraries.is_ok_and(|path| Path::new(&path).exists())
}

/// A file of weights for the crate `tracked`, which computes in `f32`.
fn tracked(bias: [f32; 2]) -> Vec<u8> {
    let mut net = sequential![dense(2, input = 1)];
    net.dense.bias = bias;
    net.to_safetensors()
}

/// Such a file of `f64`, which the macro converts.
fn tracked_double(bias: [f64; 2]) -> Vec<u8> {
    let mut net = sequential![
        #[dtype(f64)]
        dense(2, input = 1)
    ];
    net.dense.bias = bias;
    net.to_safetensors()
}

#[test]
fn weights_that_change_are_compiled_again() {
    let file = COPIES.path.join("tracked.safetensors");
    for (bytes, printed) in [
        (tracked([1.0, 2.0]), "[1.0, 2.0]"),
        (tracked([3.0, 4.0]), "[3.0, 4.0]"),
        (tracked_double([5.0, 6.0]), "[5.0, 6.0]"),
        (tracked_double([7.0, 8.0]), "[7.0, 8.0]"),
    ] {
        fs::write(&file, bytes).unwrap();
        assert_eq!(succeeds(&["run", "-p", "tracked"]).trim(), printed);
    }
    fs::write(&file, b"{}").unwrap();
    let output = cargo(&["run", "-p", "tracked"]);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && errors.contains("tracked.safetensors"), "{errors}");
}

/// Without the feature, a file of Keras's is an error that says what to turn on: as `tests/ui/fail/keras_feature.stderr`
/// has it, where all messages are shown.
#[test]
fn a_file_of_keras_needs_its_feature() {
    let expected = include_str!("ui/fail/keras_feature.stderr");
    let output = cargo(&["check", "-p", "without_keras"]);
    let errors = String::from_utf8_lossy(&output.stderr);
    let plain: Vec<&str> = errors.lines().filter(|line| !line.trim_start().starts_with("--> ")).collect();
    let expected: Vec<&str> = expected.lines().filter(|line| !line.trim_start().starts_with("--> ")).collect();
    assert!(!output.status.success() && plain.join("\n").contains(&expected.join("\n")), "{errors}");
}
