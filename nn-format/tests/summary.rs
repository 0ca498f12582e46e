//! The table as text and as Markdown.

use std::fmt;

use nn_format::{Layer, Size, Summary};

#[derive(Clone, Copy)]
struct Symbol(&'static str);

impl fmt::Display for Symbol {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Size for Symbol {
    fn known(&self) -> Option<usize> {
        self.0.parse().ok()
    }
}

const LAYERS: [Layer<'_>; 4] = [
    Layer {
        name: "conv2d",
        kind: "conv2d",
        layout: nn_format::Layout::Elementwise,
        activation: "relu",
        output_shape: &[8, 8, 16],
        parameters: 160,
        branches: &[],
        merge: "",
    },
    Layer {
        name: "flatten",
        kind: "flatten",
        layout: nn_format::Layout::Elementwise,
        activation: "",
        output_shape: &[1024],
        parameters: 0,
        branches: &[],
        merge: "",
    },
    Layer {
        name: "act",
        kind: "relu",
        layout: nn_format::Layout::Elementwise,
        activation: "relu",
        output_shape: &[1024],
        parameters: 0,
        branches: &[],
        merge: "",
    },
    Layer {
        name: "größe",
        kind: "dense",
        layout: nn_format::Layout::Elementwise,
        activation: "",
        output_shape: &[1234],
        parameters: 1_264_850,
        branches: &[],
        merge: "",
    },
];

const SUMMARY: Summary<'_> = Summary {
    title: "Digits",
    input_shape: &[8, 8, 1],
    layers: &LAYERS,
    parameters: 1_265_010,
    weight_bytes: 5_060_040,
    flops: 2_545_664,
};

#[test]
fn table() {
    let want = r#"Model: "Digits"
┏━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━┳━━━━━━━━━━━┓
┃ Layer (type)          ┃ Output Shape ┃   Param # ┃
┡━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━╇━━━━━━━━━━━┩
│ input                 │ (8, 8, 1)    │         0 │
├───────────────────────┼──────────────┼───────────┤
│ conv2d (conv2d, relu) │ (8, 8, 16)   │       160 │
├───────────────────────┼──────────────┼───────────┤
│ flatten (flatten)     │ (1024)       │         0 │
├───────────────────────┼──────────────┼───────────┤
│ act (relu)            │ (1024)       │         0 │
├───────────────────────┼──────────────┼───────────┤
│ größe (dense)         │ (1234)       │ 1,264,850 │
└───────────────────────┴──────────────┴───────────┘
 Total params: 1,265,010 (4.83 MB)
 FLOPs per sample: 2,545,664"#;
    assert_eq!(SUMMARY.to_string(), want);
}

#[test]
fn markdown() {
    let want = "**Digits**

| Layer (type) | Output shape | Params |
|:---|:---|---:|
| input | (8, 8, 1) | 0 |
| `conv2d` (conv2d, relu) | (8, 8, 16) | 160 |
| `flatten` (flatten) | (1024) | 0 |
| `act` (relu) | (1024) | 0 |
| `größe` (dense) | (1234) | 1,264,850 |

Total params: 1,265,010 (4.83 MB); FLOPs per sample: 2,545,664";
    assert_eq!(SUMMARY.markdown().to_string(), want);
}

#[test]
fn markdown_is_escaped() {
    let shape = [Symbol("A * B"), Symbol("SIZES[0]")];
    let layers = [
        Layer {
            name: "a|b`c\nd",
            kind: "my_kind",
            layout: nn_format::Layout::Elementwise,
            activation: "",
            output_shape: &shape,
            parameters: Symbol("<T>"),
            branches: &[],
            merge: "",
        },
        Layer {
            name: "``",
            kind: "dense",
            layout: nn_format::Layout::Elementwise,
            activation: "",
            output_shape: &[],
            parameters: Symbol("1234"),
            branches: &[],
            merge: "",
        },
    ];
    let size = Symbol("N");
    let summary = Summary {
        title: "*",
        input_shape: &[size],
        layers: &layers,
        parameters: size,
        weight_bytes: size,
        flops: size,
    };
    let text = summary.markdown().to_string();
    assert!(text.starts_with("**\\***\n"), "{text}");
    assert!(text.contains(r"| `` a\|b`c d `` (my\_kind) | (A \* B, SIZES\[0\]) | \<T\> |"), "{text}");
    assert!(text.contains("| ``` `` ``` (dense) | () | 1,234 |"), "{text}");
    assert!(text.ends_with("The totals depend on constants: `summary()` has them."), "{text}");
}

#[test]
fn units_of_bytes_and_thousands() {
    for (bytes, want) in [
        (0, "0 (0.00 B)"),
        (999, "999 (999.00 B)"),
        (1000, "1,000 (1000.00 B)"),
        (1024, "1,024 (1.00 KB)"),
        (1_048_575, "1,048,575 (1024.00 KB)"),
        (3 << 30, "3,221,225,472 (3.00 GB)"),
        (usize::MAX, "18,446,744,073,709,551,615 (16384.00 PB)"),
    ] {
        let summary = Summary { parameters: bytes, weight_bytes: bytes, ..SUMMARY };
        assert!(summary.to_string().contains(&format!("Total params: {want}\n")), "{summary}");
    }
}

#[test]
fn no_layers() {
    let summary = Summary { layers: &[], input_shape: &[], ..SUMMARY };
    assert_eq!(summary.to_string().lines().count(), 8);
}
