//! Tests of the compiler as a whole; those of what the user sees of it are in the workspace's `tests/ui`.

mod catalogue;
mod graph;
mod hostile;
mod keras;
mod plan;
mod readme;
mod recipe;
mod snapshots;
