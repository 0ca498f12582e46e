//! Names of fields, no two alike.

use std::collections::HashSet;

use nn_keras::rust_name;

/// The names that are taken.
#[derive(Default)]
pub(super) struct Names(HashSet<String>);

impl Names {
    /// A name like `name` that is Rust's, and that none before it has.
    pub(super) fn name(&mut self, name: &str) -> String {
        let plain = rust_name(name);
        let mut free = plain.clone();
        let mut number = 0;
        while !self.0.insert(free.clone()) {
            number += 1;
            free = format!("{plain}_{number}");
        }
        free
    }
}
