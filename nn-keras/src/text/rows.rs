//! Which of our words each class of Keras's is, and what becomes of its options.

use super::options::{self, Arguments, Take};
use crate::{Error, Layer};

/// A class of Keras's.
#[derive(Clone, Copy)]
pub(super) struct Row {
    pub(super) class: &'static str,
    /// Our word for it.
    pub(super) word: &'static str,
    /// Its options by Keras's names, in the order in which they are written here.
    pub(super) options: &'static [(&'static str, Take)],
    /// What is written besides.
    pub(super) written: Option<Written>,
    /// Whether its weights are numbers in the text.
    pub(super) numbers_in_text: bool,
    /// Whether all its options matter in training alone.
    pub(super) only_trains: bool,
    pub(super) rank: Rank,
}

/// Writes arguments of a layer that is given a tensor of so many axes.
type Written = fn(&Layer, usize, &mut Arguments) -> Result<(), Error>;

/// How many axes a layer takes and makes, apart from that of the batch.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Rank {
    /// As many as it is given.
    Same,
    /// As many, and takes a vector at a time.
    Vector,
    /// This many.
    Is(usize),
    /// One for each entry of the target shape.
    Target,
    /// One more: a vector in place of each number.
    OneMore,
    /// Without the axis of the steps, unless they are returned.
    Steps,
    /// The channels alone, unless the other axes are kept.
    Channels,
}

impl Rank {
    pub(super) fn after(self, before: usize, layer: &Layer) -> Result<usize, Error> {
        let is_on = |key| layer.config.peek_boolean(key, false);
        Ok(match self {
            Self::Same | Self::Vector => before,
            Self::Is(rank) => rank,
            Self::Target => layer.config.require("target_shape")?.integers()?.len(),
            Self::OneMore => before + 1,
            Self::Steps => {
                if is_on("return_sequences")? {
                    2
                } else {
                    1
                }
            }
            Self::Channels => {
                if is_on("keepdims")? {
                    before
                } else {
                    1
                }
            }
        })
    }
}

const fn row(class: &'static str, word: &'static str, options: &'static [(&'static str, Take)]) -> Row {
    Row { class, word, options, written: None, numbers_in_text: false, only_trains: false, rank: Rank::Same }
}

const fn makes(rank: Rank, row: Row) -> Row {
    Row { rank, ..row }
}

const USE_BIAS: (&str, Take) = ("use_bias", Take::Flag { default: true });
const ACTIVATION: (&str, Take) = ("activation", Take::Activation { default: "linear" });
const LAST: (&str, Take) = ("data_format", Take::MustBe("channels_last"));
const PADDING: (&str, Take) = ("padding", Take::Word { default: "valid" });
const RATE: (&str, Take) = ("rate", Take::Number);
const NOISE_SHAPE: (&str, Take) = ("noise_shape", Take::Nothing);
const EPSILON: (&str, Take) = ("epsilon", Take::NamedNumber { default: 1e-3 });
const CENTER: (&str, Take) = ("center", Take::Flag { default: true });
const SCALE: (&str, Take) = ("scale", Take::Flag { default: true });
const AXIS: (&str, Take) = ("axis", Take::Axis);

const fn kernel(count: usize) -> (&'static str, Take) {
    ("kernel_size", Take::Sizes { ours: "kernel", count, default: None })
}

const fn strides(count: usize) -> (&'static str, Take) {
    ("strides", Take::Sizes { ours: "strides", count, default: Some(1) })
}

const fn dilation(count: usize) -> (&'static str, Take) {
    ("dilation_rate", Take::Sizes { ours: "dilation", count, default: Some(1) })
}

/// What Keras 2 has of all convolutions.
const ONE_GROUP: (&str, Take) = ("groups", Take::MustBeOne);

const fn multiplier() -> (&'static str, Take) {
    ("depth_multiplier", Take::Integer { default: 1 })
}

/// Convolutions of `N` axes of space; each of these is the options of one class.
struct Space<const N: usize>;

impl<const N: usize> Space<N> {
    const CONV: &'static [(&'static str, Take)] = &[
        ("filters", Take::Size),
        kernel(N),
        strides(N),
        PADDING,
        dilation(N),
        ("groups", Take::Integer { default: 1 }),
        LAST,
        USE_BIAS,
        ACTIVATION,
    ];
    const DEPTHWISE: &'static [(&'static str, Take)] =
        &[kernel(N), strides(N), PADDING, dilation(N), multiplier(), ONE_GROUP, LAST, USE_BIAS, ACTIVATION];
    const SEPARABLE: &'static [(&'static str, Take)] = &[
        ("filters", Take::Size),
        kernel(N),
        strides(N),
        PADDING,
        dilation(N),
        multiplier(),
        ONE_GROUP,
        LAST,
        USE_BIAS,
        ACTIVATION,
    ];
    const TRANSPOSE: &'static [(&'static str, Take)] = &[
        ("filters", Take::Size),
        kernel(N),
        strides(N),
        PADDING,
        ("output_padding", Take::Sizes { ours: "output_padding", count: N, default: None }),
        dilation(N),
        ONE_GROUP,
        LAST,
        USE_BIAS,
        ACTIVATION,
    ];
    const POOL: &'static [(&'static str, Take)] = &[
        ("pool_size", Take::FirstSizes { count: N, default: Some(2) }),
        ("strides", Take::Strides { count: N, window: "pool_size" }),
        PADDING,
        LAST,
    ];
    const PADDING: &'static [(&'static str, Take)] = &[("padding", Take::Edges { count: N, default: 1 }), LAST];
    const SIZE: &'static [(&'static str, Take)] = &[
        ("size", Take::FirstSizes { count: N, default: Some(2) }),
        ("interpolation", Take::Word { default: "nearest" }),
        LAST,
    ];
}

const CROPPING_1D: &[(&str, Take)] = &[("cropping", Take::Edges { count: 1, default: 1 }), LAST];
const CROPPING_2D: &[(&str, Take)] = &[("cropping", Take::Edges { count: 2, default: 0 }), LAST];
const CROPPING_3D: &[(&str, Take)] = &[("cropping", Take::Edges { count: 3, default: 1 }), LAST];
const GLOBAL: &[(&str, Take)] = &[("keepdims", Take::Flag { default: false }), LAST];
const DROPOUT: &[(&str, Take)] = &[RATE, NOISE_SHAPE, LAST];

/// A recurrent layer: what comes first, and the options that all have.
macro_rules! recurrent {
    ($($option:expr),* $(,)?) => {
        &[
            ("units", Take::Size),
            ("activation", Take::Activation { default: "tanh" }),
            $($option,)*
            USE_BIAS,
            ("return_sequences", Take::Flag { default: false }),
            ("go_backwards", Take::Flag { default: false }),
            ("return_state", Take::MustBeFalse),
            // A state that stays from one batch to the next.
            ("stateful", Take::MustBeFalse),
            ("time_major", Take::MustBeFalse),
            ("unroll", Take::Nothing),
            ("implementation", Take::Nothing),
            ("use_cudnn", Take::Nothing),
            // Without a mask, which no layer before it makes.
            ("zero_output_for_mask", Take::Nothing),
            ("dropout", Take::Nothing),
            ("recurrent_dropout", Take::Nothing),
        ]
    };
}

const RECURRENT_ACTIVATION: (&str, Take) = ("recurrent_activation", Take::NamedActivation { default: "sigmoid" });

/// Every class that can be written; those that wrap others are the business of `wrappers`.
const ROWS: &[Row] = &[
    makes(
        Rank::Vector,
        row(
            "Dense",
            "dense",
            &[("units", Take::Size), USE_BIAS, ACTIVATION, ("lora_rank", Take::Nothing), ("lora_alpha", Take::Nothing)],
        ),
    ),
    row("Activation", "activation", &[("activation", Take::Activation { default: "" })]),
    row("Identity", "linear", &[]),
    row(
        "ReLU",
        "relu",
        &[
            ("max_value", Take::NamedNumber { default: f64::INFINITY }),
            ("negative_slope", Take::NamedNumber { default: 0.0 }),
            ("threshold", Take::NamedNumber { default: 0.0 }),
        ],
    ),
    row(
        "LeakyReLU",
        "leaky_relu",
        &[
            ("negative_slope", Take::NamedNumber { default: 0.3 }),
            ("alpha", Take::Renamed { ours: "negative_slope", default: 0.3 }),
        ],
    ),
    row("ELU", "elu", &[("alpha", Take::NamedNumber { default: 1.0 })]),
    row("Softmax", "softmax", &[AXIS]),
    row("PReLU", "prelu", &[("shared_axes", Take::Tuple { ours: "shared_axes" })]),
    row("Dropout", "dropout", DROPOUT),
    row("GaussianNoise", "gaussian_noise", &[("stddev", Take::Number)]),
    row("GaussianDropout", "gaussian_dropout", DROPOUT),
    row("AlphaDropout", "alpha_dropout", DROPOUT),
    row("SpatialDropout1D", "spatial_dropout1d", DROPOUT),
    row("SpatialDropout2D", "spatial_dropout2d", DROPOUT),
    row("SpatialDropout3D", "spatial_dropout3d", DROPOUT),
    row("ActivityRegularization", "activity_regularization", &[("l1", Take::Nothing), ("l2", Take::Nothing)]),
    makes(Rank::Is(1), row("Flatten", "flatten", &[LAST])),
    makes(Rank::Target, row("Reshape", "reshape", &[("target_shape", Take::Integers)])),
    row("Permute", "permute", &[("dims", Take::Integers)]),
    makes(Rank::Is(2), row("RepeatVector", "repeat_vector", &[("n", Take::Size)])),
    row("ZeroPadding1D", "zero_padding1d", Space::<1>::PADDING),
    row("ZeroPadding2D", "zero_padding2d", Space::<2>::PADDING),
    row("ZeroPadding3D", "zero_padding3d", Space::<3>::PADDING),
    row("Cropping1D", "cropping1d", CROPPING_1D),
    row("Cropping2D", "cropping2d", CROPPING_2D),
    row("Cropping3D", "cropping3d", CROPPING_3D),
    row("UpSampling1D", "up_sampling1d", Space::<1>::SIZE),
    row("UpSampling2D", "up_sampling2d", Space::<2>::SIZE),
    row("UpSampling3D", "up_sampling3d", Space::<3>::SIZE),
    row("Rescaling", "rescaling", &[("scale", Take::Numbers), ("offset", Take::NamedNumber { default: 0.0 })]),
    Row {
        written: Some(options::statistics),
        numbers_in_text: true,
        ..row("Normalization", "normalization", &[("invert", Take::MustBeFalse)])
    },
    row(
        "Discretization",
        "discretization",
        &[
            ("bin_boundaries", Take::Array),
            ("num_bins", Take::Nothing),
            ("epsilon", Take::Nothing),
            ("output_mode", Take::MustBe("int")),
            ("sparse", Take::MustBeFalse),
        ],
    ),
    row(
        "BatchNormalization",
        "batch_normalization",
        &[
            AXIS,
            EPSILON,
            CENTER,
            SCALE,
            ("momentum", Take::Nothing),
            ("synchronized", Take::Nothing),
            ("renorm", Take::MustBeFalse),
            ("renorm_clipping", Take::Nothing),
            ("renorm_momentum", Take::Nothing),
            ("fused", Take::Nothing),
            ("virtual_batch_size", Take::Nothing),
        ],
    ),
    row(
        "LayerNormalization",
        "layer_normalization",
        &[AXIS, EPSILON, CENTER, SCALE, ("rms_scaling", Take::MustBeFalse)],
    ),
    row(
        "GroupNormalization",
        "group_normalization",
        &[("groups", Take::Integer { default: 32 }), AXIS, EPSILON, CENTER, SCALE],
    ),
    row("RMSNormalization", "rms_normalization", &[AXIS, ("epsilon", Take::NamedNumber { default: 1e-6 })]),
    row("UnitNormalization", "unit_normalization", &[AXIS]),
    row("Conv1D", "conv1d", Space::<1>::CONV),
    row("Conv2D", "conv2d", Space::<2>::CONV),
    row("Conv3D", "conv3d", Space::<3>::CONV),
    row("DepthwiseConv1D", "depthwise_conv1d", Space::<1>::DEPTHWISE),
    row("DepthwiseConv2D", "depthwise_conv2d", Space::<2>::DEPTHWISE),
    row("SeparableConv1D", "separable_conv1d", Space::<1>::SEPARABLE),
    row("SeparableConv2D", "separable_conv2d", Space::<2>::SEPARABLE),
    row("Conv1DTranspose", "conv1d_transpose", Space::<1>::TRANSPOSE),
    row("Conv2DTranspose", "conv2d_transpose", Space::<2>::TRANSPOSE),
    row("Conv3DTranspose", "conv3d_transpose", Space::<3>::TRANSPOSE),
    row("MaxPooling1D", "max_pool1d", Space::<1>::POOL),
    row("MaxPooling2D", "max_pool2d", Space::<2>::POOL),
    row("MaxPooling3D", "max_pool3d", Space::<3>::POOL),
    row("AveragePooling1D", "avg_pool1d", Space::<1>::POOL),
    row("AveragePooling2D", "avg_pool2d", Space::<2>::POOL),
    row("AveragePooling3D", "avg_pool3d", Space::<3>::POOL),
    makes(Rank::Channels, row("GlobalMaxPooling1D", "global_max_pool1d", GLOBAL)),
    makes(Rank::Channels, row("GlobalMaxPooling2D", "global_max_pool2d", GLOBAL)),
    makes(Rank::Channels, row("GlobalMaxPooling3D", "global_max_pool3d", GLOBAL)),
    makes(Rank::Channels, row("GlobalAveragePooling1D", "global_avg_pool1d", GLOBAL)),
    makes(Rank::Channels, row("GlobalAveragePooling2D", "global_avg_pool2d", GLOBAL)),
    makes(Rank::Channels, row("GlobalAveragePooling3D", "global_avg_pool3d", GLOBAL)),
    makes(
        Rank::OneMore,
        row(
            "Embedding",
            "embedding",
            &[
                ("input_dim", Take::Size),
                ("output_dim", Take::Size),
                // The layers after it would leave out the steps of index 0.
                ("mask_zero", Take::MustBeFalse),
                ("input_length", Take::Nothing),
                ("sparse", Take::Nothing),
                ("lora_rank", Take::Nothing),
                ("lora_alpha", Take::Nothing),
            ],
        ),
    ),
    makes(Rank::Steps, row("SimpleRNN", "simple_rnn", recurrent!())),
    makes(Rank::Steps, row("LSTM", "lstm", recurrent!(RECURRENT_ACTIVATION, ("unit_forget_bias", Take::Nothing)))),
    makes(
        Rank::Steps,
        row("GRU", "gru", recurrent!(RECURRENT_ACTIVATION, ("reset_after", Take::Flag { default: true }),)),
    ),
];

/// Classes that change what a network is trained on, and give it as it is otherwise.
const AUGMENTATIONS: &[&str] = &[
    "AugMix",
    "CutMix",
    "MixUp",
    "RandAugment",
    "RandomBrightness",
    "RandomColorDegeneration",
    "RandomColorJitter",
    "RandomContrast",
    "RandomElasticTransform",
    "RandomErasing",
    "RandomFlip",
    "RandomGaussianBlur",
    "RandomGrayscale",
    "RandomHue",
    "RandomInvert",
    "RandomPerspective",
    "RandomPosterization",
    "RandomRotation",
    "RandomSaturation",
    "RandomSharpness",
    "RandomShear",
    "RandomTranslation",
    "RandomZoom",
];

/// All of those.
const AUGMENTATION: Row = Row { only_trains: true, ..row("Identity", "identity", &[]) };

/// All that are written in a way of their own.
pub(super) fn rows() -> &'static [Row] {
    ROWS
}

impl Row {
    pub(super) fn find(class: &str) -> Option<&'static Self> {
        if AUGMENTATIONS.contains(&class) {
            return Some(&AUGMENTATION);
        }
        ROWS.iter().find(|row| row.class == class)
    }
}
