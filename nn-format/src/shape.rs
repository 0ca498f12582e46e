//! The shape of a tensor in a file.

use core::fmt;

use crate::FormatError;
use crate::json::Scanner;

/// The shape of a tensor in a file: its dimensions, outermost first. `Display` prints `[784, 128]`.
///
/// ```
/// # let header = br#"{"w":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]}}"#;
/// # let mut file = header.len().to_le_bytes().to_vec();
/// # file.extend(header);
/// # file.extend([0; 24]);
/// let file = nn_format::Safetensors::parse(&file)?;
/// let shape = file.tensor("w").unwrap().shape;
/// assert_eq!(shape, [2, 3]);
/// assert_eq!((shape.rank(), shape.elements()), (2, 6));
/// assert_eq!(shape.to_string(), "[2, 3]");
/// assert_eq!(shape.iter().max(), Some(3));
/// # Ok::<(), nn_format::FormatError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Shape<'a> {
    /// At the first dimension, inside the bracket.
    dimensions: Scanner<'a>,
    rank: usize,
    elements: usize,
}

impl<'a> Shape<'a> {
    /// Reads a JSON array of integers. `at` is where the tensor's name stands, for the error.
    pub(crate) fn parse(scanner: &mut Scanner<'a>, at: usize) -> Result<Self, FormatError> {
        scanner.expect(b'[', "`[`")?;
        let dimensions = *scanner;
        let mut rank = 0;
        // A product from the left, as the reference implementation takes it: `[0, n]` is empty, and a
        // product that overflows before the 0 is an error.
        let mut elements = 1_usize;
        if !scanner.eat(b']') {
            loop {
                let dimension = scanner.number()?;
                elements = elements.checked_mul(dimension).ok_or(FormatError::SizeOverflow { at })?;
                rank += 1;
                if !scanner.eat(b',') {
                    break;
                }
            }
            scanner.expect(b']', "`,` or `]`")?;
        }
        Ok(Self { dimensions, rank, elements })
    }

    /// The number of dimensions; 0 for a scalar.
    #[must_use]
    pub const fn rank(&self) -> usize {
        self.rank
    }

    /// The product of the dimensions; 1 for a scalar.
    #[must_use]
    pub const fn elements(&self) -> usize {
        self.elements
    }

    /// The dimensions, outermost first.
    #[must_use]
    pub const fn iter(&self) -> Dimensions<'a> {
        Dimensions { scanner: self.dimensions, left: self.rank }
    }
}

impl<'a> IntoIterator for Shape<'a> {
    type Item = usize;
    type IntoIter = Dimensions<'a>;

    fn into_iter(self) -> Dimensions<'a> {
        self.iter()
    }
}

impl<'a> IntoIterator for &Shape<'a> {
    type Item = usize;
    type IntoIter = Dimensions<'a>;

    fn into_iter(self) -> Dimensions<'a> {
        self.iter()
    }
}

impl fmt::Display for Shape<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self).finish()
    }
}

impl fmt::Debug for Shape<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl PartialEq for Shape<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other)
    }
}

impl Eq for Shape<'_> {}

impl PartialEq<[usize]> for Shape<'_> {
    fn eq(&self, other: &[usize]) -> bool {
        self.iter().eq(other.iter().copied())
    }
}

impl PartialEq<&[usize]> for Shape<'_> {
    fn eq(&self, other: &&[usize]) -> bool {
        *self == **other
    }
}

impl<const N: usize> PartialEq<[usize; N]> for Shape<'_> {
    fn eq(&self, other: &[usize; N]) -> bool {
        *self == other[..]
    }
}

/// The dimensions of a [`Shape`], outermost first.
#[derive(Clone, Debug)]
pub struct Dimensions<'a> {
    scanner: Scanner<'a>,
    left: usize,
}

impl Iterator for Dimensions<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        self.left = self.left.checked_sub(1)?;
        let dimension = self.scanner.number().ok();
        self.scanner.eat(b',');
        dimension
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl ExactSizeIterator for Dimensions<'_> {}
