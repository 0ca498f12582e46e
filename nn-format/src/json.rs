//! As much JSON as a safetensors header needs: punctuation, strings, and non-negative integers.
//!
//! The format nests three deep and no deeper, so there is no value type and no recursion.

use core::cmp::Ordering;
use core::fmt::{self, Write as _};

use crate::FormatError;

/// Where the header begins in the file: after its length.
pub(crate) const HEADER_AT: usize = 8;

/// A place in the header, and the means to move on from it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scanner<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The place as an offset from the start of the *file*, after white space.
    pub(crate) fn position(&mut self) -> usize {
        self.skip_space();
        self.at + HEADER_AT
    }

    fn skip_space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    /// Moves past `byte` if it comes next.
    pub(crate) fn eat(&mut self, byte: u8) -> bool {
        self.skip_space();
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    pub(crate) fn error(&mut self, expected: &'static str) -> FormatError {
        FormatError::Syntax { at: self.position(), expected }
    }

    /// Moves past `byte`, which `expected` describes.
    pub(crate) fn expect(&mut self, byte: u8, expected: &'static str) -> Result<(), FormatError> {
        if self.eat(byte) { Ok(()) } else { Err(self.error(expected)) }
    }

    pub(crate) fn end(&mut self) -> Result<(), FormatError> {
        self.skip_space();
        if self.at == self.text.len() { Ok(()) } else { Err(self.error("the end of the header")) }
    }

    /// A non-negative integer without sign, fraction, exponent or leading zeros.
    pub(crate) fn number(&mut self) -> Result<usize, FormatError> {
        let at = self.position();
        let mut value = 0_usize;
        let start = self.at;
        while let Some(digit @ b'0'..=b'9') = self.peek() {
            value = value
                .checked_mul(10)
                .and_then(|value| value.checked_add(usize::from(digit - b'0')))
                .ok_or(FormatError::NumberTooLarge { at })?;
            self.at += 1;
        }
        let digits = &self.text.as_bytes()[start..self.at];
        let leading_zero = digits.len() > 1 && digits[0] == b'0';
        if digits.is_empty() || leading_zero || matches!(self.peek(), Some(b'.' | b'e' | b'E')) {
            return Err(FormatError::Syntax { at, expected: "a non-negative integer" });
        }
        Ok(value)
    }

    /// A string, checked so that decoding it cannot fail.
    pub(crate) fn string(&mut self) -> Result<Name<'a>, FormatError> {
        self.expect(b'"', "a string")?;
        let start = self.at;
        let mut escaped = false;
        loop {
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => {
                    escaped = true;
                    self.escape()?;
                }
                Some(0x20..) => self.at += 1,
                Some(_) => {
                    let at = self.at + HEADER_AT;
                    return Err(FormatError::Syntax { at, expected: "an escaped control character" });
                }
                None => return Err(self.error("`\"`")),
            }
        }
        let raw = &self.text[start..self.at];
        self.at += 1;
        Ok(Name { raw, escaped })
    }

    /// Moves past an escape sequence, or two that make a surrogate pair.
    fn escape(&mut self) -> Result<(), FormatError> {
        let at = self.at + HEADER_AT;
        let (_, rest) =
            unescape(&self.text[self.at..]).ok_or(FormatError::Syntax { at, expected: "a valid escape sequence" })?;
        self.at = self.text.len() - rest.len();
        Ok(())
    }
}

/// Decodes the escape sequence that `text` begins with.
fn unescape(text: &str) -> Option<(char, &str)> {
    let rest = text.strip_prefix('\\')?;
    let kind = rest.chars().next()?;
    let rest = &rest[kind.len_utf8()..];
    let decoded = match kind {
        '"' | '\\' | '/' => kind,
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'u' => return unescape_unicode(rest),
        _ => return None,
    };
    Some((decoded, rest))
}

/// Decodes what follows `\u`, and the second half if it is a surrogate.
fn unescape_unicode(text: &str) -> Option<(char, &str)> {
    let (first, rest) = hex4(text)?;
    if let Some(single) = char::from_u32(first) {
        return Some((single, rest));
    }
    let (second, rest) = hex4(rest.strip_prefix("\\u")?)?;
    if !matches!((first, second), (0xd800..=0xdbff, 0xdc00..=0xdfff)) {
        return None;
    }
    let both = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
    Some((char::from_u32(both)?, rest))
}

fn hex4(text: &str) -> Option<(u32, &str)> {
    let (digits, rest) = text.split_at_checked(4)?;
    let value = digits.chars().try_fold(0, |value, digit| Some(value << 4 | digit.to_digit(16)?))?;
    Some((value, rest))
}

/// The name of a tensor: a JSON string, decoded whenever it is looked at.
///
/// Names compare with each other and with `str` by their decoded characters, and `Display` prints those.
///
/// ```
/// # let header = br#"{"dense.\u006bernel":{"dtype":"F32","shape":[],"data_offsets":[0,4]}}   "#;
/// # let mut file = header.len().to_le_bytes().to_vec();
/// # file.extend(header);
/// # file.extend([0; 4]);
/// let file = nn_format::Safetensors::parse(&file)?;
/// let tensor = file.tensors().next().unwrap();
/// assert_eq!(tensor.name, *"dense.kernel");
/// assert_eq!(tensor.name.to_string(), "dense.kernel");
/// # Ok::<(), nn_format::FormatError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Name<'a> {
    /// What stands between the quotes.
    raw: &'a str,
    escaped: bool,
}

impl<'a> Name<'a> {
    /// The decoded characters.
    pub fn chars(self) -> impl Iterator<Item = char> + Clone + 'a {
        let mut rest = self.raw;
        core::iter::from_fn(move || {
            let next = rest.chars().next()?;
            if next == '\\'
                && let Some((decoded, after)) = unescape(rest)
            {
                rest = after;
                return Some(decoded);
            }
            rest = &rest[next.len_utf8()..];
            Some(next)
        })
    }

    /// The name without decoding it, or `None` if it contains escape sequences.
    #[must_use]
    pub const fn as_str(self) -> Option<&'a str> {
        if self.escaped { None } else { Some(self.raw) }
    }
}

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.as_str() {
            Some(name) => f.pad(name),
            None => self.chars().try_for_each(|char| f.write_char(char)),
        }
    }
}

impl fmt::Debug for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        self.chars().flat_map(char::escape_debug).try_for_each(|char| f.write_char(char))?;
        f.write_char('"')
    }
}

impl Ord for Name<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        match (self.as_str(), other.as_str()) {
            // UTF-8 sorts as its characters do.
            (Some(left), Some(right)) => left.cmp(right),
            _ => self.chars().cmp(other.chars()),
        }
    }
}

impl PartialOrd for Name<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Name<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Name<'_> {}

impl PartialEq<str> for Name<'_> {
    fn eq(&self, other: &str) -> bool {
        match self.as_str() {
            Some(name) => name == other,
            None => self.chars().eq(other.chars()),
        }
    }
}

impl PartialEq<&str> for Name<'_> {
    fn eq(&self, other: &&str) -> bool {
        *self == **other
    }
}
