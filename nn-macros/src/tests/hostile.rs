//! Whatever the text is, the compiler returns code that rustc can read, and errors exactly where it should.

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

/// Files that a network may name, which are then broken.
const FILES: [&str; 5] = [
    "nn-keras/tests/data/tiny.keras",
    "nn-keras/tests/data/stored.keras",
    "nn-keras/tests/data/tiny.h5",
    "tests/ui/data/network.weights.h5",
    "tests/pytorch/gru.safetensors",
];

/// Compiles networks that name this file: code comes out, whatever is in it.
fn check_file(path: &std::path::Path) {
    let path = path.to_str().expect("a plain path");
    check(quote!(
        #[keras(#path)]
        struct Net;
    ));
    check(
        quote!(#[weights(#path)] struct Net { hidden: dense(3, input = 2, relu), output: dense(2, use_bias = false) }),
    );
    check(quote!(#[weights(#path)] struct Net { conv1d(4, kernel = 2, input = (5, 3)), flatten(), dense(2) }));
}

#[test]
fn spoilt_files_become_code() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace");
    let folder = std::env::temp_dir().join(format!("nn-macros-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder of our own");
    // SplitMix64.
    let mut state = 7_u64;
    let mut random = move |below: usize| {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % below as u64).expect("it is below a usize")
    };
    let rounds = std::env::var("MUTATIONS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(40);
    for file in FILES {
        let whole = std::fs::read(root.join(file)).expect("a file of the tests");
        let extension = file.rsplit('.').next().expect("an extension");
        let path = folder.join(format!("spoilt.{extension}"));
        for round in 0..rounds {
            let mut bytes = whole.clone();
            if round % 4 == 0 {
                bytes.truncate(random(bytes.len()));
            }
            for _ in 0..random(6) {
                if !bytes.is_empty() {
                    let at = random(bytes.len());
                    bytes[at] = u8::try_from(random(256)).expect("a byte");
                }
            }
            std::fs::write(&path, &bytes).expect("a folder of our own");
            check_file(&path);
        }
    }
    std::fs::remove_dir_all(&folder).expect("a folder of our own");
}
