//! What cargo and rustc make of whole crates, which are copied into the target folder.

mod assembly;
#[path = "common/fixture.rs"]
mod fixture;
mod hygiene;
mod recipe;
mod scratch;
