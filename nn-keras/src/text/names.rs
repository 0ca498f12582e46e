//! Layers' names as names of Rust's.

use std::collections::HashSet;

/// Rust's keywords, and the words that can't be a field for other reasons.
const KEYWORDS: &[&str] = &[
    "_", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "Self", "static", "struct",
    "super", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while",
    "yield",
];

/// The names that are taken.
#[derive(Default)]
pub(super) struct Names(HashSet<String>);

impl Names {
    /// A name like `name` that is Rust's, and that none before it has.
    pub(super) fn name(&mut self, name: &str) -> String {
        let plain = plain(name);
        let mut free = plain.clone();
        let mut number = 0;
        while !self.0.insert(free.clone()) {
            number += 1;
            free = format!("{plain}_{number}");
        }
        free
    }
}

/// A name like `name` that is Rust's.
pub(crate) fn plain(name: &str) -> String {
    let mut plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).take(LONGEST).collect();
    if plain.is_empty() || plain.starts_with(|c: char| c.is_ascii_digit()) {
        plain.insert_str(0, "layer_");
    }
    if KEYWORDS.contains(&plain.as_str()) {
        plain.push('_');
    }
    if plain.chars().all(|c| c == '_') {
        "layer".clone_into(&mut plain);
    }
    plain
}

/// No name of a person's is longer.
const LONGEST: usize = 100;

#[cfg(test)]
mod tests {
    use super::Names;

    #[test]
    fn names_are_rusts() {
        let mut names = Names::default();
        for (keras, ours) in [
            ("dense_1", "dense_1"),
            ("block1/conv-2", "block1_conv_2"),
            ("type", "type_"),
            ("2nd", "layer_2nd"),
            ("", "layer_"),
            ("dense 1", "dense_1_1"),
            ("Größe", "Gr__e"),
            ("__", "layer"),
            ("Self", "Self_"),
        ] {
            assert_eq!(names.name(keras), ours, "{keras}");
        }
    }
}
