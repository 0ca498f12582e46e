//! Work on all threads of rayon's pool.

use std::sync::{Mutex, PoisonError};

/// Calls `work` for each of `parts`, on `threads` threads. The calling thread begins at once, and the others take what is
/// left when they have woken up, which can take them longer than a small batch takes in all.
pub(crate) fn each<P>(parts: impl Iterator<Item = P> + Send, threads: usize, work: impl Fn(P) + Sync) {
    let parts = Mutex::new(parts);
    let next = || parts.lock().unwrap_or_else(PoisonError::into_inner).next();
    let take = || core::iter::from_fn(next).for_each(&work);
    rayon::in_place_scope(|scope| {
        for _ in 1..threads {
            scope.spawn(|_| take());
        }
        take();
    });
}
