//! JSON, as Python's `json` writes it: with `NaN` and `Infinity`, which other readers refuse.

use core::fmt::{self, Write as _};

use crate::Error;

/// How deep a text may nest. Keras's own nest about four levels for each model or wrapper inside another.
const MAX_DEPTH: usize = 128;
/// How many values a text may have, so that few bytes can't ask for much memory: each takes 32 bytes.
const MAX_VALUES: usize = 1 << 20;

/// A JSON value.
///
/// ```
/// use nn_keras::Json;
///
/// let json = Json::parse(r#"{"strides": [2, 2], "rate": 0.5}"#, "config.json")?;
/// assert_eq!(json.get("strides"), Some(&Json::Array(vec![Json::Integer(2), Json::Integer(2)])));
/// assert_eq!(json.to_string(), r#"{"strides": [2, 2], "rate": 0.5}"#);
/// # Ok::<(), nn_keras::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    /// `null`, Python's `None`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number without fraction or exponent that fits.
    Integer(i64),
    /// Any other number; `NaN`, `Infinity` and `-Infinity` too.
    Float(f64),
    /// A string.
    String(String),
    /// A list, or Python's tuple.
    Array(Vec<Json>),
    /// An object, in the order of the text. Its keys differ.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// Reads `text`, which `name` names in errors: a member of the archive, or an attribute.
    ///
    /// # Errors
    ///
    /// If `text` is not JSON, repeats a key, nests more than 128 deep or has more than a million values.
    pub fn parse(text: &str, name: &'static str) -> Result<Self, Error> {
        let mut reader = Reader { text, name, at: 0, values: 0 };
        let value = reader.value(0)?;
        reader.skip_space();
        if reader.at == text.len() { Ok(value) } else { Err(reader.error("the end of the text")) }
    }

    /// The value of `key`, if this is an object that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Object(entries) => entries.iter().find(|entry| entry.0 == key).map(|entry| &entry.1),
            _ => None,
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    name: &'static str,
    at: usize,
    values: usize,
}

impl Reader<'_> {
    fn error(&self, expected: &'static str) -> Error {
        Error::Json { text: self.name, at: self.at, expected }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    /// Moves past `byte`, after white space, if it comes next.
    fn eat(&mut self, byte: u8) -> bool {
        self.skip_space();
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn eat_word(&mut self, word: &str) -> bool {
        let found = self.text.as_bytes()[self.at..].starts_with(word.as_bytes());
        self.at += if found { word.len() } else { 0 };
        found
    }

    fn value(&mut self, depth: usize) -> Result<Json, Error> {
        self.skip_space();
        if depth > MAX_DEPTH {
            return Err(self.error("less nesting"));
        }
        self.values += 1;
        if self.values > MAX_VALUES {
            return Err(self.error("fewer values"));
        }
        match self.peek() {
            Some(b'{') => self.object(depth),
            Some(b'[') => self.array(depth),
            Some(b'"') => Ok(Json::String(self.string()?)),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ if self.eat_word("true") => Ok(Json::Bool(true)),
            _ if self.eat_word("false") => Ok(Json::Bool(false)),
            _ if self.eat_word("null") => Ok(Json::Null),
            _ if self.eat_word("NaN") => Ok(Json::Float(f64::NAN)),
            _ if self.eat_word("Infinity") => Ok(Json::Float(f64::INFINITY)),
            _ => Err(self.error("a value")),
        }
    }

    fn array(&mut self, depth: usize) -> Result<Json, Error> {
        self.at += 1;
        let mut values = Vec::new();
        if self.eat(b']') {
            return Ok(Json::Array(values));
        }
        loop {
            values.push(self.value(depth + 1)?);
            if self.eat(b']') {
                return Ok(Json::Array(values));
            }
            if !self.eat(b',') {
                return Err(self.error("`,` or `]`"));
            }
        }
    }

    fn object(&mut self, depth: usize) -> Result<Json, Error> {
        let start = self.at;
        self.at += 1;
        let mut entries = Vec::new();
        if self.eat(b'}') {
            return Ok(Json::Object(entries));
        }
        loop {
            self.skip_space();
            let key = self.string()?;
            if !self.eat(b':') {
                return Err(self.error("`:`"));
            }
            entries.push((key, self.value(depth + 1)?));
            if self.eat(b'}') {
                break;
            }
            if !self.eat(b',') {
                return Err(self.error("`,` or `}`"));
            }
        }
        let mut keys: Vec<_> = entries.iter().map(|entry| entry.0.as_str()).collect();
        keys.sort_unstable();
        if keys.windows(2).any(|pair| pair[0] == pair[1]) {
            self.at = start;
            return Err(self.error("an object of different keys"));
        }
        Ok(Json::Object(entries))
    }

    fn number(&mut self) -> Result<Json, Error> {
        let start = self.at;
        self.at += usize::from(self.peek() == Some(b'-'));
        if self.eat_word("Infinity") {
            return Ok(Json::Float(f64::NEG_INFINITY));
        }
        let leading_zero = self.peek() == Some(b'0');
        let whole = self.digits()?;
        if leading_zero && whole > 1 {
            self.at = start;
            return Err(self.error("a number without leading zeros"));
        }
        let integer = !matches!(self.peek(), Some(b'.' | b'e' | b'E'));
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            self.at += usize::from(matches!(self.peek(), Some(b'+' | b'-')));
            self.digits()?;
        }
        let text = &self.text[start..self.at];
        match text.parse() {
            Ok(value) if integer => Ok(Json::Integer(value)),
            // Rust reads whatever JSON's grammar allows, rounded correctly.
            _ => text.parse().map(Json::Float).map_err(|_| self.error("a number")),
        }
    }

    /// Moves past one digit or more, and says how many.
    fn digits(&mut self) -> Result<usize, Error> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        if self.at == start { Err(self.error("a digit")) } else { Ok(self.at - start) }
    }

    fn string(&mut self) -> Result<String, Error> {
        if self.peek() != Some(b'"') {
            return Err(self.error("a string"));
        }
        self.at += 1;
        let mut value = String::new();
        loop {
            let start = self.at;
            while let Some(0x20..=0x21 | 0x23..=0x5b | 0x5d..) = self.peek() {
                self.at += 1;
            }
            value.push_str(&self.text[start..self.at]);
            match self.peek() {
                Some(b'"') => break,
                Some(b'\\') => value.push(self.escape()?),
                Some(_) => return Err(self.error("an escaped control character")),
                None => return Err(self.error("`\"`")),
            }
        }
        self.at += 1;
        Ok(value)
    }

    fn escape(&mut self) -> Result<char, Error> {
        let error = self.error("a valid escape sequence");
        let kind = self.text.as_bytes().get(self.at + 1).copied();
        self.at += 2;
        Ok(match kind {
            Some(b'"' | b'\\' | b'/') => self.text.as_bytes()[self.at - 1].into(),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode().ok_or(error),
            _ => return Err(error),
        })
    }

    /// The character whose escape goes on with four digits, or with two times four for a surrogate pair.
    fn unicode(&mut self) -> Option<char> {
        let first = self.hex4()?;
        if !(0xd800..0xdc00).contains(&first) {
            return char::from_u32(first);
        }
        if !self.eat_word("\\u") {
            return None;
        }
        let second = self.hex4()?.checked_sub(0xdc00).filter(|&low| low < 0x400)?;
        char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + second)
    }

    fn hex4(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4)?;
        self.at += 4;
        digits.chars().try_fold(0, |value, digit| Some(value << 4 | digit.to_digit(16)?))
    }
}

impl fmt::Display for Json {
    /// The value as Python's `json.dumps` writes it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => write!(f, "null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Integer(value) => write!(f, "{value}"),
            Self::Float(value) if value.is_nan() => write!(f, "NaN"),
            Self::Float(value) if value.is_infinite() => {
                write!(f, "{}", if *value > 0.0 { "Infinity" } else { "-Infinity" })
            }
            Self::Float(value) => write!(f, "{value:?}"),
            Self::String(value) => write_string(f, value),
            Self::Array(values) => {
                write!(f, "[")?;
                for (i, value) in values.iter().enumerate() {
                    write!(f, "{}{value}", if i == 0 { "" } else { ", " })?;
                }
                write!(f, "]")
            }
            Self::Object(entries) => {
                write!(f, "{{")?;
                for (i, (key, value)) in entries.iter().enumerate() {
                    write!(f, "{}", if i == 0 { "" } else { ", " })?;
                    write_string(f, key)?;
                    write!(f, ": {value}")?;
                }
                write!(f, "}}")
            }
        }
    }
}

fn write_string(f: &mut fmt::Formatter<'_>, value: &str) -> fmt::Result {
    f.write_char('"')?;
    for c in value.chars() {
        match c {
            '"' | '\\' => write!(f, "\\{c}"),
            '\u{0}'..='\u{1f}' => write!(f, "\\u{:04x}", u32::from(c)),
            c => f.write_char(c),
        }?;
    }
    f.write_char('"')
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i32> for Json {
    fn from(value: i32) -> Self {
        Self::Integer(value.into())
    }
}

impl From<i64> for Json {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl From<f64> for Json {
    fn from(value: f64) -> Self {
        Self::Float(value)
    }
}

impl From<&str> for Json {
    fn from(value: &str) -> Self {
        Self::String(value.to_owned())
    }
}

impl<T: Into<Json>> From<Vec<T>> for Json {
    fn from(values: Vec<T>) -> Self {
        Self::Array(values.into_iter().map(Into::into).collect())
    }
}
