//! The header of a safetensors file: reading its entries, and checking that they fit together.

use crate::json::{HEADER_AT, Name, Scanner};
use crate::{Dtype, FormatError, Safetensors, Shape};

/// The key that is not a tensor but a map of strings.
pub(crate) const METADATA: &str = "__metadata__";

/// One tensor as the header describes it.
#[derive(Clone, Copy)]
pub(crate) struct Entry<'a> {
    /// Where its name begins in the file.
    at: usize,
    pub(crate) name: Name<'a>,
    pub(crate) dtype: Dtype,
    pub(crate) shape: Shape<'a>,
    pub(crate) begin: usize,
    pub(crate) end: usize,
}

impl<'a> Entry<'a> {
    /// Reads what stands after the name: the fields, in any order.
    fn parse(at: usize, name: Name<'a>, scanner: &mut Scanner<'a>) -> Result<Self, FormatError> {
        let (mut dtype, mut shape, mut offsets) = (None, None, None);
        scanner.expect(b'{', "`{`")?;
        if !scanner.eat(b'}') {
            loop {
                let field_at = scanner.position();
                let field = scanner.string()?;
                scanner.expect(b':', "`:`")?;
                let twice = if field == *"dtype" {
                    dtype.replace(parse_dtype(scanner)?).is_some()
                } else if field == *"shape" {
                    shape.replace(Shape::parse(scanner, at)?).is_some()
                } else if field == *"data_offsets" {
                    offsets.replace(parse_offsets(scanner)?).is_some()
                } else {
                    return Err(FormatError::UnknownField { at: field_at });
                };
                if twice {
                    return Err(FormatError::DuplicateField { at: field_at });
                }
                if !scanner.eat(b',') {
                    break;
                }
            }
            scanner.expect(b'}', "`,` or `}`")?;
        }
        let missing = |field| FormatError::MissingField { at, field };
        let dtype = dtype.ok_or(missing("dtype"))?;
        let shape = shape.ok_or(missing("shape"))?;
        let (begin, end) = offsets.ok_or(missing("data_offsets"))?;
        let entry = Self { at, name, dtype, shape, begin, end };
        entry.check_size()?;
        Ok(entry)
    }

    fn check_size(&self) -> Result<(), FormatError> {
        let Self { at, dtype, .. } = *self;
        let found = self.end.checked_sub(self.begin).ok_or(FormatError::ReversedOffsets { at })?;
        let elements = self.shape.elements();
        if elements.checked_mul(dtype.bits()).is_none() {
            return Err(FormatError::SizeOverflow { at });
        }
        let expected = dtype.bytes_of(elements).ok_or(FormatError::PartialByte { at })?;
        if expected == found { Ok(()) } else { Err(FormatError::SizeMismatch { at, expected, found }) }
    }
}

fn parse_dtype(scanner: &mut Scanner<'_>) -> Result<Dtype, FormatError> {
    let at = scanner.position();
    let name = scanner.string()?;
    Dtype::find(|candidate| name == *candidate).ok_or(FormatError::UnknownDtype { at })
}

fn parse_offsets(scanner: &mut Scanner<'_>) -> Result<(usize, usize), FormatError> {
    scanner.expect(b'[', "`[`")?;
    let begin = scanner.number()?;
    scanner.expect(b',', "`,`")?;
    let end = scanner.number()?;
    scanner.expect(b']', "`]`")?;
    Ok((begin, end))
}

/// Walks the header, which begins with `{`, from tensor to tensor.
#[derive(Clone)]
pub(crate) struct Entries<'a> {
    scanner: Scanner<'a>,
    place: Place,
    metadata_seen: bool,
}

#[derive(Clone, Copy)]
enum Place {
    Start,
    AfterEntry,
    End,
}

impl<'a> Entries<'a> {
    pub(crate) fn new(header: &'a str) -> Self {
        Self { scanner: Scanner::new(header), place: Place::Start, metadata_seen: false }
    }

    pub(crate) fn next(&mut self) -> Result<Option<Entry<'a>>, FormatError> {
        loop {
            let more = match self.place {
                Place::Start => {
                    self.scanner.expect(b'{', "`{`")?;
                    !self.scanner.eat(b'}')
                }
                Place::AfterEntry => {
                    let more = self.scanner.eat(b',');
                    if !more {
                        self.scanner.expect(b'}', "`,` or `}`")?;
                    }
                    more
                }
                Place::End => return Ok(None),
            };
            if !more {
                self.place = Place::End;
                self.scanner.end()?;
                return Ok(None);
            }
            self.place = Place::AfterEntry;
            let at = self.scanner.position();
            let name = self.scanner.string()?;
            self.scanner.expect(b':', "`:`")?;
            if name != *METADATA {
                return Entry::parse(at, name, &mut self.scanner).map(Some);
            }
            if core::mem::replace(&mut self.metadata_seen, true) {
                return Err(FormatError::DuplicateName { at });
            }
            self.skip_metadata()?;
        }
    }

    /// Moves past a map from strings to strings.
    fn skip_metadata(&mut self) -> Result<(), FormatError> {
        self.scanner.expect(b'{', "`{`")?;
        if self.scanner.eat(b'}') {
            return Ok(());
        }
        loop {
            self.scanner.string()?;
            self.scanner.expect(b':', "`:`")?;
            self.scanner.string()?;
            if !self.scanner.eat(b',') {
                return self.scanner.expect(b'}', "`,` or `}`");
            }
        }
    }
}

/// Checks the header against `bytes` of data, and counts the tensors.
pub(crate) fn check(header: &str, bytes: usize) -> Result<usize, FormatError> {
    let data_at = HEADER_AT + header.len();
    let mut entries = Entries::new(header);
    let mut count = 0;
    let mut covered = Covered { data_at, end: 0 };
    let mut in_order = true;
    let mut previous: Option<Name<'_>> = None;
    let mut names_ascend = true;
    let mut end = 0;
    while let Some(entry) = entries.next()? {
        count += 1;
        end = end.max(entry.end);
        in_order = in_order && covered.add(entry.begin, entry.end, entry.at).is_ok();
        names_ascend = names_ascend && previous.is_none_or(|previous| previous < entry.name);
        previous = Some(entry.name);
    }
    if end > bytes {
        let expected = (data_at as u64).saturating_add(end as u64);
        return Err(FormatError::Truncated { expected, found: data_at + bytes });
    }
    if !(in_order && names_ascend) && count > Safetensors::MAX_UNSORTED {
        return Err(FormatError::TooManyTensors { found: count });
    }
    if !in_order {
        check_offsets(header, data_at)?;
    }
    if !names_ascend {
        check_names(header)?;
    }
    if end < bytes {
        return Err(FormatError::Hole { at: data_at + end, bytes: bytes - end });
    }
    Ok(count)
}

/// How far the data are covered by tensors that come in ascending order.
struct Covered {
    data_at: usize,
    end: usize,
}

impl Covered {
    fn add(&mut self, begin: usize, end: usize, at: usize) -> Result<(), FormatError> {
        if begin < self.end {
            return Err(FormatError::Overlap { at });
        }
        if begin > self.end {
            return Err(FormatError::Hole { at: self.data_at + self.end, bytes: begin - self.end });
        }
        self.end = end;
        Ok(())
    }
}

#[inline(never)] // These two keep a few kilobytes on the stack, which sorted files need not pay for.
fn check_offsets(header: &str, data_at: usize) -> Result<(), FormatError> {
    let mut covered = Covered { data_at, end: 0 };
    visit_sorted(header, |entry| (entry.begin, entry.end, entry.at), |(begin, end, at)| covered.add(begin, end, at))
}

#[inline(never)]
fn check_names(header: &str) -> Result<(), FormatError> {
    let mut previous: Option<Name<'_>> = None;
    visit_sorted(
        header,
        |entry| (entry.name, entry.at),
        |(name, at)| {
            if previous == Some(name) {
                return Err(FormatError::DuplicateName { at });
            }
            previous = Some(name);
            Ok(())
        },
    )
}

/// Visits the entries of a header in the ascending order of their keys, which must be distinct.
///
/// Each pass over the header picks the next `CHUNK` keys: n²/256 steps and a fixed amount of memory.
fn visit_sorted<'a, K: Copy + Ord>(
    header: &'a str,
    key: impl Fn(&Entry<'a>) -> K,
    mut visit: impl FnMut(K) -> Result<(), FormatError>,
) -> Result<(), FormatError> {
    const CHUNK: usize = 256;
    let mut visited: Option<K> = None;
    loop {
        let mut chunk: [Option<K>; CHUNK] = [None; CHUNK];
        let mut len = 0;
        let mut entries = Entries::new(header);
        while let Some(entry) = entries.next()? {
            let key = key(&entry);
            if visited.is_some_and(|visited| key <= visited) {
                continue;
            }
            if len == CHUNK && Some(key) > chunk[CHUNK - 1] {
                continue;
            }
            let place = chunk[..len].partition_point(|other| *other < Some(key));
            len = CHUNK.min(len + 1);
            chunk.copy_within(place..len - 1, place + 1);
            chunk[place] = Some(key);
        }
        for key in chunk.into_iter().flatten() {
            visit(key)?;
            visited = Some(key);
        }
        if len < CHUNK {
            return Ok(());
        }
    }
}
