//! The caches of this machine.

use std::fs;
use std::path::Path;

/// A level of cache that holds data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cache {
    /// 1 for the innermost.
    pub level: u32,
    /// How much it holds.
    pub bytes: usize,
}

/// What most servers have, for systems that don't tell.
const USUAL: [Cache; 3] =
    [Cache { level: 1, bytes: 32 << 10 }, Cache { level: 2, bytes: 1 << 20 }, Cache { level: 3, bytes: 32 << 20 }];

/// The data caches, the innermost first.
pub(super) fn caches() -> Vec<Cache> {
    let Ok(entries) = fs::read_dir("/sys/devices/system/cpu/cpu0/cache") else { return USUAL.to_vec() };
    let mut caches: Vec<Cache> = entries.flatten().filter_map(|entry| read(&entry.path())).collect();
    caches.sort_by_key(|cache| cache.level);
    if caches.is_empty() { USUAL.to_vec() } else { caches }
}

fn read(directory: &Path) -> Option<Cache> {
    let file = |name| fs::read_to_string(directory.join(name)).ok();
    if file("type")?.trim() == "Instruction" {
        return None;
    }
    Some(Cache { level: file("level")?.trim().parse().ok()?, bytes: bytes(file("size")?.trim())? })
}

/// `48K`, as Linux writes sizes.
fn bytes(size: &str) -> Option<usize> {
    let digits = size.trim_end_matches(['K', 'M']);
    let unit = match &size[digits.len()..] {
        "K" => 1 << 10,
        "M" => 1 << 20,
        _ => 1,
    };
    Some(digits.parse::<usize>().ok()? * unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_as_linux_writes_them() {
        assert_eq!(bytes("48K"), Some(48 << 10));
        assert_eq!(bytes("2M"), Some(2 << 20));
        assert_eq!(bytes("512"), Some(512));
        assert_eq!(bytes("much"), None);
    }

    #[test]
    fn caches_are_found_from_the_inside_out() {
        let caches = caches();
        assert!(!caches.is_empty() && caches.is_sorted_by(|a, b| a.level < b.level), "{caches:?}");
    }
}
