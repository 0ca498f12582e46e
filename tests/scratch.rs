//! A forward pass takes no more of the stack than it says: its scratch, which is counted, its output, and a few frames.

use std::env;
use std::path::Path;
use std::process::Command;

/// `benches` paints the stack, runs each network on it as built for release, and fails if much more was written over.
#[test]
fn passes_take_what_they_say() {
    if !cfg!(all(unix, target_arch = "x86_64")) {
        println!("skipped: this paints the stack of an x86-64");
        return;
    }
    let mut cargo = Command::new(env!("CARGO"));
    cargo.current_dir(env!("CARGO_MANIFEST_DIR")).args([
        "run",
        "--quiet",
        "--release",
        "-p",
        "benches",
        "--bin",
        "stack",
    ]);
    // Where other builds for release are, which have compiled most of it.
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("it lies in the target directory");
    let output = cargo.arg("--target-dir").arg(target).output().expect("cargo runs");
    let (table, error) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "\n{table}\n{error}");
    // Every network, each way, was measured.
    for line in ["F     forward ", "F     forward_batch ", "Lstm  step "] {
        assert!(table.contains(line), "no `{line}` in\n{table}");
    }
}
