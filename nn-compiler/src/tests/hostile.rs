//! Whatever the text is, the compiler returns code that rustc can read, and errors exactly where it should.

use fastrand::Rng;
use proc_macro2::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};
use proptest::prelude::*;
use quote::quote;

/// Networks to spoil.
const VALID: [&str; 9] = [
    "dense(3, input = 2, relu), dense(2, softmax)",
    "#[seed(7)] #[dtype(f64)] normalization(mean = [0.5, -1e3], variance = 2.0, input = 2), dense({ 2 * N }, leaky_relu(0.1)),",
    "/// Docs.
     #[derive(Clone)] #[classes(Under, Over)]
     pub(crate) struct Net {
         hidden: dense(HIDDEN, input = FEATURES, kernel_initializer = he_normal),
         output: dense(2, softmax, use_bias = false),
     }",
    "struct Net { reshape(2, -1, input = (4, 6)), relu(max_value = 6.0), flatten(), dense(size_of::<u8>() - 1, input = 24) }",
    "dense(2, input = 2, kernel = [[1.0, -1.0], [-1.0, 1.0]], bias = [0.0, 0.5]), threshold(1.0, default_value = 0.0)",
    "struct Net { residual(first: dense(3, relu), dense(2), input = 2), concat(relu, (dense(N), tanh), identity()), residual(dropout(0.5)) }",
    "struct Net { bidirectional(there: lstm(3, return_sequences = true), merge_mode = ave, input = (4, N)), bidirectional(gru(2), backward_layer = lstm(N, go_backwards = true)) }",
    "#[keras(\"../nn-keras/tests/data/tiny.keras\")] #[classes(A, B)] pub struct Net;",
    "#[weights(\"missing.safetensors\")] struct Net { rescaling(1.0 / 255.0, offset = [A, 2.0], input = 2), dense(3) }",
];

/// The words of the language, and words that people take for its.
const WORDS: [&str; 46] = [
    "bidirectional",
    "backward_layer",
    "lstm",
    "residual",
    "concat",
    "identity",
    "dense",
    "activation",
    "dropout",
    "flatten",
    "reshape",
    "rescaling",
    "normalization",
    "relu",
    "leaky_relu",
    "gelu",
    "softmax",
    "threshold",
    "Dense",
    "Linear",
    "Input",
    "keras",
    "layers",
    "struct",
    "enum",
    "pub",
    "crate",
    "input",
    "input_shape",
    "use_bias",
    "kernel",
    "bias",
    "kernel_initializer",
    "mean",
    "variance",
    "offset",
    "approximate",
    "true",
    "None",
    "N",
    "self",
    "Self",
    "_",
    "r#type",
    "weights",
    "classes",
];

const LITERALS: [&str; 16] = [
    "0",
    "1",
    "2",
    "3",
    "2.5",
    "1e400",
    "0x1f",
    "3u32",
    "1f64",
    "99999999999999999999999999",
    "\"relu\"",
    "\"2\"",
    "'c'",
    "b\"x\"",
    "c\"x\"",
    "1usize",
];

fn leaf() -> impl Strategy<Value = TokenTree> {
    let word = prop::sample::select(&WORDS[..]).prop_map(|word| {
        let name = word.strip_prefix("r#");
        name.map_or_else(|| Ident::new(word, Span::call_site()), |name| Ident::new_raw(name, Span::call_site())).into()
    });
    let literal = prop::sample::select(&LITERALS[..])
        .prop_map(|literal| TokenTree::from(literal.parse::<Literal>().expect("a literal")));
    let signs =
        [',', ',', ',', ',', '=', ':', ':', '-', '+', '*', '.', '#', '!', '<', '>', ';', '&', '|', '/', '?', '$', '@'];
    let punct = (prop::sample::select(signs.to_vec()), any::<bool>())
        .prop_map(|(sign, is_joint)| Punct::new(sign, if is_joint { Spacing::Joint } else { Spacing::Alone }).into());
    prop_oneof![3 => word, 1 => literal, 2 => punct]
}

fn delimiter() -> impl Strategy<Value = Delimiter> {
    let parentheses = Delimiter::Parenthesis;
    prop::sample::select(vec![parentheses, parentheses, Delimiter::Bracket, Delimiter::Brace, Delimiter::None])
}

fn trees() -> impl Strategy<Value = Vec<TokenTree>> {
    let tree = leaf().prop_recursive(5, 60, 12, |inner| {
        (delimiter(), prop::collection::vec(inner, 0..12))
            .prop_map(|(delimiter, trees)| Group::new(delimiter, trees.into_iter().collect()).into())
    });
    prop::collection::vec(tree, 0..24)
}

/// How to spoil the token that is reached after so many others.
#[derive(Clone, Debug)]
enum Change {
    Delete,
    Duplicate,
    Swap,
    Replace(TokenTree),
    Insert(TokenTree),
    /// In the brackets that a fragment of `macro_rules!` leaves.
    Wrap,
    /// Delete this and all that follows, outside its brackets too.
    Truncate,
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        Just(Change::Delete),
        Just(Change::Duplicate),
        Just(Change::Swap),
        leaf().prop_map(Change::Replace),
        leaf().prop_map(Change::Insert),
        Just(Change::Wrap),
    ]
}

fn size(tokens: TokenStream) -> usize {
    let of = |tree| if let TokenTree::Group(group) = tree { 1 + size(group.stream()) } else { 1 };
    tokens.into_iter().map(of).sum()
}

/// `tokens` with the change at token number `at`, which counts down.
fn spoil(tokens: TokenStream, at: &mut isize, change: &Change) -> TokenStream {
    let mut out: Vec<TokenTree> = Vec::new();
    let mut rest = tokens.into_iter().peekable();
    while let Some(tree) = rest.next() {
        *at -= 1;
        if *at == -1 {
            match change {
                Change::Delete => {}
                Change::Duplicate => out.extend([tree.clone(), tree]),
                Change::Swap => out.extend(rest.next().into_iter().chain([tree])),
                Change::Replace(other) => out.push(other.clone()),
                Change::Insert(other) => out.extend([other.clone(), tree]),
                Change::Wrap => out.push(Group::new(Delimiter::None, tree.into()).into()),
                Change::Truncate => break,
            }
        } else if let TokenTree::Group(group) = tree {
            let inner = spoil(group.stream(), at, change);
            out.push(Group::new(group.delimiter(), inner).into());
        } else {
            out.push(tree);
        }
        if *at < 0 && matches!(change, Change::Truncate) {
            break;
        }
    }
    out.into_iter().collect()
}

fn mentions(tokens: TokenStream, word: &str) -> bool {
    tokens.into_iter().any(|tree| match tree {
        TokenTree::Group(group) => mentions(group.stream(), word),
        TokenTree::Ident(ident) => ident == word,
        _ => false,
    })
}

/// Compiles, and checks what must hold of every text.
fn check(network: TokenStream) -> usize {
    let shown = network.to_string();
    let expansion = crate::compile::expand(quote!((::nn_runtime::__private)).into_iter().chain(network).collect());
    let (tokens, errors) = (expansion.tokens, expansion.errors);
    // A value is a block; a type is items.
    let is_value = matches!(tokens.clone().into_iter().next(), Some(TokenTree::Group(_)));
    let parsed = if is_value {
        syn::parse2::<syn::Expr>(tokens.clone()).map(drop)
    } else {
        syn::parse2::<syn::File>(tokens.clone()).map(drop)
    };
    assert!(parsed.is_ok(), "`{shown}` becomes no code: {parsed:?}");
    assert_eq!(errors > 0, mentions(tokens.clone(), "compile_error"), "{errors} errors of `{shown}`");
    errors
}

#[test]
fn the_networks_to_spoil_are_valid() {
    for network in &VALID[..7] {
        assert_eq!(check(network.parse().expect("tokens")), 0, "{network}");
    }
}

#[test]
fn a_network_may_end_anywhere() {
    for network in VALID {
        let tokens: TokenStream = network.parse().expect("tokens");
        for at in 0..size(tokens.clone()) {
            let mut at = at.cast_signed();
            check(spoil(tokens.clone(), &mut at, &Change::Truncate));
        }
    }
}

#[test]
fn every_token_may_be_missing_doubled_or_a_fragment() {
    for network in VALID {
        let tokens: TokenStream = network.parse().expect("tokens");
        for change in [Change::Delete, Change::Duplicate, Change::Swap, Change::Wrap] {
            for at in 0..size(tokens.clone()) {
                check(spoil(tokens.clone(), &mut at.cast_signed(), &change));
            }
        }
    }
}

#[test]
fn fragments_change_nothing() {
    for network in &VALID[..7] {
        let tokens: TokenStream = network.parse().expect("tokens");
        let wrapped: TokenStream = TokenTree::from(Group::new(Delimiter::None, tokens.clone())).into();
        if !network.contains("struct") && !network.contains('#') {
            assert_eq!(check(wrapped), check(tokens));
        }
    }
}

#[test]
fn deep_brackets_take_no_stack() {
    let deep = |delimiter, levels: usize, inner: &str| {
        let inner: TokenStream = inner.parse().expect("tokens");
        (0..levels).fold(inner, |inner, _| TokenTree::from(Group::new(delimiter, inner)).into())
    };
    // rustc itself gives up long before.
    for levels in [10, 100, 1_000] {
        for delimiter in [Delimiter::Parenthesis, Delimiter::Bracket, Delimiter::Brace, Delimiter::None] {
            let brackets = deep(delimiter, levels, "3");
            check(quote!(dense(#brackets, input = 2)));
            check(quote!(dense(3, input = #brackets)));
            check(quote!(residual(#brackets, input = #brackets)));
            check(quote!(dense(3, input = 2, kernel = #brackets, leaky_relu(#brackets))));
            check(quote!(#brackets, dense(3, input = 2)));
            check(quote!(struct Net #brackets));
            check(quote!(#[classes #brackets] struct Net { dense(3, input = 2) }));
            check(deep(delimiter, levels, "dense(3, input = 2)"));
        }
    }
}

#[test]
fn deep_layers_take_no_stack() {
    for levels in [10, 16, 17, 100, 1_000] {
        let inner = quote!(dense(3, input = 3));
        let layers = (0..levels).fold(inner.clone(), |inner, _| quote!(residual(#inner)));
        assert_eq!(check(layers), usize::from(levels > 16), "{levels} levels");
        let branches = (0..levels).fold(inner, |inner, _| quote!(concat((#inner), (#inner, relu))));
        if levels == 10 {
            check(branches);
        }
    }
}

#[test]
fn long_lists_take_no_stack() {
    let sum: TokenStream = (0..10_000).flat_map(|_| quote!(1 +)).chain(quote!(1)).collect();
    assert_eq!(check(quote!(dense(#sum, input = 2))), 1);
    let signs: TokenStream = (0..10_000).flat_map(|_| quote!(-)).chain(quote!(1)).collect();
    assert_eq!(check(quote!(dense(#signs, input = 2))), 1);
    let path: TokenStream = (0..10_000).flat_map(|_| quote!(a::)).chain(quote!(dense(3, input = 2))).collect();
    assert_eq!(check(path), 1);
    let commas: TokenStream = (0..1_000).flat_map(|_| quote!(,)).collect();
    assert_eq!(check(commas), 1_000);
    let layers: TokenStream = (0..1_000).flat_map(|_| quote!(relu(),)).collect();
    assert_eq!(check(quote!(dense(3, input = 2), #layers)), 0);
    let words: TokenStream = (0..1_000).flat_map(|_| quote!(dense)).collect();
    assert!(check(words) > 0);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_tokens_become_code(trees in trees()) {
        check(trees.into_iter().collect());
    }

    #[test]
    fn any_tokens_in_a_struct_become_code(trees in trees()) {
        let body: TokenStream = trees.into_iter().collect();
        check(quote!(struct Net { #body }));
    }

    #[test]
    fn any_tokens_in_a_layer_become_code(trees in trees()) {
        let arguments: TokenStream = trees.into_iter().collect();
        check(quote!(dense(#arguments), dense(2, input = 3)));
    }

    #[test]
    fn spoilt_networks_become_code(
        network in prop::sample::select(&VALID[..]),
        changes in prop::collection::vec((any::<prop::sample::Index>(), change()), 1..5),
    ) {
        let mut tokens: TokenStream = network.parse().expect("tokens");
        for (at, change) in changes {
            let mut at = at.index(size(tokens.clone()).max(1)).cast_signed();
            tokens = spoil(tokens, &mut at, &change);
        }
        check(tokens);
    }
}

/// Files that a network may name, which are then broken, and a network that each of them fits, if it is weights alone. In HDF5
/// no check sum keeps what is broken from being read.
const FILES: [(&str, &str); 11] = [
    ("nn-keras/tests/data/tiny.keras", ""),
    ("nn-keras/tests/data/stored.keras", ""),
    ("nn-keras/tests/data/tiny.h5", ""),
    ("nn-keras/tests/data/functional.h5", ""),
    ("nn-keras/tests/data/plain2.h5", ""),
    ("nn-keras/tests/data/iris.keras", ""),
    (
        "tests/ui/data/network.weights.h5",
        "zero_padding1d(2, input = (2, 3)), flatten(), dense(8), batch_normalization(), dense(4)",
    ),
    (
        "tests/keras/weights/branches.weights.h5",
        "first: dense(3, input = 3),
         concat((x1: dense(3), x2: dense(3), x3: dense(3)), (y1: dense(3), y2: dense(3))), end: dense(2)",
    ),
    (
        "tests/keras/golden/lstm.weights.safetensors",
        "lstm(32, return_sequences = true, input = (9, 1)), lstm(3), dense(1)",
    ),
    ("tests/pytorch/gru.safetensors", "gru(4, input = (5, 3)), dense(2)"),
    (
        "tests/pytorch/conv2d.safetensors",
        "conv2d(6, input = (8, 5, 2), kernel = (3, 2)), batch_normalization(), max_pool2d(2),
         depthwise_conv2d(kernel = (2, 1), depth_multiplier = 2), flatten(), prelu(), batch_normalization(), dense(3)",
    ),
];

/// What all of them may take, of which none is longer than 100 kB: at most 16 MiB of numbers that such a file of HDF5 may
/// unpack to, in the few forms that they go through.
const MOST_MEMORY: usize = 128 << 20;

/// The most memory that this process has had so far, in bytes, where the system says so: asked for, and used. Its allocator
/// can't tell: the standard library of a macro's tests has another.
fn most_memory() -> Option<[usize; 2]> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let field = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        line.trim().strip_suffix(" kB")?.parse::<usize>().ok()
    };
    Some([field("VmPeak:")? << 10, field("VmHWM:")? << 10])
}

/// Compiles networks that name this file: code comes out, whatever is in it. Returns how many errors there were.
fn check_file(path: &std::path::Path, layers: &str) -> usize {
    let path = path.to_str().expect("a plain path");
    let network: TokenStream = layers.parse().expect("tokens");
    let network = if layers.is_empty() {
        quote!(
            #[keras(#path)]
            struct Net;
        )
    } else {
        quote!(#[weights(#path)] struct Net { #network })
    };
    let others = quote!(#[weights(#path)] struct Net { dense(3, input = 2, relu), dense(2, use_bias = false) });
    check(others);
    check(network)
}

/// Some bytes are others, and a quarter of the files are cut off. What is text is spoilt as often as all else.
fn spoilt(whole: &[u8], random: &mut Rng) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    if random.usize(..4) == 0 {
        bytes.truncate(random.usize(..bytes.len()));
    }
    for _ in 0..random.usize(..6) {
        let mut at = random.usize(..bytes.len());
        let byte = if random.bool() {
            random.u8(..)
        } else {
            let is_text = |at: &usize| bytes[*at..].iter().take(6).all(|byte| (b' '..b'~').contains(byte));
            at = (at..bytes.len()).find(is_text).unwrap_or(at);
            b"0123456789-.[]{},:\"abctrue"[random.usize(..26)]
        };
        if let Some(place) = bytes.get_mut(at) {
            *place = byte;
        }
    }
    bytes
}

/// In a process of its own, in which no other test takes memory meanwhile.
#[test]
fn spoilt_files_become_code() {
    const ALONE: &str = "NN_SPOILT_FILES_ALONE";
    if std::env::var_os(ALONE).is_none() {
        let test = std::env::current_exe().expect("the path of this program");
        let mut alone = std::process::Command::new(test);
        alone.args(["--exact", "tests::hostile::spoilt_files_become_code", "--nocapture"]).env(ALONE, "1");
        let output = alone.output().expect("this program runs");
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(
            output.status.success() && text.contains("1 passed"),
            "{text}{}",
            String::from_utf8_lossy(&output.stderr)
        );
        return;
    }
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    let folder = std::env::temp_dir().join(format!("nn-compiler-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder of our own");
    let before = most_memory();
    let random = &mut Rng::with_seed(7);
    let rounds = std::env::var("MUTATIONS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(100);
    for (file, layers) in FILES {
        let whole = std::fs::read(root.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        let path = folder.join(file.rsplit('/').next().expect("a name"));
        let write = |bytes: &[u8]| std::fs::write(&path, bytes).expect("a folder of our own");
        write(&whole);
        assert_eq!(check_file(&path, layers), 0, "{file}");
        let mut refused = 0;
        for _ in 0..rounds {
            write(&spoilt(&whole, random));
            refused += usize::from(check_file(&path, layers) > 0);
        }
        println!("{refused} of {rounds} are refused: {file}");
        assert!(refused > rounds / 8 && refused < rounds, "{refused} of {rounds} are refused: {file}");
    }
    std::fs::remove_dir_all(&folder).expect("a folder of our own");
    for (before, after) in before.into_iter().flatten().zip(most_memory().into_iter().flatten()) {
        println!("{} KiB of memory", (after - before) >> 10);
        assert!(after - before < MOST_MEMORY, "{} bytes of memory", after - before);
    }
}
