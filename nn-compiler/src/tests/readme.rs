//! What the README and the documentation of `sequential!` show of the compiler is the compiler's own.
//! `UPDATE=1 cargo test -p nn-compiler` writes it.

use std::fmt::Write;
use std::path::Path;

use crate::activation::ACTIVATIONS;
use crate::initializer::INITIALIZERS;
use crate::layer::KINDS;
use crate::layer::arguments::Parameter;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace")
}

/// Compares what stands between `<!-- name -->` and `<!-- end -->`, or replaces it.
fn check(name: &str, expected: &str) {
    let path = root().join("README.md");
    let readme = std::fs::read_to_string(&path).expect("there is a README");
    let start = format!("<!-- {name} -->\n");
    let (before, rest) = readme.split_once(&start).unwrap_or_else(|| panic!("the README has no `{start}`"));
    let (found, after) = rest.split_once("<!-- end -->").expect("each part ends");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, format!("{before}{start}{expected}<!-- end -->{after}")).expect("the README is ours");
    } else {
        assert_eq!(found, expected, "`UPDATE=1 cargo test -p nn-compiler` writes this part of the README anew");
    }
}

/// Compares a file of the documentation, or writes it.
fn check_file(path: &str, expected: &str) {
    let path = root().join(path);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, expected).expect("the file is ours");
    } else {
        let found = std::fs::read_to_string(&path).expect("there is such a file");
        assert_eq!(found, expected, "`UPDATE=1 cargo test -p nn-compiler` writes {} anew", path.display());
    }
}

/// A text in a table, where `|` is the border of a cell, in code too, and a bracket the beginning of a link, but in code.
fn cell(text: &str) -> String {
    let mut parts: Vec<String> = text.split('`').map(|part| part.replace('|', "\\|")).collect();
    for prose in parts.iter_mut().step_by(2) {
        *prose = prose.replace('[', "\\[").replace(']', "\\]");
    }
    parts.join("`")
}

/// `negative_slope = 0.2 (0.3)`.
fn parameters(parameters: &[Parameter]) -> String {
    let one = |parameter: &Parameter| {
        let number = |value: f64| match value.to_string() {
            _ if value.is_infinite() => "∞".to_owned(),
            // A part of one.
            long if long.len() > 10 => format!("1/{}", value.recip().round()),
            short => short,
        };
        let mut text = format!("`{}`", parameter.name);
        if !parameter.default.is_nan() {
            write!(text, " = {}", number(parameter.default)).expect("strings take all");
        }
        if !parameter.default.is_nan() && parameter.layer_default.total_cmp(&parameter.default).is_ne() {
            write!(text, " ({})", number(parameter.layer_default)).expect("strings take all");
        }
        text
    };
    parameters.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// All parts in one test: they are written into one file.
#[test]
fn the_readme_tells_the_truth() {
    let mut layers = "| layer | what it computes |\n|---|---|\n".to_owned();
    for kind in KINDS {
        writeln!(layers, "| {} | {} |", cell(&format!("`{}`", kind.usage)), cell(kind.about))
            .expect("strings take all");
    }
    check("layers", &layers);
    check_file("nn-runtime/src/layers.md", &layers);

    let mut activations = "| activation | parameters | what it computes |\n|---|---|---|\n".to_owned();
    for row in ACTIVATIONS {
        let names: Vec<String> = [&row.name].into_iter().chain(row.aliases).map(|name| format!("`{name}`")).collect();
        let flag = row.flag.map(|flag| format!("`{flag}`")).unwrap_or_default();
        let parameters = format!("{flag}{}", parameters(row.parameters));
        writeln!(activations, "| {} | {parameters} | {} |", names.join(", "), cell(row.formula))
            .expect("strings take all");
    }
    check("activations", &activations);

    let mut initializers = "| initializer | parameters | what it draws |\n|---|---|---|\n".to_owned();
    for row in INITIALIZERS {
        writeln!(initializers, "| `{}` | {} | {} |", row.name, parameters(row.parameters), row.about)
            .expect("strings take all");
    }
    check("initializers", &initializers);

    check("expansion", &expansion());
    check("error", &error());
}

/// The struct and the forward pass of the first network.
fn expansion() -> String {
    let network = quote::quote!((::nn_runtime::__private) dense(3, input = 2, relu), dense(2, softmax));
    let block: syn::Block = syn::parse2(crate::compile::compile(network)).expect("a block");
    let mut shown = Vec::new();
    for statement in block.stmts {
        match statement {
            syn::Stmt::Item(syn::Item::Struct(mut network)) => {
                network.attrs.clear();
                network.fields.iter_mut().for_each(|field| field.attrs.clear());
                shown.push(syn::Item::Struct(network));
            }
            syn::Stmt::Item(syn::Item::Const(items)) => shown.extend(forward_pass(*items.expr)),
            _ => {}
        }
    }
    let file = syn::parse2(quote::quote!(#(#shown)*)).expect("items");
    // The paths that keep the code apart from the user's say nothing to a reader.
    let hygiene = ["::nn_runtime::__private::", "::core::primitive::", "__nn::", "__"];
    let code = hygiene.iter().fold(prettyplease::unparse(&file), |code, path| code.replace(path, ""));
    format!("```rust,ignore\n{code}```\n")
}

/// `run` of `impl Network`.
fn forward_pass(items: syn::Expr) -> Option<syn::Item> {
    let syn::Expr::Block(block) = items else { return None };
    block.block.stmts.into_iter().find_map(|statement| {
        let syn::Stmt::Item(syn::Item::Impl(mut implementation)) = statement else { return None };
        let (implemented, _) = implementation.trait_.as_ref()?;
        if implemented.segments.last()?.ident != "Network" {
            return None;
        }
        implementation.attrs.clear();
        implementation.items.retain(|item| matches!(item, syn::ImplItem::Fn(function) if function.sig.ident == "run"));
        Some(syn::Item::Impl(implementation))
    })
}

/// What rustc prints, from the UI test of that name.
fn error() -> String {
    let test = root().join("tests/ui/fail/readme");
    let source = std::fs::read_to_string(test.with_extension("rs")).expect("there is such a test");
    let printed = std::fs::read_to_string(test.with_extension("stderr")).expect("there is such a test");
    let source = source.trim_end().trim_end_matches("fn main() {}").trim_end();
    format!("```rust,compile_fail\n{source}\n```\n\n```text\n{}\n```\n", printed.trim_end())
}
