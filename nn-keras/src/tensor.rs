//! A tensor out of a file.

/// A variable of a layer: its name, its shape and its numbers.
#[derive(Clone, Debug, PartialEq)]
pub struct Tensor {
    /// Keras's name for the variable: `kernel`, `moving_mean`. Where the layer's class isn't known, it is the
    /// variable's place among those of the layer, `0`, `1`, ..., or its path if it belongs to a part of the layer.
    pub name: String,
    /// Where it is in the file: `layers/dense_1/vars/0`.
    pub path: String,
    /// The size of each axis.
    pub shape: Vec<usize>,
    /// The numbers, the last axis moving fastest.
    pub data: Data,
    /// Where in the file the numbers of [`Data::F32`] or [`Data::F64`] stand as they are, in little-endian order, in
    /// bytes from the file's start. `None` where they are packed, or of another type in the file.
    pub offset: Option<usize>,
}

/// A tensor's numbers.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Data {
    /// From float32, or from float16 and bfloat16, exactly.
    F32(Vec<f32>),
    /// From float64.
    F64(Vec<f64>),
    /// From integers of any size: a count, the state of a generator, quantised weights.
    Integer(Vec<i64>),
}

impl Data {
    /// How many numbers there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::F32(values) => values.len(),
            Self::F64(values) => values.len(),
            Self::Integer(values) => values.len(),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Tensor {
    /// Turns a kernel around along all axes but the last two.
    pub(crate) fn reverse_space(&mut self) {
        fn reverse<T: Copy>(values: &mut Vec<T>, place: usize) {
            *values = values.rchunks(place).flatten().copied().collect();
        }
        let place: usize = self.shape.iter().rev().take(2).product();
        if place == 0 {
            return;
        }
        match &mut self.data {
            Data::F32(values) => reverse(values, place),
            Data::F64(values) => reverse(values, place),
            Data::Integer(values) => reverse(values, place),
        }
        self.offset = None;
    }
}
