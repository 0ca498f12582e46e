//! Files that are broken by accident or on purpose: each is an error, and says which.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use nn_format::{FormatError, Safetensors};

/// A file of this header, with its length in front, and `data` zeros.
fn file(header: &str, data: usize) -> Vec<u8> {
    let mut file = (header.len() as u64).to_le_bytes().to_vec();
    file.extend(header.as_bytes());
    file.resize(file.len() + data, 0);
    file
}

fn error(header: &str, data: usize) -> FormatError {
    Safetensors::parse(&file(header, data)).expect_err(header)
}

fn syntax(header: &str, at: usize, expected: &'static str) {
    assert_eq!(error(header, 4), FormatError::Syntax { at: at + 8, expected }, "{header}");
}

/// A scalar `F32` called `name`, which must be JSON already.
fn scalar(name: &str, begin: usize) -> String {
    format!(r#""{name}":{{"dtype":"F32","shape":[],"data_offsets":[{begin},{}]}}"#, begin + 4)
}

#[test]
fn too_short_or_of_another_format() {
    assert_eq!(Safetensors::parse(b"").unwrap_err(), FormatError::TooShort { found: 0 });
    assert_eq!(Safetensors::parse(b"1234567").unwrap_err(), FormatError::TooShort { found: 7 });
    for start in [&b"PK\x03\x04\x14\0\0\0"[..], b"\x89HDF\r\n\x1a\n", b"\x93NUMPY\x01\0", b"GGUF\x03\0\0\0"] {
        assert!(matches!(Safetensors::parse(start), Err(FormatError::OtherFormat { .. })));
    }
    let bytes = u64::MAX;
    assert_eq!(Safetensors::parse(&[0xff; 100]).unwrap_err(), FormatError::HeaderTooLarge { bytes });
    let just_beyond = (Safetensors::MAX_HEADER + 1).to_le_bytes();
    assert!(matches!(Safetensors::parse(&just_beyond), Err(FormatError::HeaderTooLarge { .. })));
    let limit = Safetensors::MAX_HEADER.to_le_bytes();
    assert_eq!(
        Safetensors::parse(&limit).unwrap_err(),
        FormatError::Truncated { expected: Safetensors::MAX_HEADER + 8, found: 8 },
    );
    assert_eq!(error("", 0), FormatError::NoObject);
    assert_eq!(error(" {}", 0), FormatError::NoObject);
    assert_eq!(error("[]", 0), FormatError::NoObject);
}

#[test]
fn every_truncation() {
    let whole = file(&format!("{{{}}}  ", scalar("a", 0)), 4);
    assert!(Safetensors::parse(&whole).is_ok());
    for length in 0..whole.len() {
        match Safetensors::parse(&whole[..length]).unwrap_err() {
            FormatError::TooShort { found } => assert!(found == length && length < 8),
            FormatError::Truncated { expected, found } => {
                let in_data = length >= whole.len() - 4;
                assert_eq!(expected, (whole.len() - if in_data { 0 } else { 4 }) as u64);
                assert_eq!(found, length);
            }
            other => panic!("{length}: {other:?}"),
        }
    }
}

#[test]
fn the_message_of_a_truncated_file() {
    let mut file = file(&format!("{{{}}}", scalar("a", 0)), 4);
    file.pop();
    assert_eq!(
        Safetensors::parse(&file).unwrap_err().to_string(),
        "the file is truncated: its header says 65 bytes, 64 are there",
    );
}

#[test]
fn broken_json() {
    syntax("{", 1, "a string");
    syntax("{]", 1, "a string");
    syntax("{}x", 2, "the end of the header");
    syntax("{}{}", 2, "the end of the header");
    syntax(r#"{"a"}"#, 4, "`:`");
    syntax(r#"{"a":1}"#, 5, "`{`");
    syntax(r#"{"a":null}"#, 5, "`{`");
    syntax(r#"{"a":{"dtype":1}}"#, 14, "a string");
    syntax(r#"{"a":{"dtype":"F32","shape":{}}}"#, 28, "`[`");
    syntax(r#"{"a":{"shape":[1,]}}"#, 17, "a non-negative integer");
    syntax(r#"{"a":{"shape":[1 2]}}"#, 17, "`,` or `]`");
    syntax(r#"{"a":{"data_offsets":[0]}}"#, 23, "`,`");
    syntax(r#"{"a":{"data_offsets":[0,4,8]}}"#, 25, "`]`");
    syntax(r#"{"a":{"shape":[],}}"#, 17, "a string");
    syntax(&format!("{{{},}}", scalar("a", 0)), 53, "a string");
    syntax(&format!("{{{} {}}}", scalar("a", 0), scalar("b", 4)), 53, "`,` or `}`");
    for number in ["-1", "01", "1.0", "1e3", "+1", "x1", "\"1\"", "NaN", "[[1]]"] {
        syntax(&format!(r#"{{"a":{{"shape":[{number}]}}}}"#), 15, "a non-negative integer");
    }
}

#[test]
fn deep_nesting_is_refused_at_once() {
    for open in ["[", "{\"a\":"] {
        let deep = open.repeat(1_000_000);
        let error_in_tensor = error(&format!("{{\"a\":{deep}"), 0);
        assert!(matches!(error_in_tensor, FormatError::Syntax { .. } | FormatError::UnknownField { .. }));
        let in_shape = format!("{{\"a\":{{\"shape\":{deep}");
        assert!(matches!(error(&in_shape, 0), FormatError::Syntax { .. }));
        let in_metadata = format!("{{\"__metadata__\":{deep}");
        assert!(matches!(error(&in_metadata, 0), FormatError::Syntax { .. }));
    }
}

#[test]
fn broken_strings() {
    for (name, at) in [
        (r"\x", 2),
        (r"a\u12", 3),
        (r"\u12g4", 2),
        (r"\u+123", 2),
        (r"\ud800", 2),
        (r"\ud800x", 2),
        (r"\ud800\n", 2),
        (r"\ud800\ud800", 2),
        (r"\udc00\ud800", 2),
        (r"\udc00", 2),
        (r"\u12é4", 2),
    ] {
        syntax(&format!("{{{}}}", scalar(name, 0)), at, "a valid escape sequence");
    }
    syntax("{\"a\nb\":{}}", 3, "an escaped control character");
    syntax("{\"a\0\":{}}", 3, "an escaped control character");
    syntax("{\"abc", 5, "`\"`");
    let mut bytes = file(&format!("{{{}}}", scalar("abc", 0)), 4);
    bytes[11] = 0xff;
    assert_eq!(Safetensors::parse(&bytes).unwrap_err(), FormatError::NotUtf8 { at: 11 });
    // A character that is cut off by the end of the header.
    let mut bytes = file("{\"é", 0);
    bytes[0] -= 1;
    assert_eq!(Safetensors::parse(&bytes).unwrap_err(), FormatError::NotUtf8 { at: 10 });
}

#[test]
fn names_are_decoded() {
    let header = format!("{{{},{}}}", scalar(r#"\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE00"#, 0), scalar("päö", 4));
    let bytes = file(&header, 8);
    let parsed = Safetensors::parse(&bytes).unwrap();
    let name = "\"\\/\u{8}\u{c}\n\r\té😀";
    let tensor = parsed.tensor(name).unwrap();
    assert_eq!(tensor.name, name);
    assert_eq!(tensor.name.to_string(), name);
    assert_eq!(tensor.name.as_str(), None);
    assert_eq!(format!("{:?}", tensor.name), format!("{name:?}"));
    let plain = parsed.tensor("päö").unwrap().name;
    assert_eq!(plain.as_str(), Some("päö"));
    assert_ne!(plain, tensor.name);
    assert!(parsed.tensor("pä").is_none());
}

#[test]
fn duplicate_names_by_decoded_characters() {
    let same = format!("{{{},{}}}", scalar("ab", 0), scalar(r"a\u0062", 4));
    assert_eq!(error(&same, 8), FormatError::DuplicateName { at: 8 + 54 });
    // Not neighbours.
    let apart = format!("{{{},{},{}}}", scalar("b", 0), scalar("a", 4), scalar("b", 8));
    assert!(matches!(error(&apart, 12), FormatError::DuplicateName { .. }));
    let metadata = r#"{"__metadata__":{},"__metadata__":{}}"#;
    assert_eq!(error(metadata, 0), FormatError::DuplicateName { at: 8 + 19 });
}

#[test]
fn fields() {
    assert_eq!(error(r#"{"a":{}}"#, 0), FormatError::MissingField { at: 9, field: "dtype" });
    assert_eq!(
        error(r#"{"a":{"dtype":"F32","data_offsets":[0,4]}}"#, 4),
        FormatError::MissingField { at: 9, field: "shape" },
    );
    assert_eq!(
        error(r#"{"a":{"dtype":"F32","shape":[]}}"#, 4),
        FormatError::MissingField { at: 9, field: "data_offsets" },
    );
    assert_eq!(error(r#"{"a":{"dtype":"F32","dtype":"F32"}}"#, 4), FormatError::DuplicateField { at: 28 });
    assert_eq!(error(r#"{"a":{"strides":[1]}}"#, 4), FormatError::UnknownField { at: 14 });
    for dtype in ["f32", "F128", "", "F32 "] {
        let header = format!(r#"{{"a":{{"dtype":"{dtype}"}}}}"#);
        assert_eq!(error(&header, 4), FormatError::UnknownDtype { at: 22 });
    }
    // Any order, any white space, any escapes.
    let header = "{\n\"a\" :\t{ \"data_offsets\": [ 0 , 4 ],\r\"sh\\u0061pe\":[ 1 ] ,\"dtype\":\"F\\u0033\\u0032\"}}";
    let bytes = file(header, 4);
    assert_eq!(Safetensors::parse(&bytes).unwrap().tensor("a").unwrap().shape, [1]);
}

#[test]
fn metadata_is_a_map_of_strings() {
    for metadata in [r"{}", r#"{"format":"keras"}"#, r#"{ "a":"b" , "\u0061":"" }"#] {
        let bytes = file(&format!(r#"{{{},"__metadata__":{metadata}}}"#, scalar("a", 0)), 4);
        assert_eq!(Safetensors::parse(&bytes).unwrap().len(), 1);
    }
    for metadata in ["null", "[]", r#"{"a":1}"#, r#"{"a":{}}"#, r#"{"a"}"#, r#"{"a":"b",}"#] {
        let header = format!(r#"{{"__metadata__":{metadata}}}"#);
        assert!(matches!(error(&header, 0), FormatError::Syntax { .. }), "{header}");
    }
}

#[test]
fn sizes() {
    let tensor = |shape: &str, begin: &str, end: &str| {
        format!(r#"{{"a":{{"dtype":"F32","shape":{shape},"data_offsets":[{begin},{end}]}}}}"#)
    };
    let huge = "18446744073709551615";
    assert_eq!(error(&tensor("[2]", "0", "4"), 4), FormatError::SizeMismatch { at: 9, expected: 8, found: 4 });
    assert_eq!(error(&tensor("[2]", "8", "0"), 8), FormatError::ReversedOffsets { at: 9 });
    assert!(matches!(error(&tensor("[18446744073709551616]", "0", "4"), 4), FormatError::NumberTooLarge { .. }));
    assert!(matches!(error(&tensor("[]", "0", &"9".repeat(1000)), 4), FormatError::NumberTooLarge { .. }));
    assert!(matches!(error(&tensor("[4294967296,4294967296]", "0", "0"), 4), FormatError::SizeOverflow { at: 9 }));
    assert!(matches!(error(&tensor(&format!("[{huge},{huge},0]"), "0", "0"), 0), FormatError::SizeOverflow { .. }));
    assert!(matches!(error(&tensor("[4611686018427387904]", "0", "0"), 4), FormatError::SizeOverflow { at: 9 }));
    // As large as a number can be, but beyond the file.
    let end = u64::MAX - 3;
    let bytes = file(&tensor(&format!("[{}]", end / 4), "0", &end.to_string()), 4);
    assert!(matches!(Safetensors::parse(&bytes), Err(FormatError::SizeOverflow { .. })));
    let end = u64::MAX / 8;
    let header = format!(r#"{{"a":{{"dtype":"U8","shape":[{end}],"data_offsets":[0,{end}]}}}}"#);
    assert!(matches!(error(&header, 4), FormatError::Truncated { .. }));
    let last = tensor("[]", "18446744073709551611", "18446744073709551615");
    assert!(matches!(error(&last, 4), FormatError::Truncated { expected: u64::MAX, .. }));
    let partial = r#"{"a":{"dtype":"F4","shape":[3],"data_offsets":[0,1]}}"#;
    assert_eq!(error(partial, 1), FormatError::PartialByte { at: 9 });
}

#[test]
fn the_data_are_covered_exactly() {
    let at = |index: usize| 9 + index * 52;
    let three = |a, b, c| format!("{{{},{},{}}}", scalar("a", a), scalar("b", b), scalar("c", c));
    for (a, b, c) in [(0, 4, 8), (8, 4, 0), (4, 8, 0), (8, 0, 4)] {
        let bytes = file(&three(a, b, c), 12);
        let parsed = Safetensors::parse(&bytes).unwrap();
        assert_eq!(parsed.tensors().map(|tensor| tensor.name.to_string()).collect::<String>(), "abc");
    }
    let data_at = 8 + three(0, 4, 8).len();
    assert_eq!(error(&three(0, 0, 4), 8), FormatError::Overlap { at: at(1) });
    assert_eq!(error(&three(0, 3, 7), 11), FormatError::Overlap { at: at(1) });
    assert_eq!(error(&three(4, 0, 6), 10), FormatError::Overlap { at: at(2) });
    assert_eq!(error(&three(0, 5, 9), 13), FormatError::Hole { at: data_at + 4, bytes: 1 });
    assert_eq!(error(&three(1, 5, 9), 13), FormatError::Hole { at: data_at, bytes: 1 });
    assert_eq!(error(&three(0, 4, 8), 14), FormatError::Hole { at: data_at + 12, bytes: 2 });
    assert_eq!(error(&three(8, 0, 4), 13), FormatError::Hole { at: data_at + 12, bytes: 1 });
    assert_eq!(error("{}", 1), FormatError::Hole { at: 10, bytes: 1 });
    // The sizes add up, but the last two are the same data.
    assert!(matches!(error(&three(0, 8, 8), 12), FormatError::Hole { .. }));
}

#[test]
fn empty_tensors_stand_between_others() {
    let empty =
        |name: &str, at: usize| format!(r#""{name}":{{"dtype":"F32","shape":[0,7],"data_offsets":[{at},{at}]}}"#);
    for at in [0, 4, 8] {
        let header = format!("{{{},{},{},{}}}", scalar("a", 4), empty("b", at), scalar("c", 0), empty("d", at));
        let bytes = file(&header, 8);
        let tensor = Safetensors::parse(&bytes).unwrap().tensor("d").unwrap();
        assert!(tensor.data.is_empty());
        assert_eq!(tensor.copy_to_f32(&mut []), Ok(()));
    }
    let inside = format!("{{{},{}}}", scalar("a", 0), empty("b", 2));
    assert!(matches!(error(&inside, 4), FormatError::Overlap { .. }));
}

/// Many tensors of one byte in the worst order for checking.
fn many(count: usize) -> Vec<u8> {
    let mut header = String::from("{");
    for index in (0..count).rev() {
        let comma = if header.len() > 1 { "," } else { "" };
        let end = index + 1;
        write!(header, r#"{comma}"{index:x}":{{"dtype":"U8","shape":[],"data_offsets":[{index},{end}]}}"#).unwrap();
    }
    header.push('}');
    file(&header, count)
}

#[test]
fn many_unsorted_tensors_are_checked_and_more_are_refused() {
    // More than two chunks, and a last one that is full, almost full, and almost empty.
    for count in [255, 256, 257, 511, 512, 513, 1025] {
        assert_eq!(Safetensors::parse(&many(count)).unwrap().len(), count);
    }
    let found = Safetensors::MAX_UNSORTED + 1;
    let start = Instant::now();
    assert_eq!(Safetensors::parse(&many(found)).unwrap_err(), FormatError::TooManyTensors { found });
    assert!(start.elapsed() < Duration::from_secs(20), "refusing takes one pass");
}

#[test]
fn sorted_tensors_are_not_limited() {
    let count = 4 * Safetensors::MAX_UNSORTED;
    let mut header = String::from("{");
    for index in 0..count {
        let comma = if index > 0 { "," } else { "" };
        let end = index + 1;
        write!(header, r#"{comma}"{index:08}":{{"dtype":"U8","shape":[],"data_offsets":[{index},{end}]}}"#).unwrap();
    }
    header.push('}');
    assert_eq!(Safetensors::parse(&file(&header, count)).unwrap().len(), count);
}

#[test]
fn a_duplicate_far_apart_among_many_is_found() {
    let mut bytes = many(600);
    let header = String::from_utf8(bytes[8..bytes.len() - 600].to_vec()).unwrap();
    let renamed = header.replacen("\"3\":", "\"200\":", 1);
    bytes = file(&renamed, 600);
    assert!(matches!(Safetensors::parse(&bytes), Err(FormatError::DuplicateName { .. })));
    let moved = header.replacen("[300,301]", "[299,300]", 1);
    assert!(matches!(Safetensors::parse(&file(&moved, 600)), Err(FormatError::Overlap { .. })));
}
