//! "Did you mean ..?"

use strsim::jaro_winkler;

/// The candidate that `word` is most likely a misspelling of.
pub(crate) fn closest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    most_similar(word, candidates, 0.8)
}

/// The candidate of which `word` is a misspelling almost for certain.
pub(crate) fn very_close<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    most_similar(word, candidates, 0.95)
}

/// The most similar candidate, from 0 to 1, if it is more similar than that.
fn most_similar<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>, than: f64) -> Option<&'a str> {
    let word = word.to_lowercase();
    let scored = candidates.into_iter().map(|candidate| (jaro_winkler(&word, candidate), candidate));
    let best = scored.max_by(|a, b| a.0.total_cmp(&b.0))?;
    (best.0 > than).then_some(best.1)
}

#[cfg(test)]
mod tests {
    use super::{closest, very_close};

    #[test]
    fn misspellings_are_recognised_and_strangers_are_not() {
        let names = ["relu", "gelu", "softmax", "sigmoid"];
        assert_eq!(closest("rleu", names), Some("relu"));
        assert_eq!(closest("Softmax", names), Some("softmax"));
        assert_eq!(closest("batch", names), None);
        assert_eq!([very_close("rleu", names), very_close("sigmoids", names)], [None, Some("sigmoid")]);
    }
}
