//! Messages of protocol buffers, as far as ONNX needs them.

use alloc::vec::Vec;

/// A message that is being written. Its fields have numbers, and come in any order.
#[derive(Default)]
pub(super) struct Message(Vec<u8>);

/// How a field is written: the lower bits of its tag.
const VARINT: u64 = 0;
const LENGTH: u64 = 2;
const FIXED_32: u64 = 5;

impl Message {
    pub(super) fn integer(mut self, field: u64, value: i64) -> Self {
        self.tag(field, VARINT);
        // Negative numbers take ten bytes, as `int64` has it.
        self.varint(value.cast_unsigned());
        self
    }

    pub(super) fn integers(self, field: u64, values: impl IntoIterator<Item = i64>) -> Self {
        values.into_iter().fold(self, |message, value| message.integer(field, value))
    }

    pub(super) fn float(mut self, field: u64, value: f32) -> Self {
        self.tag(field, FIXED_32);
        self.0.extend(value.to_le_bytes());
        self
    }

    pub(super) fn text(self, field: u64, text: &str) -> Self {
        self.bytes(field, text.as_bytes())
    }

    pub(super) fn message(self, field: u64, message: &Message) -> Self {
        self.bytes(field, &message.0)
    }

    fn bytes(mut self, field: u64, bytes: &[u8]) -> Self {
        self.begin(field, bytes.len());
        self.0.extend(bytes);
        self
    }

    /// Begins a field of so many bytes, which are written by `extend`.
    pub(super) fn begin(&mut self, field: u64, length: usize) {
        self.tag(field, LENGTH);
        self.varint(length as u64);
    }

    /// Bytes of a field that `begin` began.
    pub(super) fn extend(&mut self, bytes: &Message) {
        self.0.extend(&bytes.0);
    }

    /// How many bytes a field of so many bytes takes with its tag.
    pub(super) fn field_length(field: u64, length: usize) -> usize {
        let mut start = Self::default();
        start.begin(field, length);
        start.len() + length
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn reserve(&mut self, bytes: usize) {
        self.0.reserve_exact(bytes);
    }

    /// The bytes written so far, to add to.
    pub(super) fn buffer(&mut self) -> &mut Vec<u8> {
        &mut self.0
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    fn tag(&mut self, field: u64, wire: u64) {
        self.varint(field << 3 | wire);
    }

    /// Seven bits a byte, the lowest first; the eighth says that more follow.
    fn varint(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.0.push(value.to_le_bytes()[0] | 0x80);
            value >>= 7;
        }
        self.0.push(value.to_le_bytes()[0]);
    }
}
