//! "A new kind of layer costs one file and one word in one list": nothing else may know a kind by its name, or by Keras's.
//! Likewise an activation: its row here, and its file in the runtime.

use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};

use crate::activation::ACTIVATIONS;
use crate::layer::KINDS;

/// All sources but those of tests.
fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("our own sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() && !path.ends_with("tests") {
            sources(&path, out);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            out.push(path);
        }
    }
}

/// Whether a string that is exactly `word` stands in `tokens`.
fn quotes(tokens: TokenStream, word: &str) -> bool {
    tokens.into_iter().any(|tree| match tree {
        TokenTree::Group(group) => quotes(group.stream(), word),
        TokenTree::Literal(literal) => literal.to_string() == format!("{word:?}"),
        _ => false,
    })
}

/// Keras has options, and values of options, of these names too.
const OPTIONS: [&str; 3] = ["activation", "concat", "dropout"];

#[test]
fn a_kind_is_known_to_its_own_file_alone() {
    let mut paths = Vec::new();
    for library in ["nn-compiler", "nn-format", "nn-keras", "nn-macros"] {
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(library).join("src"), &mut paths);
    }
    let sources: Vec<(PathBuf, TokenStream)> = paths
        .into_iter()
        .map(|path| {
            let source = std::fs::read_to_string(&path).expect("our own source");
            let without_tests = source.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
            (path, without_tests.parse().expect("our own source"))
        })
        .collect();
    for kind in KINDS {
        // Classes that come to the same are named as functions of ONNX are, and may be several kinds'.
        let classes = kind.keras.iter().take(1).flat_map(|class| class.names);
        for word in classes.chain([&kind.name]).filter(|word| !OPTIONS.contains(word)) {
            let knowing: Vec<&PathBuf> =
                sources.iter().filter(|(_, tokens)| quotes(tokens.clone(), word)).map(|(path, _)| path).collect();
            assert_eq!(knowing.len(), 1, "`{word}` is named in {knowing:?}");
        }
    }
}

#[test]
fn each_kind_is_a_word_of_the_list_and_says_what_it_is() {
    let list = include_str!("../layer.rs").split("kinds! {").nth(1).expect("the list");
    let words = list.split('}').next().expect("its end").replace("of layers:", "");
    let words = words.split([',', ';']).filter(|word| !word.trim().is_empty());
    assert_eq!(words.count(), KINDS.len());
    for kind in KINDS {
        assert!(kind.usage.starts_with(&format!("{}(", kind.name)), "{}", kind.usage);
        assert!(kind.example.starts_with(&format!("{}(", kind.name)), "{}", kind.example);
        assert!(!kind.about.is_empty(), "{}", kind.name);
        // Each takes a tensor of some rank; one that takes indices, at the beginning only.
        let first = kind.example.strip_suffix(')').unwrap_or(kind.example);
        let networks = ["6", "(4, 6)", "(4, 4, 6)", "(4, 4, 4, 6)"]
            .map(|input| format!("linear(input = {input}), {}", kind.example))
            .into_iter()
            .chain([format!("{first}, input = 6)")]);
        let expansions: Vec<_> = networks
            .map(|network| {
                let network = format!("(::nn_runtime::__private) {network}");
                crate::compile::expand(network.parse().expect("tokens"))
            })
            .collect();
        let compiles = expansions.iter().any(|expansion| expansion.errors == 0);
        assert!(compiles, "the example of `{}` does not compile: {}", kind.name, expansions[0].tokens);
    }
}

#[test]
fn an_activation_is_its_row_and_a_file_of_the_runtime() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../nn-runtime/src/activation");
    for row in ACTIVATIONS {
        let file = folder.join(row.name).with_extension("rs");
        let source = std::fs::read_to_string(&file).unwrap_or_default();
        for name in [row.runtime, row.general] {
            assert!(source.contains(&format!("pub struct {name}")), "{} has no `{name}`", file.display());
        }
    }
}
