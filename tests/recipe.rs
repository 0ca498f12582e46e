//! What ARCHITECTURE.md says of adding something is true: an op, a kind, an activation and a format of weights are added to
//! a copy of all crates, each by the files and the words that are listed here, and a network that uses them all is run.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};

/// What is added: new files, and words in lists.
struct Recipe {
    files: &'static [(&'static str, &'static str)],
    /// A file, the line of its list after which the word goes, and the line with the word.
    words: &'static [(&'static str, &'static str, &'static str)],
}

const OP: Recipe = Recipe {
    files: &[
        ("nn-compiler/src/ops/negate.rs", include_str!("recipe/op.rs")),
        ("nn-runtime/src/ops/negate.rs", include_str!("recipe/kernel.rs")),
    ],
    words: &[
        ("nn-compiler/src/ops.rs", "ops! {", "    negate: Negate,"),
        ("nn-runtime/src/ops.rs", "mod dense;", "pub mod negate;"),
    ],
};

const KIND: Recipe = Recipe {
    files: &[("nn-compiler/src/layer/negation.rs", include_str!("recipe/kind.rs"))],
    words: &[("nn-compiler/src/layer.rs", "kinds! {", "    negation,")],
};

const ACTIVATION: Recipe = Recipe {
    files: &[("nn-runtime/src/activation/cube.rs", include_str!("recipe/activation.rs"))],
    words: &[
        (
            "nn-compiler/src/activation.rs",
            "pub(crate) const ACTIVATIONS: &[Row] = &[",
            "    row(\"cube\", \"Cube\", NonDecreasing, \"x^3\", interpreted!(Pointwise(|x, _| x.powi(3)))),",
        ),
        ("nn-runtime/src/activation.rs", "activations! {", "    cube: Cube;"),
    ],
};

const FORMAT: Recipe = Recipe {
    files: &[("nn-compiler/src/weights/formats/raw.rs", include_str!("recipe/format.rs"))],
    words: &[("nn-compiler/src/weights/formats.rs", "formats! {", "    raw: Raw,")],
};

/// Files by their places in the workspace.
type Tree = BTreeMap<PathBuf, Vec<u8>>;

#[test]
fn what_is_added_takes_no_more_files() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    let mut tree = Tree::new();
    for library in ["nn-compiler", "nn-format", "nn-keras", "nn-macros", "nn-runtime"] {
        read(root, Path::new(library), &mut tree).unwrap();
    }
    for file in ["Cargo.lock", "README.md"] {
        tree.insert(file.into(), fs::read(root.join(file)).unwrap());
    }
    tree.insert("Cargo.toml".into(), workspace(&fs::read_to_string(root.join("Cargo.toml")).unwrap()).into_bytes());
    for Recipe { files, words } in [OP, KIND, ACTIVATION, FORMAT] {
        for (file, text) in files {
            let before = tree.insert(file.into(), text.as_bytes().to_vec());
            assert!(before.is_none(), "{file} is there already");
        }
        for (file, line, word) in words {
            let list = tree.get_mut(Path::new(file)).unwrap_or_else(|| panic!("{file}"));
            let text = String::from_utf8(list.clone()).unwrap();
            assert_eq!(text.lines().filter(|other| other == line).count(), 1, "`{line}` in {file}");
            *list = text.replacen(line, &format!("{line}\n{word}"), 1).into_bytes();
        }
    }
    tree.insert("user/Cargo.toml".into(), include_bytes!("recipe/user/Cargo.toml").to_vec());
    tree.insert("user/src/main.rs".into(), include_bytes!("recipe/user/src/main.rs").to_vec());
    let numbers: [f32; 4] = [1.0, 0.5, 0.0, 1.0];
    tree.insert("user/src/net.raw".into(), numbers.map(f32::to_le_bytes).concat());

    let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join("recipe");
    write(&copy, &tree).unwrap();
    let mut command = Command::new(env!("CARGO"));
    command.env_remove("CARGO_BUILD_TARGET").env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
    command.current_dir(&copy).args(["run", "--quiet", "-p", "user", "--target-dir"]).arg(copy.join("target"));
    let output = command.output().expect("cargo runs");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    // -(2·1 + 0)³ and -(2·0.5 + 1)³.
    assert_eq!(String::from_utf8_lossy(&output.stdout), "[-8.0, -8.0] [-8.0, -8.0] true\n");
}

/// The manifest of this workspace with the libraries and their user alone.
fn workspace(manifest: &str) -> String {
    let members = r#"members = ["nn-compiler", "nn-format", "nn-keras", "nn-macros", "nn-runtime", "user"]"#;
    let only = manifest.split("\n[package]").next().unwrap_or_default();
    let lines = only.lines().filter(|line| !line.starts_with("exclude = "));
    lines.map(|line| if line.starts_with("members = ") { members } else { line }).collect::<Vec<_>>().join("\n")
}

/// Adds the files in a folder, but for what cargo makes.
fn read(root: &Path, folder: &Path, tree: &mut Tree) -> io::Result<()> {
    for entry in fs::read_dir(root.join(folder))? {
        let entry = entry?;
        let path = folder.join(entry.file_name());
        if !entry.file_type()?.is_dir() {
            tree.insert(path, fs::read(entry.path())?);
        } else if !path.ends_with("target") {
            read(root, &path, tree)?;
        }
    }
    Ok(())
}

/// Writes what is new only, so that nothing is compiled again without need, and takes away what is no longer there.
fn write(to: &Path, tree: &Tree) -> io::Result<()> {
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(to.join(&folder)).into_iter().flatten() {
            let entry = entry?;
            let path = folder.join(entry.file_name());
            if !entry.file_type()?.is_dir() {
                if !tree.contains_key(&path) {
                    fs::remove_file(entry.path())?;
                }
            } else if path != Path::new("target") {
                folders.push(path);
            }
        }
    }
    for (path, bytes) in tree {
        let path = to.join(path);
        if fs::read(&path).is_ok_and(|old| old == *bytes) {
            continue;
        }
        fs::create_dir_all(path.parent().expect("a folder"))?;
        fs::write(path, bytes)?;
    }
    Ok(())
}
