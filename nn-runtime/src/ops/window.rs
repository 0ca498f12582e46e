/// A dimension of space that a window goes along. One of one place, as the outer ones of a sequence, is none.
///
/// Output `o` sees the inputs `o · stride + k · dilation − before`, for each `k` of the kernel.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    /// The size of the input.
    pub input: usize,
    /// The size of the output.
    pub output: usize,
    /// How many places the window has.
    pub kernel: usize,
    /// How far the window moves from one output to the next.
    pub stride: usize,
    /// How far its places are apart.
    pub dilation: usize,
    /// How many of the first window's places lie before the input.
    pub before: usize,
}
