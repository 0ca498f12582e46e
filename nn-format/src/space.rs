//! Where the windows of a convolution are, and how large what they see is.

/// A dimension of space that a window goes along. One of one place, as the outer ones of a sequence, is none.
///
/// Output `o` sees the inputs `o · stride + k · dilation − before`, for each `k` of the kernel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

impl Window {
    /// One place, of which an axis that is none consists.
    pub const NONE: Self = Self { input: 1, output: 1, kernel: 1, stride: 1, dilation: 1, before: 0 };

    /// Whether each output sees the input at its own place, and nothing else.
    const fn is_point(&self) -> bool {
        self.kernel == 1 && self.stride == 1
    }
}

/// Some neighbouring places of a dimension, the largest of whose numbers is the output; in most cases one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pool {
    /// How many outputs there are.
    pub output: usize,
    /// How many places give one.
    pub kernel: usize,
    /// How far those of neighbouring outputs are apart.
    pub stride: usize,
}

/// The dimensions of space, the outermost first: what windows see, and how the places that they make are pooled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Space {
    /// The windows, which lie within their input.
    pub windows: [Window; 3],
    /// How their places are pooled.
    pub pools: [Pool; 3],
}

impl Space {
    /// Windows, all of whose places are outputs.
    #[inline(always)]
    #[must_use]
    pub const fn new(windows: [Window; 3]) -> Self {
        const fn each(window: &Window) -> Pool {
            Pool { output: window.output, kernel: 1, stride: 1 }
        }
        let [a, b, c] = &windows;
        let pools = [each(a), each(b), each(c)];
        Self { windows, pools }
    }

    /// Windows whose places are pooled by others: two of them, or four, which lie within the places and don't overlap.
    #[inline(always)]
    #[must_use]
    pub const fn pooled(windows: [Window; 3], by: [Window; 3]) -> Self {
        const fn pool(window: &Window) -> Pool {
            Pool { output: window.output, kernel: window.kernel, stride: window.stride }
        }
        let [a, b, c] = &by;
        let pools = [pool(a), pool(b), pool(c)];
        Self { windows, pools }
    }

    /// How many numbers a sample has.
    #[inline(always)]
    #[must_use]
    pub const fn inputs(&self, channels: usize) -> usize {
        let [a, b, c] = &self.windows;
        a.input * b.input * c.input * channels
    }

    /// How many numbers it gives.
    #[inline(always)]
    #[must_use]
    pub const fn outputs(&self, filters: usize) -> usize {
        let [a, b, c] = &self.pools;
        a.output * b.output * c.output * filters
    }

    /// How many places a window has.
    #[inline(always)]
    #[must_use]
    pub const fn places(&self) -> usize {
        let [a, b, c] = &self.windows;
        a.kernel * b.kernel * c.kernel
    }

    /// Whether each output sees the input at its own place, and nothing else.
    #[inline(always)]
    #[must_use]
    pub const fn is_point(&self) -> bool {
        let [a, b, c] = &self.windows;
        self.group() == 1 && a.is_point() && b.is_point() && c.is_point()
    }

    /// How many places are pooled to one output.
    #[inline(always)]
    #[must_use]
    pub const fn group(&self) -> usize {
        let [a, b, c] = &self.pools;
        a.kernel * b.kernel * c.kernel
    }

    /// How far the windows of neighbouring outputs are apart, on an axis.
    #[inline(always)]
    #[must_use]
    pub const fn stride(&self, axis: usize) -> usize {
        self.pools[axis].stride * self.windows[axis].stride
    }

    /// How many inputs so many outputs see, one at least, on an axis.
    #[inline(always)]
    #[must_use]
    pub const fn receptive_extent(&self, axis: usize, outputs: usize) -> usize {
        let (window, pool) = (&self.windows[axis], &self.pools[axis]);
        (outputs - 1) * self.stride(axis)
            + (pool.kernel - 1) * window.stride
            + (window.kernel - 1) * window.dilation
            + 1
    }
}
