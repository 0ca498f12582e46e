//! JSON against `serde_json`.

use nn_keras::Json;
use serde_json::Value;

/// The same value as `serde_json` has it.
fn theirs(json: &Json) -> Value {
    match json {
        Json::Null => Value::Null,
        Json::Bool(value) => (*value).into(),
        Json::Integer(value) => (*value).into(),
        Json::Float(value) => (*value).into(),
        Json::String(value) => value.as_str().into(),
        Json::Array(values) => values.iter().map(theirs).collect(),
        Json::Object(entries) => entries.iter().map(|(key, value)| (key.clone(), theirs(value))).collect(),
    }
}

/// `serde_json` reads `-0` as a float; Python, as we do, as an integer.
fn has_negative_zero(json: &Value) -> bool {
    match json {
        Value::Number(number) => number.as_f64().is_some_and(|value| value == 0.0 && value.is_sign_negative()),
        Value::Array(values) => values.iter().any(has_negative_zero),
        Value::Object(entries) => entries.values().any(has_negative_zero),
        _ => false,
    }
}

fn same(text: &str) {
    let ours = Json::parse(text, "config.json");
    match (ours, serde_json::from_str::<Value>(text)) {
        (Ok(ours), Ok(truth)) => {
            let truth = if has_negative_zero(&truth) { theirs(&ours) } else { truth };
            assert_eq!(theirs(&ours), truth, "{text}");
            // What is printed is read as the same.
            assert_eq!(Json::parse(&ours.to_string(), "config.json"), Ok(ours), "{text}");
        }
        (Err(_), Err(_)) => {}
        (ours, truth) => panic!("{text}: {ours:?}, but {truth:?}"),
    }
}

#[test]
fn texts_one_by_one() {
    for text in [
        "",
        " ",
        "null",
        "nul",
        "nulll",
        "true",
        "false",
        "tru",
        "[]",
        "{}",
        "[1,]",
        "[,1]",
        "[1 2]",
        "{,}",
        "{\"a\"}",
        "[",
        "{\"a\":1,}",
        "{\"a\" : [ 1 , 2 ] , \"b\":{}}",
        "{1:2}",
        "{\"a\":1",
        "[1]]",
        " \t\n\r1 ",
        "\u{a0}1",
        "0",
        "-0",
        "-",
        "01",
        "-01",
        "00",
        "1.",
        ".5",
        "1.5",
        "-1.5e3",
        "1e3",
        "1E+3",
        "1e-3",
        "1e",
        "1e+",
        "+1",
        "0x1",
        "1_000",
        "9223372036854775807",
        "-9223372036854775808",
        "1e400",
        "123456789012345678901234567890.5",
        "4.9e-324",
        "0.1",
        "\"\"",
        "\"a\\\"b\\\\c\\/d\\b\\f\\n\\r\\te\"",
        "\"\\u0041\\u00e9\\u4e2d\"",
        "\"\\ud83d\\ude00\"",
        "\"\\ud83d\"",
        "\"\\ude00\"",
        "\"\\ud83dx\"",
        "\"\\ud83d\\u0041\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"\\x\"",
        "\"\\",
        "\"",
        "\"a",
        "\"\u{7f}\"",
        "\"\u{1f}\"",
        "\"\n\"",
        "\"é中😀\"",
        "\"\\u+041\"",
        "'a'",
        "// a\n1",
        "[1] // a",
        "\u{feff}1",
    ] {
        if text == "1e400" {
            // Python reads infinity, and so do we.
            assert_eq!(Json::parse(text, "config.json"), Ok(Json::Float(f64::INFINITY)));
        } else {
            same(text);
        }
    }
}

#[test]
fn what_python_adds_and_what_it_would_not_repeat() {
    let parse = |text: &str| Json::parse(text, "config.json").map_err(|error| error.to_string());
    assert_eq!(parse("[Infinity, -Infinity]").unwrap().to_string(), "[Infinity, -Infinity]");
    assert_eq!(parse("NaN").unwrap().to_string(), "NaN");
    // Python has integers of any size.
    assert_eq!(parse("123456789012345678901234567890"), Ok(Json::Float(1.234_567_890_123_456_8e29)));
    assert_eq!(
        parse("{\"a\": {\"b\": 1, \"c\": 2, \"b\": 3}}"),
        Err("`config.json` is invalid: expected an object of different keys at byte 6".to_owned())
    );
}

#[test]
fn broken_texts() {
    let text =
        r#"{"name": "dense \u00e9\n", "units": [3, -1.5e2, 0], "use_bias": true, "dtype": {"a": null, "b": []}}"#;
    let mut state = 1_u32;
    let mut random = |end: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) as usize % end
    };
    for _ in 0..50_000 {
        let mut broken = text.as_bytes().to_vec();
        for _ in 0..=random(3) {
            let at = random(broken.len());
            match random(3) {
                0 => broken[at] = br#"{}[]",:\u0123456789.eE+-tfn "#[random(28)],
                1 => drop(broken.remove(at)),
                _ => broken.insert(at, broken[random(broken.len())]),
            }
        }
        let broken = String::from_utf8(broken).unwrap();
        match (Json::parse(&broken, ""), serde_json::from_str::<Value>(&broken)) {
            // `serde_json` takes the last of equal keys, and no numbers beyond what fits.
            (Err(error), Ok(_)) => assert!(error.to_string().contains("different keys"), "{broken}: {error}"),
            (Ok(_), Err(error)) => assert!(error.to_string().contains("out of range"), "{broken}: {error}"),
            _ => same(&broken),
        }
    }
}
