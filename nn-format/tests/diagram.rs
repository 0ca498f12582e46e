//! The pictures: well-formed, complete, and fit for a page.

use std::fmt;

use nn_format::{Diagram, Layer, Size};
use proptest::prelude::*;
use roxmltree::{Document, Node};

fn layer<'a>(name: &'a str, kind: &'a str, activation: &'a str, shape: &'a [usize], parameters: usize) -> Layer<'a> {
    Layer {
        name,
        kind,
        layout: if kind == "dense" { nn_format::Layout::Dense } else { nn_format::Layout::Elementwise },
        activation,
        output_shape: shape,
        parameters,
        branches: &[],
        merge: "",
    }
}

/// Checks what holds for every picture, and hands its elements to `check`.
fn with_svg<D: Size>(diagram: &Diagram<'_, D>, check: impl FnOnce(Node<'_, '_>)) {
    let svg = diagram.to_string();
    let document = Document::parse(&svg).unwrap_or_else(|error| panic!("{error}: {svg}"));
    let root = document.root_element();
    assert_eq!(root.tag_name().namespace(), Some("http://www.w3.org/2000/svg"));
    assert_eq!(root.attribute("role"), Some("img"));
    let (width, height) = (number(root, "width"), number(root, "height"));
    assert_eq!(root.attribute("viewBox"), Some(format!("0 0 {width} {height}").as_str()));
    assert_eq!(root.first_element_child().unwrap().tag_name().name(), "title");
    // One tag on the first line and no blank lines: Markdown takes it as HTML to the end.
    let (first, rest) = svg.split_once('\n').unwrap();
    assert!(first.starts_with("<svg ") && first.ends_with('>') && first.matches('<').count() == 1);
    assert!(!rest.contains('\n') && rest.ends_with("</svg>"));
    for node in root.descendants() {
        if let (Some(x), Some(y)) = (node.attribute("x"), node.attribute("y")) {
            assert!(x.parse::<usize>().unwrap() < width && y.parse::<usize>().unwrap() < height);
        }
        if node.has_tag_name("circle") {
            let (x, y, r) = (number(node, "cx"), number(node, "cy"), number(node, "r"));
            assert!(r <= x && x + r <= width && r <= y && y + r <= height);
        }
    }
    check(root);
}

fn number(node: Node<'_, '_>, attribute: &str) -> usize {
    node.attribute(attribute).unwrap().parse().unwrap()
}

fn count(root: Node<'_, '_>, tag: &str) -> usize {
    root.descendants().filter(|node| node.is_element() && node.tag_name().name() == tag).count()
}

/// The lines in the paths of connections.
fn lines(root: Node<'_, '_>) -> usize {
    root.descendants().filter_map(|node| node.attribute("d")).map(|path| path.matches('L').count()).sum()
}

/// What is shown, without the tooltips.
fn texts(root: Node<'_, '_>) -> Vec<String> {
    let texts = root.descendants().filter(|node| node.has_tag_name(("http://www.w3.org/2000/svg", "text")));
    texts.map(|text| text.children().filter(Node::is_text).filter_map(|part| part.text()).collect()).collect()
}

#[test]
fn two_three_two() {
    let layers = [layer("hidden", "dense", "relu", &[3], 9), layer("output", "dense", "softmax", &[2], 8)];
    let diagram = Diagram { title: "Xor", input_shape: &[2], layers: &layers, classes: &["no", "yes", "unused"] };
    with_svg(&diagram, |root| {
        assert_eq!(count(root, "circle"), 2 + 3 + 2);
        assert_eq!(lines(root), 2 * 3 + 3 * 2);
        assert_eq!(count(root, "rect"), 0);
        assert_eq!(
            texts(root),
            [
                "no",
                "yes",
                "input",
                "2 values",
                "hidden",
                "dense, relu",
                "3 units",
                "output",
                "dense, softmax",
                "2 units"
            ],
        );
    });
}

#[test]
fn layers_that_keep_the_units_are_in_the_caption() {
    let layers = [
        layer("scale", "rescaling", "", &[4], 0),
        layer("a", "dense", "", &[4], 20),
        layer("norm", "batch_norm", "", &[4], 16),
        layer("act", "relu", "relu", &[4], 0),
        layer("b", "dense", "", &[1], 5),
    ];
    let diagram = Diagram { title: "", input_shape: &[4], layers: &layers, classes: &[] };
    with_svg(&diagram, |root| {
        assert_eq!(count(root, "circle"), 4 + 4 + 1);
        assert_eq!(lines(root), 16 + 4);
        let texts = texts(root);
        assert!(texts.contains(&"+ rescaling".into()));
        assert!(texts.contains(&"+ batch_norm, relu".into()));
        assert!(texts.contains(&"1 unit".into()));
        assert_eq!(root.first_element_child().unwrap().text(), Some("neural network"));
    });
}

#[test]
fn what_is_too_large_becomes_blocks() {
    let dense = |units: &'static [usize]| layer("d", "dense", "", units, 1);
    let small = dense(&[2]);
    let cases: [(&[usize], Vec<Layer<'_>>); 7] = [
        (&[17], vec![small]),
        (&[2], vec![dense(&[17]), small]),
        (&[2, 1], vec![small]),
        (&[0], vec![small]),
        (&[2], vec![small; 8]),
        (&[4], vec![layer("p", "pool", "", &[2], 0)]),
        (&[4], vec![]),
    ];
    for (input_shape, layers) in cases {
        let diagram = Diagram { title: "t", input_shape, layers: &layers, classes: &["x"] };
        with_svg(&diagram, |root| {
            assert_eq!(count(root, "circle"), 0);
            assert_eq!(count(root, "rect"), layers.len() + 1);
            assert!(texts(root).contains(&"classes: x".into()));
        });
    }
    let widest = vec![small; 7];
    with_svg(&Diagram { title: "t", input_shape: &[2], layers: &widest, classes: &[] }, |root| {
        assert_eq!(count(root, "circle"), 16);
    });
}

#[test]
fn a_hundred_layers_wrap() {
    let names: Vec<String> = (0..100).map(|index| format!("separable_convolution_{index}")).collect();
    let layers: Vec<_> =
        names.iter().map(|name| layer(name, "separable_conv2d", "relu", &[28, 28, 64], 36_928)).collect();
    let diagram = Diagram { title: "t", input_shape: &[28, 28, 64], layers: &layers, classes: &[] };
    with_svg(&diagram, |root| {
        assert_eq!(count(root, "rect"), 101);
        assert!(number(root, "width") < 960);
        // Blocks stand apart from each other.
        let corners: Vec<_> = root
            .descendants()
            .filter(|node| node.tag_name().name() == "rect")
            .map(|node| (number(node, "x"), number(node, "y"), number(node, "width"), number(node, "height")))
            .collect();
        for (index, (x1, y1, width, height)) in corners.iter().enumerate() {
            for (x2, y2, ..) in &corners[index + 1..] {
                assert!(x1.abs_diff(*x2) > *width || y1.abs_diff(*y2) > *height);
            }
        }
    });
}

#[test]
fn long_texts_are_cut_and_stay_as_tooltips() {
    let name = "a_very_long_name_that_takes_far_more_room_than_a_column_has_9";
    let layers = [layer(name, "dense", "", &[2], 6)];
    for input_shape in [&[2][..], &[2, 1]] {
        let diagram = Diagram { title: "t", input_shape, layers: &layers, classes: &[] };
        with_svg(&diagram, |root| {
            let shown = texts(root).into_iter().find(|text| text.contains('…')).unwrap();
            assert!(shown.starts_with("a_very") && shown.ends_with("_9"), "{shown}");
            assert_eq!(shown.matches('…').count(), 1);
            assert!(root.descendants().any(|node| node.tag_name().name() == "title" && node.text() == Some(name)));
        });
    }
}

#[test]
fn text_is_escaped() {
    let name = "<&\">\n\n\u{0}";
    let layers = [layer(name, name, name, &[2], 6)];
    for input_shape in [&[2][..], &[2, 1]] {
        let diagram = Diagram { title: name, input_shape, layers: &layers, classes: &[name] };
        assert!(diagram.to_string().contains("<title>&lt;&amp;&quot;&gt;  \u{fffd}</title>"));
        with_svg(&diagram, |root| assert!(texts(root).iter().any(|text| text == "<&\">  \u{fffd}")));
    }
}

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

#[test]
fn symbols_are_shown_as_they_are() {
    let shape = [Symbol("2 * N")];
    let layers = [Layer {
        name: "d",
        kind: "dense",
        layout: nn_format::Layout::Elementwise,
        activation: "",
        output_shape: &shape,
        parameters: Symbol("3 * 2 * N"),
        branches: &[],
        merge: "",
    }];
    let diagram = Diagram { title: "t", input_shape: &[Symbol("2")], layers: &layers, classes: &[] };
    with_svg(&diagram, |root| {
        assert_eq!(texts(root), ["input", "(2)", "d", "dense", "(2 * N)"]);
    });
}

proptest! {
    #[test]
    fn any_network(
        title in ".{0,20}",
        input in prop::collection::vec(0_usize..20, 0..3),
        layers in prop::collection::vec((".{0,30}", 0..3_usize, prop::collection::vec(0_usize..20, 0..3)), 0..12),
        classes in prop::collection::vec(".{0,40}", 0..20),
    ) {
        let layers: Vec<_> = layers
            .iter()
            .map(|(name, kind, shape)| layer(name, ["dense", "relu", "pool"][*kind], name, shape, *kind))
            .collect();
        let classes: Vec<_> = classes.iter().map(String::as_str).collect();
        with_svg(&Diagram { title: &title, input_shape: &input, layers: &layers, classes: &classes }, |_| {});
    }
}

/// A network of layers made of layers: a residual with a concatenation in it, and steps each by themselves.
const COMPOSED: [Layer<'_>; 8] = {
    const fn made(layer: Layer<'static>, branches: &'static [usize], merge: &'static str) -> Layer<'static> {
        Layer { branches, merge, ..layer }
    }
    const fn plain(
        name: &'static str,
        kind: &'static str,
        shape: &'static [usize],
        parameters: usize,
    ) -> Layer<'static> {
        Layer {
            name,
            kind,
            layout: nn_format::Layout::Elementwise,
            activation: "",
            output_shape: shape,
            parameters,
            branches: &[],
            merge: "",
        }
    }
    [
        plain("a", "dense", &[9, 2], 14),
        plain("b", "dense", &[9, 4], 28),
        plain("c", "dense", &[9, 4], 20),
        made(plain("joined", "concat", &[9, 6], 0), &[1, 2], "concat"),
        made(plain("around", "residual", &[9, 6], 0), &[0, 4], "+"),
        plain("step", "dense", &[3], 21),
        made(plain("steps", "time_distributed", &[9, 3], 0), &[1], ""),
        plain("last", "gru", &[2], 42),
    ]
};

/// The picture as it is committed; `UPDATE=1` writes it anew.
#[test]
fn layers_made_of_layers() {
    let diagram = Diagram { title: "Composed", input_shape: &[9, 6], layers: &COMPOSED, classes: &["no", "yes"] };
    with_svg(&diagram, |root| {
        let of = |class: &str| root.descendants().filter(|node| node.attribute("class") == Some(class)).count();
        assert_eq!((of("nn-frame"), of("nn-sign")), (3, 2));
        assert_eq!(count(root, "rect"), 1 + COMPOSED.len() + 2);
        let texts = texts(root);
        for shown in
            ["+", "concat", "joined", "concat \u{b7} (9, 6)", "time_distributed \u{b7} (9, 3)", "classes: no, yes"]
        {
            assert!(texts.iter().any(|text| text == shown), "{shown}: {texts:?}");
        }
        nested_or_apart(root);
    });
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/diagram/composed.svg");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, diagram.to_string()).unwrap();
    }
    assert!(
        std::fs::read_to_string(path).unwrap() == diagram.to_string(),
        "write it anew with UPDATE=1, and look at it"
    );
}

/// Any two boxes are one in the other, or have nothing in common.
fn nested_or_apart(root: Node<'_, '_>) {
    let boxes = root.descendants().filter(|node| node.tag_name().name() == "rect");
    let boxes: Vec<_> = boxes
        .map(|node| {
            let (x, y) = (number(node, "x"), number(node, "y"));
            (x, y, x + number(node, "width"), y + number(node, "height"))
        })
        .collect();
    let holds = |a: &(usize, usize, usize, usize), b: &(usize, usize, usize, usize)| {
        a.0 < b.0 && a.1 < b.1 && a.2 > b.2 && a.3 > b.3
    };
    for (index, a) in boxes.iter().enumerate() {
        for b in &boxes[index + 1..] {
            let apart = a.2 < b.0 || b.2 < a.0 || a.3 < b.1 || b.3 < a.1;
            assert!(apart || holds(a, b) || holds(b, a), "{a:?}, {b:?}");
        }
    }
}

/// A small network of vectors is no row of circles if something goes around its layers.
#[test]
fn composed_layers_are_never_circles() {
    let dense = layer("d", "dense", "", &[2], 6);
    let residual = Layer { branches: &[0, 1], merge: "+", ..layer("r", "residual", "", &[2], 0) };
    with_svg(&Diagram { title: "t", input_shape: &[2], layers: &[dense, residual], classes: &[] }, |root| {
        assert_eq!((count(root, "circle"), count(root, "rect")), (0, 4));
    });
}

/// Many of them stand in columns, in about the width of a page.
#[test]
fn composed_layers_wrap() {
    let residuals: Vec<_> = (0..40)
        .flat_map(|_| {
            let residual =
                Layer { branches: &[0, 1], merge: "+", ..layer("residual", "residual", "", &[28, 28, 64], 0) };
            [layer("convolution", "conv2d", "relu", &[28, 28, 64], 36_928), residual]
        })
        .collect();
    with_svg(&Diagram { title: "t", input_shape: &[28, 28, 64], layers: &residuals, classes: &[] }, |root| {
        assert!((500..960).contains(&number(root, "width")));
        nested_or_apart(root);
    });
}

proptest! {
    /// However layers are made of those before them.
    #[test]
    fn any_composition(layers in prop::collection::vec((".{0,30}", prop::collection::vec(0_usize..3, 0..4), 0..3_usize), 0..16)) {
        // How many layers each of those takes that no other is made of yet.
        let mut outermost: Vec<usize> = Vec::new();
        let branches: Vec<Vec<usize>> = layers
            .iter()
            .map(|(_, wanted, _)| {
                let mut branches: Vec<usize> = wanted
                    .iter()
                    .map(|items| outermost.split_off(outermost.len().saturating_sub(*items)).iter().sum())
                    .collect();
                branches.reverse();
                outermost.push(branches.iter().sum::<usize>() + 1);
                branches
            })
            .collect();
        let layers: Vec<_> = layers
            .iter()
            .zip(&branches)
            .map(|((name, _, sign), branches)| {
                Layer { branches, merge: ["", "+", "concat"][*sign], ..layer(name, "any", "", &[2, 2], *sign) }
            })
            .collect();
        with_svg(&Diagram { title: "t", input_shape: &[2, 2], layers: &layers, classes: &[] }, nested_or_apart);
    }
}
