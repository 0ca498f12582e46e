//! Where windows begin and sums go: the places of a convolution, in the order of what they are pooled to.

use super::super::Window;

/// The dimensions of space, the outermost first: what windows see, and how the places that they make are pooled.
#[derive(Clone, Copy, Debug)]
pub struct Space {
    pub(super) windows: [Window; 3],
    pub(super) pools: [Pool; 3],
}

/// Some neighbouring places of a dimension, the largest of whose numbers is the output; in most cases one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pool {
    pub(super) output: usize,
    pub(super) kernel: usize,
    pub(super) stride: usize,
}

/// A place: where its window begins in the sample, and where its sums go. Those that are pooled go to the same.
#[derive(Clone, Copy, Default)]
pub(super) struct Place {
    pub(super) input: usize,
    pub(super) output: usize,
}

impl Space {
    /// Windows, all of whose places are outputs.
    #[inline(always)]
    #[must_use]
    pub fn new(windows: [Window; 3]) -> Self {
        let [a, b, c] = &windows;
        let each = |window: &Window| Pool { output: window.output, kernel: 1, stride: 1 };
        Self { windows, pools: [each(a), each(b), each(c)] }
    }

    /// Windows whose places are pooled by others: two of them, or four, which lie within the places and don't overlap.
    #[inline(always)]
    #[must_use]
    pub fn pooled(windows: [Window; 3], by: [Window; 3]) -> Self {
        let [a, b, c] = &by;
        let pool = |window: &Window| Pool { output: window.output, kernel: window.kernel, stride: window.stride };
        Self { windows, pools: [pool(a), pool(b), pool(c)] }
    }

    /// How many numbers a sample has.
    #[inline(always)]
    pub(super) fn inputs(&self, channels: usize) -> usize {
        self.windows.iter().fold(channels, |inputs, window| inputs * window.input)
    }

    /// How many numbers it gives.
    #[inline(always)]
    pub(super) fn outputs(&self, filters: usize) -> usize {
        self.pools.iter().fold(filters, |outputs, pool| outputs * pool.output)
    }

    /// How many places are pooled to one output.
    #[inline(always)]
    pub(super) fn group(&self) -> usize {
        self.pools.iter().map(|pool| pool.kernel).product()
    }

    /// How far the windows of neighbouring outputs are apart, on an axis.
    #[inline(always)]
    pub(super) fn stride(&self, axis: usize) -> usize {
        self.pools[axis].stride * self.windows[axis].stride
    }

    /// How many inputs so many outputs see, on an axis.
    #[inline(always)]
    pub(super) fn reach(&self, axis: usize, outputs: usize) -> usize {
        let (window, pool) = (&self.windows[axis], &self.pools[axis]);
        (outputs - 1) * self.stride(axis)
            + (pool.kernel - 1) * window.stride
            + (window.kernel - 1) * window.dilation
            + 1
    }
}

/// The places of a sample, in order.
pub(super) struct Places {
    space: Space,
    channels: usize,
    filters: usize,
    /// How many places of the last dimension are one.
    together: usize,
    next: [usize; 3],
    part: [usize; 3],
}

impl Places {
    #[inline(always)]
    pub(super) fn new(space: &Space, channels: usize, filters: usize, together: usize) -> Self {
        Self { space: *space, channels, filters, together, next: [0; 3], part: [0; 3] }
    }

    /// How many outputs they give.
    #[inline(always)]
    pub(super) fn outputs(&self) -> usize {
        let [a, b, c] = &self.space.pools;
        a.output * b.output * c.output.div_ceil(self.together)
    }

    /// The next one: all those of an output, one after the other.
    #[inline(always)]
    pub(super) fn next(&mut self) -> Place {
        let Space { windows: [a, b, c], pools: [pa, pb, pc] } = &self.space;
        let ([i, j, k], [u, v, w]) = (&mut self.next, &mut self.part);
        // The last ones that are together may have been taken already.
        let last = (*k).min(pc.output - self.together);
        let row = (*i * pa.stride + *u) * a.stride * b.input + (*j * pb.stride + *v) * b.stride;
        let place = Place {
            input: (row * c.input + (last * pc.stride + *w) * c.stride) * self.channels,
            output: ((*i * pb.output + *j) * pc.output + last) * self.filters,
        };
        *w += 1;
        if *w < pc.kernel {
            return place;
        }
        *w = 0;
        *v += 1;
        if *v < pb.kernel {
            return place;
        }
        *v = 0;
        *u += 1;
        if *u < pa.kernel {
            return place;
        }
        *u = 0;
        *k += self.together;
        if *k >= pc.output {
            *k = 0;
            *j += 1;
            if *j == pb.output {
                *j = 0;
                *i += 1;
            }
        }
        place
    }
}
