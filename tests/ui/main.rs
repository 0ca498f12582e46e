//! What the macro says of wrong networks, word for word, and networks that must compile.
//!
//! After a change of a message: `TRYBUILD=overwrite cargo test -p nn-ui-tests`, and then read the difference. The weights
//! files that the programs name are in `data`, where `make.py` writes them.

/// Programs that must not compile. Apart from the others, because trybuild checks them all with one call of cargo then.
#[test]
fn errors() {
    trybuild::TestCases::new().compile_fail("fail/*.rs");
}

/// Programs that must compile, and run without a panic.
#[test]
fn programs() {
    trybuild::TestCases::new().pass("pass/*.rs");
}
