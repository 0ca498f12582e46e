//! Every message, in one voice: rustc's. Lower case, no full stop, names in backticks; what is wrong, then why, then
//! what to write instead, so that it can be pasted.
//!
//! Nothing here names a kind of layer but as an example: what is particular to one kind comes as an argument.

mod arguments;
mod attributes;
mod directions;
mod keras;
mod layers;
mod network;
mod numbers;
mod shapes;
mod weights;
mod windows;

pub(crate) use self::arguments::*;
pub(crate) use self::attributes::*;
pub(crate) use self::directions::*;
pub(crate) use self::keras::*;
pub(crate) use self::layers::*;
pub(crate) use self::network::*;
pub(crate) use self::numbers::*;
pub(crate) use self::shapes::*;
pub(crate) use self::weights::*;
pub(crate) use self::windows::*;

/// Large numbers, with the separators of Rust's literals.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push('_');
        }
        out.push(digit);
    }
    out
}

/// "`a`, `b` or `c`".
fn list(words: &[impl AsRef<str>], conjunction: &str) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{}`", word.as_ref())).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} {conjunction} {last}", rest.join(", ")),
    }
}

/// As [`list`], of the first few.
fn some(words: &[String], conjunction: &str) -> String {
    const SHOWN: usize = 8;
    match words.get(..SHOWN) {
        Some(first) if words.len() > SHOWN => {
            let quoted: Vec<String> = first.iter().map(|word| format!("`{word}`")).collect();
            format!("{} {conjunction} {} more", quoted.join(", "), words.len() - SHOWN)
        }
        _ => list(words, conjunction),
    }
}

/// "1 row", "2 rows".
fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{number} {noun}{plural}")
}
