//! What a kernel of convolutions does where filters would not fill vectors, and how much room that takes.

use super::ConvStrategy;
use crate::DenseStrategy;
use crate::schedule::VECTOR_BYTES;
use crate::space::Space;

/// The sizes of a convolution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Convolution {
    /// Where its windows are.
    pub space: Space,
    /// The channels of the input, the last axis.
    pub channels: usize,
    /// The channels of the output.
    pub filters: usize,
    /// How many groups both are in: a filter sees its own group's channels.
    pub groups: usize,
}

/// The outermost axis of a convolution whose lanes are samples or neighbouring outputs: as many outputs of it are taken at
/// once as there is room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bands {
    /// The axis.
    pub axis: usize,
    /// How many numbers of the input, and of the output, stand at each place of the axis.
    pub numbers: [usize; 2],
    /// How many outputs a band has.
    pub outputs: usize,
}

/// The most numbers that a window may show, where lanes are not filters.
const TAPS: usize = 1024;

/// The most numbers of a workspace for one sample.
const ONE: usize = if cfg!(any(target_arch = "x86_64", target_arch = "aarch64")) { 4096 } else { 512 };

/// The most weights, and the most sums, of places that are taken together.
const WEIGHTS: usize = if cfg!(any(target_arch = "x86_64", target_arch = "aarch64")) { 2048 } else { 448 };
const SUMS: usize = 64;

impl Convolution {
    /// How a network's convolution is computed.
    #[must_use]
    pub const fn choose(&self) -> ConvStrategy {
        let Self { space, channels, filters, groups } = *self;
        let [a, b, c] = &space.windows;
        let strides = a.stride * b.stride * c.stride;
        ConvStrategy::choose(space.places(), strides, [channels, filters, groups], space.group() > 1)
    }

    /// How many numbers of workspace its kernel takes for so many `samples`, with the widest vectors that the target may
    /// have. A number is of `scalar` bytes.
    ///
    /// ```
    /// use nn_format::{Convolution, Space, Window};
    ///
    /// let window = Window { input: 28, output: 26, kernel: 3, stride: 1, dilation: 1, before: 0 };
    /// let space = Space::new([Window::NONE, window, window]);
    /// let many = Convolution { space, channels: 1, filters: 64, groups: 1 };
    /// let few = Convolution { filters: 2, ..many };
    /// assert_eq!(many.workspace(1, 4), 0);
    /// assert!(few.workspace(1, 4) > 0 && few.workspace(1, 4) <= 4096 + 9);
    /// assert!(few.workspace(64, 4) <= 32 * 1024 + 9);
    /// ```
    #[must_use]
    pub const fn workspace(&self, samples: usize, scalar: usize) -> usize {
        match self.choose() {
            ConvStrategy::Pointwise => {
                DenseStrategy::workspace(self.channels, self.filters, samples * self.space.outputs(1), scalar)
            }
            ConvStrategy::Depthwise | ConvStrategy::Transposed => 0,
            ConvStrategy::Direct => {
                let (mut most, mut lanes) = (0, VECTOR_BYTES / scalar);
                while lanes * scalar >= 16 {
                    let one = self.of_one(lanes);
                    most = if one > most { one } else { most };
                    if samples > 1
                        && let Some(bands) = self.samples_bands(lanes, lanes, DenseStrategy::PANEL_BYTES / scalar)
                    {
                        let all = self.lines(bands, bands.outputs) * lanes + self.taps();
                        most = if all > most { all } else { most };
                    }
                    lanes /= 2;
                }
                most
            }
        }
    }

    /// The workspace for samples by themselves.
    const fn of_one(&self, lanes: usize) -> usize {
        if let Some(bands) = self.places_bands(lanes) {
            self.lane().lines(bands, bands.outputs) * lanes + self.taps()
        } else {
            match self.together(lanes) {
                1 => 0,
                together => self.weights_together(together) + together * self.filters,
            }
        }
    }

    /// How to take samples, a lane each, if so many take less time than one by one, and have room among so many numbers:
    /// those whose filters fill vectors take as much.
    #[inline(always)]
    #[must_use]
    pub const fn samples_bands(&self, lanes: usize, count: usize, room: usize) -> Option<Bands> {
        let pays = count >= lanes - lanes / 4 && self.groups == 1 && self.filters < 2 * lanes;
        if pays { self.bands(room / lanes) } else { None }
    }

    /// How to take the outputs of one sample along its last axis, a lane each, if that takes less time than filters do, and
    /// there is room for them.
    #[inline(always)]
    #[must_use]
    pub const fn places_bands(&self, lanes: usize) -> Option<Bands> {
        let (count, filters) = (self.space.pools[2].output, self.filters);
        let pays = count.div_ceil(lanes) * filters < filters.div_ceil(lanes) * count && self.groups == 1;
        if pays { self.lane().bands(ONE / lanes) } else { None }
    }

    /// How many numbers a window shows: where they are is a table of as many, where lanes are not filters.
    #[inline(always)]
    #[must_use]
    pub const fn taps(&self) -> usize {
        self.space.places() * self.channels
    }

    /// What the lane of an output sees.
    #[inline(always)]
    #[must_use]
    pub const fn lane(&self) -> Self {
        let mut lane = *self;
        lane.space.windows[2].input = self.space.receptive_extent(2, 1);
        lane.space.pools[2].output = 1;
        lane
    }

    /// As large bands as there is room for among so many lines, if there is any.
    #[inline(always)]
    const fn bands(&self, lines: usize) -> Option<Bands> {
        let Self { space, channels, filters, .. } = self;
        if self.taps() > TAPS {
            return None;
        }
        let axis = if space.windows[0].input > 1 {
            0
        } else if space.windows[1].input > 1 {
            1
        } else {
            2
        };
        let all = space.pools[axis].output;
        let numbers = [space.inputs(*channels) / space.windows[axis].input, space.outputs(*filters) / all];
        let bands = Bands { axis, numbers, outputs: 1 };
        let Some(more) = lines.checked_sub(self.lines(bands, 1)) else { return None };
        let each = space.stride(axis) * numbers[0] + numbers[1];
        let outputs = 1 + more / if each == 0 { 1 } else { each };
        Some(Bands { outputs: if outputs < all { outputs } else { all }, ..bands })
    }

    /// How many lines so many outputs of the axis are, with what they see.
    #[inline(always)]
    const fn lines(&self, Bands { axis, numbers: [from, to], .. }: Bands, outputs: usize) -> usize {
        self.space.receptive_extent(axis, outputs) * from + outputs * to
    }

    /// How many places of the last dimension to take together, so that there are the fewest multiplications of vectors.
    #[inline(always)]
    #[must_use]
    pub const fn together(&self, lanes: usize) -> usize {
        let Self { space, filters, groups, .. } = self;
        let [a, b, last] = &space.windows;
        let places = a.output * b.output * last.output;
        if space.group() > 1 || *groups > 1 || last.dilation > 1 || *filters >= 2 * lanes || places < 32 {
            return 1;
        }
        let (mut best, mut least) = (1, 0);
        let mut together = 1;
        while together <= 16 && together <= last.output {
            let sums = together * *filters;
            if together > 1 && (sums > SUMS || self.weights_together(together) > WEIGHTS) {
                break;
            }
            // Multiplications for each place, as a fraction.
            let work = self.width(together) * sums.div_ceil(lanes);
            if least == 0 || work * best < least * together {
                (best, least) = (together, work);
            }
            together += 1;
        }
        best
    }

    /// How many places of the last dimension the windows of so many neighbours show.
    #[inline(always)]
    #[must_use]
    pub const fn width(&self, together: usize) -> usize {
        let window = &self.space.windows[2];
        window.kernel + (together - 1) * window.stride
    }

    /// How many weights so many places have that are taken together.
    #[inline(always)]
    #[must_use]
    pub const fn weights_together(&self, together: usize) -> usize {
        let [a, b, _] = &self.space.windows;
        a.kernel * b.kernel * self.width(together) * self.channels * together * self.filters
    }
}
