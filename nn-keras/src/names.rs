//! What classes and layers are called elsewhere than in a model's description.

/// Rust's keywords, and the words that can't be a field for other reasons.
const KEYWORDS: &[&str] = &[
    "_", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "self", "Self", "static", "struct",
    "super", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while",
    "yield",
];

/// A layer's name as a name of Rust's: letters, digits and `_`, no keyword.
///
/// ```
/// assert_eq!(nn_keras::rust_name("block1/conv-2"), "block1_conv_2");
/// assert_eq!(nn_keras::rust_name("type"), "type_");
/// ```
#[must_use]
pub fn rust_name(name: &str) -> String {
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

/// Keras's name of a class in paths: `Conv2DTranspose` is `conv2d_transpose`, `PReLU` is `p_re_lu`.
///
/// An underscore goes in front of each capital, but the first character, that has a lower-case letter on either side.
pub(crate) fn snake_case(class: &str) -> String {
    // Keras takes the name of the Python class, which has no package.
    let class = class.rsplit('>').next().unwrap_or_default();
    let chars: Vec<char> = class.chars().filter(|c| c.is_alphanumeric() || *c == '_').collect();
    let lower = |c: Option<&char>| c.is_some_and(char::is_ascii_lowercase);
    let mut snake = String::new();
    for (i, c) in chars.iter().enumerate() {
        if i > 0 && c.is_ascii_uppercase() && (lower(chars.get(i - 1)) || lower(chars.get(i + 1))) {
            snake.push('_');
        }
        snake.push(*c);
    }
    snake.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::{rust_name, snake_case};

    #[test]
    fn names_are_rusts() {
        for (keras, ours) in [
            ("dense_1", "dense_1"),
            ("block1/conv-2", "block1_conv_2"),
            ("type", "type_"),
            ("2nd", "layer_2nd"),
            ("", "layer_"),
            ("dense 1", "dense_1"),
            ("Größe", "Gr__e"),
            ("__", "layer"),
            ("Self", "Self_"),
        ] {
            assert_eq!(rust_name(keras), ours, "{keras}");
        }
    }

    #[test]
    fn classes_in_paths() {
        for (class, path) in [
            ("Dense", "dense"),
            ("Conv2DTranspose", "conv2d_transpose"),
            ("MaxPooling1D", "max_pooling1d"),
            ("ReLU", "re_lu"),
            ("PReLU", "p_re_lu"),
            ("LeakyReLU", "leaky_re_lu"),
            ("ELU", "elu"),
            ("GRU", "gru"),
            ("SimpleRNN", "simple_rnn"),
            ("RMSNormalization", "rms_normalization"),
            ("my_package>FastGELUBlock", "fast_gelu_block"),
        ] {
            assert_eq!(snake_case(class), path);
        }
    }
}
