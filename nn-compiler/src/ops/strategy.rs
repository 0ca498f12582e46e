//! How an op is computed: chosen once, for the documentation, for `schedule()`, and for the type that its kernel is compiled
//! for.

use nn_format::{ConvStrategy, DenseStrategy, RnnStrategy};
use proc_macro2::TokenStream;

use super::{Activation, Epilogue};
use crate::graph::LayerId;
use crate::shape::Size;

/// What was chosen.
pub(crate) struct Strategy<S> {
    /// Nothing while the sizes are not known: then rustc chooses.
    pub(crate) known: Option<S>,
    /// The expression by which it does, after the strategy's own path.
    pub(crate) choose: TokenStream,
}

/// What the schedule tells of an op.
pub(crate) struct Schedule<'a> {
    pub(crate) work: Work,
    /// The activation that is fused into it; empty if there is none.
    pub(crate) fused: &'a str,
    /// The layer whose batch normalization is fused into it.
    pub(crate) normalized: Option<LayerId>,
}

impl<'a> Schedule<'a> {
    pub(crate) fn of(work: Work) -> Self {
        Self { work, fused: "", normalized: None }
    }

    /// With an activation in the same pass.
    pub(crate) fn activated(work: Work, activation: &'a Activation) -> Self {
        Self { fused: &activation.text, ..Self::of(work) }
    }

    /// With all of this in the same pass.
    pub(crate) fn with(work: Work, epilogue: &'a Epilogue) -> Self {
        let normalized = epilogue.normalization.as_ref().map(|(_, layer)| *layer);
        Self { normalized, ..Self::activated(work, &epilogue.activation) }
    }
}

/// What an op does, and how.
pub(crate) enum Work {
    /// A product, whose kernel has so many bytes.
    Product {
        strategy: Strategy<DenseStrategy>,
        inputs: Size,
        units: Size,
        bytes: Size,
    },
    /// Sums over windows, whose kernel has so many bytes, and which a layer may pool while they are computed.
    Convolution {
        strategy: Strategy<ConvStrategy>,
        bytes: Size,
        pool: Option<LayerId>,
    },
    /// The steps of a sequence, whose kernels have so many bytes.
    Recurrent {
        strategy: Strategy<RnnStrategy>,
        bytes: Size,
    },
    InPlace,
    Pooled,
    Interpolated,
    Moved,
    Merged,
}

impl Work {
    /// As the documentation shows it.
    pub(crate) fn shown(&self) -> nn_format::Work<Size> {
        match self {
            Self::Product { strategy, bytes, .. } => {
                nn_format::Work::Product { strategy: strategy.known, bytes: bytes.clone() }
            }
            Self::Convolution { strategy, bytes, pool } => {
                nn_format::Work::Convolution { strategy: strategy.known, bytes: bytes.clone(), pool: *pool }
            }
            Self::Recurrent { strategy, bytes } => {
                nn_format::Work::Recurrent { strategy: strategy.known, bytes: bytes.clone() }
            }
            Self::InPlace => nn_format::Work::InPlace,
            Self::Pooled => nn_format::Work::Pooled,
            Self::Interpolated => nn_format::Work::Interpolated,
            Self::Moved => nn_format::Work::Moved,
            Self::Merged => nn_format::Work::Merged,
        }
    }

    /// As an expression of the same.
    pub(crate) fn tokens(&self) -> TokenStream {
        match self {
            Self::Product { strategy: Strategy { choose, .. }, bytes, .. } => mixed! {
                __nn::Work::Product { strategy: ::core::option::Option::Some(__nn::DenseStrategy::#choose), bytes: #bytes }
            },
            Self::Convolution { strategy: Strategy { choose, .. }, bytes, pool } => {
                let pool = option(pool.map(|layer| mixed!(#layer)));
                mixed! {
                    __nn::Work::Convolution {
                        strategy: ::core::option::Option::Some(__nn::ConvStrategy::#choose), bytes: #bytes, pool: #pool,
                    }
                }
            }
            Self::Recurrent { strategy: Strategy { choose, .. }, bytes } => mixed! {
                __nn::Work::Recurrent { strategy: ::core::option::Option::Some(__nn::RnnStrategy::#choose), bytes: #bytes }
            },
            Self::InPlace => mixed!(__nn::Work::InPlace),
            Self::Pooled => mixed!(__nn::Work::Pooled),
            Self::Interpolated => mixed!(__nn::Work::Interpolated),
            Self::Moved => mixed!(__nn::Work::Moved),
            Self::Merged => mixed!(__nn::Work::Merged),
        }
    }
}

/// What may not be there, as an expression.
pub(crate) fn option(value: Option<TokenStream>) -> TokenStream {
    match value {
        Some(value) => mixed!(::core::option::Option::Some(#value)),
        None => mixed!(::core::option::Option::None),
    }
}
