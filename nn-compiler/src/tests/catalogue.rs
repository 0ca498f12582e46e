//! Every message is shown by some program of `tests/ui`, where a person has read it.

use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};

fn files(folder: &Path, extension: &str) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("the folder is there").map(|entry| entry.expect("an entry").path());
    let files = entries.filter(|path| path.extension().is_some_and(|found| found == extension));
    files.map(|path| std::fs::read_to_string(path).expect("a text")).collect()
}

/// The string literals of functions; those of attributes and constants are no messages.
fn literals(tokens: TokenStream, out: &mut Vec<String>) {
    let mut trees = tokens.into_iter().peekable();
    while let Some(tree) = trees.next() {
        match tree {
            TokenTree::Punct(punct) if punct.as_char() == '#' => {
                trees.next_if(|tree| matches!(tree, TokenTree::Punct(_)));
                trees.next();
            }
            TokenTree::Ident(word) if word == "const" => {
                let ends = |tree: &TokenTree| matches!(tree, TokenTree::Punct(punct) if punct.as_char() == ';');
                while trees.next_if(|tree| !ends(tree)).is_some() {}
            }
            TokenTree::Group(group) => literals(group.stream(), out),
            TokenTree::Literal(literal) => {
                if let syn::Lit::Str(string) = syn::Lit::new(literal) {
                    out.push(string.value());
                }
            }
            _ => {}
        }
    }
}

/// The longest piece of a format string that stands in the message as it is.
fn fixed(format: &str) -> String {
    let marked = format.replace("{{", "\u{1}").replace("}}", "\u{2}");
    let pieces = marked.split('{').flat_map(|piece| piece.split_once('}').map_or(piece, |(_, rest)| rest).split('\n'));
    let longest = pieces.max_by_key(|piece| piece.len()).unwrap_or_default();
    longest.replace('\u{1}', "{").replace('\u{2}', "}")
}

#[test]
fn every_message_is_shown_by_a_program() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shown = files(&package.join("../tests/ui/fail"), "stderr").join("\n");
    let mut messages = Vec::new();
    for source in files(&package.join("src/diag/catalogue"), "rs") {
        literals(source.parse().expect("our own source"), &mut messages);
    }
    assert!(messages.len() > 100, "only {} messages were found", messages.len());
    let unseen = |message: &String| {
        let piece = fixed(message);
        piece.len() >= 12 && !shown.contains(&piece)
    };
    messages.retain(unseen);
    assert!(messages.is_empty(), "no program in tests/ui/fail shows these: {messages:#?}");
}
