//! How a convolution is computed.

mod sizes;

pub use sizes::{Bands, Convolution};

/// How a convolution is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConvStrategy {
    /// From its windows where they stand.
    Direct,
    /// As a product, since each window is one place.
    Pointwise,
    /// Channel by channel, with vectors along the channels.
    Depthwise,
    /// From the output's side: each place gathers what inputs spread to it.
    Transposed,
}

impl ConvStrategy {
    /// The choice for kernels of `places`, which step by `strides` (each the product over all axes), where `[channels, filters,
    /// groups]` are its sizes; it may be pooled while it is computed.
    ///
    /// ```
    /// use nn_format::ConvStrategy;
    ///
    /// assert_eq!(ConvStrategy::choose(9, 1, [16, 32, 1], false), ConvStrategy::Direct);
    /// assert_eq!(ConvStrategy::choose(1, 1, [16, 32, 1], false), ConvStrategy::Pointwise);
    /// assert_eq!(ConvStrategy::choose(9, 1, [16, 16, 16], false), ConvStrategy::Depthwise);
    /// ```
    #[must_use]
    pub const fn choose(places: usize, strides: usize, sizes: [usize; 3], is_pooled: bool) -> Self {
        let [channels, filters, groups] = sizes;
        if groups == 1 && places == 1 && strides == 1 && !is_pooled {
            Self::Pointwise
        } else if groups > 1 && groups == channels && groups == filters {
            Self::Depthwise
        } else {
            Self::Direct
        }
    }

    /// Its name, in the schedule.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct convolution",
            Self::Pointwise => "shared product",
            Self::Depthwise => "depthwise convolution",
            Self::Transposed => "transposed convolution",
        }
    }

    /// Why it was chosen.
    pub(crate) const fn reason(self) -> &'static str {
        match self {
            Self::Direct => {
                "a kernel shared by all convolutions, compiled once for each instruction set; its tiles of sums, of some \
                 places and filters, stay in registers; where filters would not fill vectors, neighbouring outputs do, or \
                 the samples of a batch"
            }
            Self::Pointwise => {
                "each window is one place, so that the places are rows of a product, by the kernel that large dense layers \
                 share"
            }
            Self::Depthwise => "each channel by itself: vectors go along the channels, and sums stay in registers",
            Self::Transposed => {
                "each place of the output gathers what inputs spread to it, and is written once; vectors go along the channels"
            }
        }
    }
}
