//! How a recurrent layer is computed.

/// How the steps of a recurrent layer are computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RnnStrategy {
    /// In a function of the layer's own, with constant sizes: the sums of all gates stay in registers.
    Fused,
    /// By the products that all large layers share; the sums are stored in between.
    Stored,
}

/// For how many steps at once the input's part of a recurrent layer's sums is computed.
pub const STEPS_AT_ONCE: usize = 8;

impl RnnStrategy {
    /// Of more bytes of weights than this, so many come from the second cache that a call is not felt.
    const LARGE: usize = 96 * 1024;

    /// The choice for a layer of `gates` gates, each of so many units, whose numbers are of `scalar` bytes.
    ///
    /// ```
    /// use nn_format::RnnStrategy;
    ///
    /// assert_eq!(RnnStrategy::choose(1, 32, 4, 4), RnnStrategy::Fused);
    /// assert_eq!(RnnStrategy::choose(64, 256, 4, 4), RnnStrategy::Stored);
    /// ```
    #[must_use]
    pub const fn choose(features: usize, units: usize, gates: usize, scalar: usize) -> Self {
        let weights = features.saturating_add(units).saturating_mul(units).saturating_mul(gates);
        if weights.saturating_mul(scalar) <= Self::LARGE { Self::Fused } else { Self::Stored }
    }

    /// Its name, in the schedule.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Fused => "fused steps",
            Self::Stored => "shared products",
        }
    }

    /// Why it was chosen.
    pub(crate) const fn reason(self) -> &'static str {
        match self {
            Self::Fused => {
                "the weights stay near the processor: each step is one pass over them, with the sums of all gates in \
                 registers; rows of a batch share shared products"
            }
            Self::Stored => {
                "so many weights that a call is not felt: the kernels that large dense layers share, once for each step, \
                 and for several steps at once where the input is multiplied"
            }
        }
    }
}
