//! Where windows begin and sums go: the places of a convolution, in the order of what they are pooled to.

use nn_format::Space;

/// A place: where its window begins in the sample, and where its sums go. Those that are pooled go to the same.
#[derive(Clone, Copy, Default)]
pub(super) struct Position {
    pub(super) input: usize,
    pub(super) output: usize,
}

/// The places of a sample, in order.
pub(super) struct Positions<'a> {
    space: &'a Space,
    channels: usize,
    filters: usize,
    /// How many places of the last dimension are one.
    together: usize,
    next: [usize; 3],
    part: [usize; 3],
}

impl<'a> Positions<'a> {
    #[inline(always)]
    pub(super) fn new(space: &'a Space, channels: usize, filters: usize, together: usize) -> Self {
        Self { space, channels, filters, together, next: [0; 3], part: [0; 3] }
    }

    /// How many outputs they give.
    #[inline(always)]
    pub(super) fn outputs(&self) -> usize {
        let [a, b, c] = &self.space.pools;
        a.output * b.output * c.output.div_ceil(self.together)
    }

    /// The next one: all those of an output, one after the other.
    #[inline(always)]
    pub(super) fn next(&mut self) -> Position {
        let Space { windows: [a, b, c], pools: [pa, pb, pc] } = self.space;
        let ([i, j, k], [u, v, w]) = (&mut self.next, &mut self.part);
        // The last ones that are together may have been taken already.
        let last = (*k).min(pc.output - self.together);
        let row = (*i * pa.stride + *u) * a.stride * b.input + (*j * pb.stride + *v) * b.stride;
        let place = Position {
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
