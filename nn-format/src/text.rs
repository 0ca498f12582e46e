//! Formatting without allocation: measuring, padding, escaping.

use core::fmt::{self, Write};

use crate::Size;

/// What [`from_fn`] makes.
#[derive(Clone, Copy)]
pub(crate) struct FromFn<F>(F);

/// Displays by calling the closure (`core::fmt::from_fn` is newer than this crate's Rust version).
pub(crate) fn from_fn<F: Fn(&mut fmt::Formatter<'_>) -> fmt::Result>(write: F) -> FromFn<F> {
    FromFn(write)
}

impl<F: Fn(&mut fmt::Formatter<'_>) -> fmt::Result> fmt::Display for FromFn<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0(f)
    }
}

/// Passes each character on to a closure.
pub(crate) struct EachChar<F>(pub(crate) F);

impl<F: FnMut(char) -> fmt::Result> Write for EachChar<F> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        text.chars().try_for_each(&mut self.0)
    }
}

/// The sum of `width` over the characters of what is displayed.
pub(crate) fn measure(text: &dyn fmt::Display, width: impl Fn(char) -> usize) -> usize {
    let mut sum = 0_usize;
    let mut counter = EachChar(|char| {
        sum = sum.saturating_add(width(char));
        Ok(())
    });
    // The counter never fails, and a `Display` that fails by itself has no width worth knowing.
    let _ = write!(counter, "{text}");
    sum
}

/// The number of characters of what is displayed.
pub(crate) fn count(text: &dyn fmt::Display) -> usize {
    measure(text, |_| 1)
}

/// `(8, 8, 16)`, as Keras prints a shape.
pub(crate) fn shape<D: fmt::Display>(dimensions: &[D]) -> impl fmt::Display + '_ {
    from_fn(move |f| {
        f.write_char('(')?;
        for (index, dimension) in dimensions.iter().enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            write!(f, "{dimension}")?;
        }
        f.write_char(')')
    })
}

/// A size with a comma at each thousand if it is known: `1,234,567`.
pub(crate) fn thousands<D: Size>(size: &D) -> impl fmt::Display + '_ {
    from_fn(move |f| match size.known() {
        Some(number) => {
            let digits = number.checked_ilog10().unwrap_or(0);
            for place in (0..=digits).rev() {
                write!(f, "{}", number / 10_usize.pow(place) % 10)?;
                if place > 0 && place % 3 == 0 {
                    f.write_char(',')?;
                }
            }
            Ok(())
        }
        None => write!(f, "{size}"),
    })
}

/// A number of bytes as Keras prints it, `1.50 KB` with 1024 bytes to the KB.
pub(crate) fn bytes<D: Size>(size: &D) -> impl fmt::Display + '_ {
    from_fn(move |f| match size.known() {
        Some(bytes) => {
            let unit = (bytes.checked_ilog2().unwrap_or(0) / 10).min(5);
            let name = ["B", "KB", "MB", "GB", "TB", "PB"][unit as usize];
            #[expect(clippy::cast_precision_loss, reason = "two decimals are shown")]
            let value = bytes as f64 / (1_u64 << (10 * unit)) as f64;
            write!(f, "{value:.2} {name}")
        }
        None => write!(f, "{size} B"),
    })
}
