//! How a network is computed, and why: what the compiler chose.

use core::fmt::{self, Display};

use crate::summary::{code, plain};
use crate::text::{bytes, from_fn};
use crate::{ConvStrategy, Layer, RnnStrategy, Size};

/// The bytes of the widest vectors that the target may have.
pub(crate) const VECTOR_BYTES: usize = if cfg!(any(target_arch = "x86", target_arch = "x86_64")) { 64 } else { 16 };

/// How the product of a dense layer is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DenseStrategy {
    /// In the network's own forward pass: the sizes are constants in its loops.
    Inlined,
    /// In a function of its own, which all layers of this shape and activation call: the sizes are constants in its loops.
    Called,
    /// As the product of two rows, since there is a single output.
    Dot,
    /// By a kernel that is compiled once for each instruction set, and not for each shape.
    Shared,
}

impl DenseStrategy {
    /// A kernel of more bytes than this takes much longer to go through than a call does.
    const MEDIUM: usize = 1024;

    /// A kernel of more bytes than this is not to be loaded for so few samples as a line has.
    const SMALL: usize = 4 * 1024;

    /// A kernel of more bytes than this gains little by constant sizes.
    const LARGE: usize = 32 * 1024;

    /// The choice for a kernel of `inputs` rows of `units` weights, each of `scalar` bytes.
    ///
    /// ```
    /// use nn_format::DenseStrategy;
    ///
    /// assert_eq!(DenseStrategy::choose(16, 16, 4), DenseStrategy::Inlined);
    /// assert_eq!(DenseStrategy::choose(64, 64, 4), DenseStrategy::Called);
    /// assert_eq!(DenseStrategy::choose(64, 1, 4), DenseStrategy::Dot);
    /// assert_eq!(DenseStrategy::choose(784, 128, 4), DenseStrategy::Shared);
    /// ```
    #[must_use]
    pub const fn choose(inputs: usize, units: usize, scalar: usize) -> Self {
        if units == 1 && inputs >= 16 {
            Self::Dot
        } else {
            let bytes = inputs.saturating_mul(units).saturating_mul(scalar);
            if bytes <= Self::MEDIUM {
                Self::Inlined
            } else if bytes <= Self::LARGE {
                Self::Called
            } else {
                Self::Shared
            }
        }
    }

    /// Whether the samples of a batch may lie in lanes for it: whether its weights, each of which is then loaded for each line
    /// of samples, are few.
    ///
    /// ```
    /// use nn_format::DenseStrategy;
    ///
    /// assert!(DenseStrategy::is_small(16, 16, 4));
    /// assert!(!DenseStrategy::is_small(64, 64, 4));
    /// ```
    #[must_use]
    pub const fn is_small(inputs: usize, units: usize, scalar: usize) -> bool {
        inputs.saturating_mul(units).saturating_mul(scalar) <= Self::SMALL
    }

    /// A row of the kernel of more bytes than this is long: those of one panel then lie on few lines of the cache and on many
    /// pages, so that a batch packs them.
    pub const LONG: usize = 1024;

    /// The most bytes of weights that are packed at once: a part of the second cache, where there is one.
    pub const PANEL_BYTES: usize =
        if cfg!(any(target_arch = "x86_64", target_arch = "aarch64")) { 128 * 1024 } else { 4 * 1024 };

    /// The bytes of a row of a panel, where vectors are the widest that the target may have.
    const PANEL_ROW: usize = if VECTOR_BYTES > 16 { 2 * VECTOR_BYTES } else { 4 * VECTOR_BYTES };

    /// How many numbers of workspace the product of so many `rows` and a kernel takes, as in [`choose`](Self::choose): those
    /// of a panel of the kernel.
    ///
    /// ```
    /// use nn_format::DenseStrategy;
    ///
    /// assert_eq!(DenseStrategy::workspace(784, 512, 1, 4), 0);
    /// assert_eq!(DenseStrategy::workspace(784, 64, 64, 4), 0);
    /// assert!(DenseStrategy::workspace(784, 512, 64, 4) > 0);
    /// ```
    #[must_use]
    pub const fn workspace(inputs: usize, units: usize, rows: usize, scalar: usize) -> usize {
        // Of fewer rows none shares a packed row with another.
        if rows < 4 || matches!(Self::choose(inputs, units, scalar), Self::Dot) || units * scalar <= Self::LONG {
            return 0;
        }
        let bytes = inputs.saturating_mul(Self::PANEL_ROW);
        (if bytes < Self::PANEL_BYTES { bytes } else { Self::PANEL_BYTES }) / scalar
    }

    /// Why it was chosen.
    const fn reason(self) -> &'static str {
        match self {
            Self::Inlined => {
                "so few weights that a call would be felt: inlined, its sizes are constants, the sums stay in registers"
            }
            Self::Called => {
                "a function of its own, which all layers of this shape and activation call: its sizes are constants, the \
                 sums stay in registers"
            }
            Self::Dot => "a single output: its weights lie as the inputs do, so whole vectors of both are multiplied",
            Self::Shared => {
                "so many weights that a call is not felt: a kernel shared by all such layers, compiled once for each \
                 instruction set; its tiles of sums stay in registers"
            }
        }
    }
}

/// Which instruction sets a network's forward pass is compiled for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IsaChoice {
    /// The one that the build's target promises.
    Target,
    /// The best that the machine has, but for vectors of 64 bytes.
    Narrow,
    /// The best that the machine has.
    Best,
}

impl IsaChoice {
    /// The choice for a network of so many `operations`, whose longest row of numbers takes `row` bytes.
    ///
    /// ```
    /// use nn_format::IsaChoice;
    ///
    /// assert_eq!(IsaChoice::choose(30, 12), IsaChoice::Target);
    /// assert_eq!(IsaChoice::choose(771, 64), IsaChoice::Narrow);
    /// assert_eq!(IsaChoice::choose(41_216, 256), IsaChoice::Best);
    /// ```
    #[must_use]
    pub const fn choose(operations: usize, row: usize) -> Self {
        if operations < 64 {
            Self::Target
        } else if row <= 64 {
            Self::Narrow
        } else {
            Self::Best
        }
    }

    /// What it means, and why it was chosen.
    const fn reason(self) -> &'static str {
        match self {
            Self::Target => "the build target's: there are fewer operations than choosing at run time would take",
            Self::Narrow => {
                "chosen once per call, up to vectors of 32 bytes: no layer is wider than two of them, and a vector of 64 \
                 would hold a row and little else"
            }
            Self::Best => "the best of the machine, chosen once per call",
        }
    }
}

/// More scratch than this is taken from the heap, where the feature `alloc` is on: 256 KiB, in bytes. Without, a call that
/// would need it does not compile.
pub const STACK_LIMIT: usize = 256 * 1024;

/// How many samples of a batch go through a network together, if each needs so many `numbers` of scratch: as many as keep
/// them in the second cache (where there is one), up to where more would no longer share a load of the weights to any use,
/// and at least as many as a tile of sums has.
///
/// ```
/// assert_eq!(nn_format::block_rows(128), 64);
/// ```
#[must_use]
pub const fn block_rows(numbers: usize) -> usize {
    const NUMBERS: usize =
        if cfg!(any(target_arch = "x86_64", target_arch = "aarch64")) { 64 * 1024 } else { 8 * 1024 };
    let rows = NUMBERS / if numbers == 0 { 1 } else { numbers };
    if rows > 64 {
        64
    } else if rows < 16 {
        8
    } else {
        // Whole vectors of samples.
        rows / 16 * 16
    }
}

/// Whether a network of nothing but small products takes the samples of a batch in lanes: whether it has so many
/// `parameters` that it pays to turn so many `numbers`, those of its input and output.
///
/// ```
/// assert!(nn_format::is_in_lanes(323, 7));
/// assert!(!nn_format::is_in_lanes(17, 17));
/// ```
#[must_use]
pub const fn is_in_lanes(parameters: usize, numbers: usize) -> bool {
    parameters >= numbers.saturating_mul(2)
}

/// The largest of some sizes; 0 if there are none.
///
/// ```
/// assert_eq!(nn_format::largest([3, 7, 5]), 7);
/// ```
#[must_use]
pub const fn largest<const N: usize>(sizes: [usize; N]) -> usize {
    let (mut most, mut i) = (0, 0);
    while i < N {
        most = if sizes[i] > most { sizes[i] } else { most };
        i += 1;
    }
    most
}

/// How many samples lie in lanes, where numbers take `scalar` bytes each: a line of the cache, and the widest vector.
///
/// ```
/// assert_eq!(nn_format::lane_count(4), 16);
/// ```
#[must_use]
pub const fn lane_count(scalar: usize) -> usize {
    64 / scalar
}

/// One step of a forward pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step<'a, D = usize> {
    /// The layer that it computes, by its index in [`Schedule::layers`].
    pub layer: usize,
    /// The batch normalization that is fused into it, by its index in [`Schedule::layers`].
    pub normalized: Option<usize>,
    /// The activation that is fused into it; empty if there is none.
    pub fused: &'a str,
    /// How it is computed.
    pub work: Work<D>,
    /// How many times it is for each sample: the steps of time, where each is taken by itself.
    pub rows: D,
}

/// What a step does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work<D = usize> {
    /// A dense layer's product.
    Product {
        /// How it is computed; nothing while the sizes are not known.
        strategy: Option<DenseStrategy>,
        /// The bytes of its kernel.
        bytes: D,
    },
    /// A convolution's sums over windows.
    Convolution {
        /// How they are computed; nothing while the sizes are not known.
        strategy: Option<ConvStrategy>,
        /// The bytes of its kernel.
        bytes: D,
        /// The layer that pools them, by its index in [`Schedule::layers`], if that is done while they are in registers.
        pool: Option<usize>,
    },
    /// A recurrent layer's steps.
    Recurrent {
        /// How they are computed; nothing while the sizes are not known.
        strategy: Option<RnnStrategy>,
        /// The bytes of its kernels.
        bytes: D,
    },
    /// Changes each number, or each row, where it stands.
    InPlace,
    /// Makes one number of each window, channel by channel.
    Pooled,
    /// Makes one number of four neighbours, channel by channel.
    Interpolated,
    /// Copies numbers to other places, with zeros where there are none.
    Moved,
    /// Makes one tensor of two, in the place of one of them.
    Merged,
}

/// How a network's forward pass is computed, step by step, and why. `Display` prints it as text.
///
/// ```
/// use nn_format::{Layer, DenseStrategy, IsaChoice, Schedule, Step, Work};
///
/// let layers = [Layer { name: "output", kind: "dense", layout: nn_format::Layout::Dense, activation: "softmax", output_shape: &[2], parameters: 8, branches: &[], merge: "" }];
/// let strategy = Some(DenseStrategy::choose(3, 2, 4));
/// let schedule = Schedule {
///     title: "Xor",
///     layers: &layers,
///     steps: &[Step {
///         layer: 0,
///         normalized: None,
///         fused: "softmax",
///         work: Work::Product { strategy, bytes: 24 },
///         rows: 1,
///     }],
///     isa: Some(IsaChoice::Target),
///     scratch_bytes: 0,
///     workspace_bytes: 0,
///     block: 64,
///     in_lanes: false,
/// };
/// assert_eq!(
///     schedule.to_string().lines().nth(1),
///     Some("  output (dense): inlined product, 24.00 B of weights, softmax fused")
/// );
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schedule<'a, D = usize> {
    /// The network's name.
    pub title: &'a str,
    /// The layers, first to last.
    pub layers: &'a [Layer<'a, D>],
    /// The steps, first to last; layers that compute nothing have none.
    pub steps: &'a [Step<'a, D>],
    /// The instruction sets; nothing while the sizes are not known.
    pub isa: Option<IsaChoice>,
    /// The bytes of activations that are kept between the steps, and of the workspace of kernels.
    pub scratch_bytes: D,
    /// How many of them are the workspace.
    pub workspace_bytes: D,
    /// How many samples of a batch go through all steps together.
    pub block: D,
    /// Whether these lie in lanes.
    pub in_lanes: bool,
}

impl<'a, D: Size> Schedule<'a, D> {
    /// `hidden (dense): shared product, 392.00 KB of weights, relu fused`, and why.
    fn step(&self, step: &'a Step<'a, D>) -> (impl Display + 'a, Option<&'static str>) {
        let layers = self.layers;
        let layer = layers.get(step.layer);
        let (work, reason) = match &step.work {
            Work::Product { strategy: Some(strategy), .. } => {
                let name = match strategy {
                    DenseStrategy::Inlined => "inlined product",
                    DenseStrategy::Called => "called product",
                    DenseStrategy::Dot => "dot product",
                    DenseStrategy::Shared => "shared product",
                };
                (name, Some(strategy.reason()))
            }
            Work::Product { strategy: None, .. } => ("product, inlined or shared by its size", None),
            Work::Interpolated => {
                ("interpolated", Some("two rows and two columns give each pixel; vectors go along the channels"))
            }
            Work::Pooled => ("pooled", Some("vectors go along the channels; few channels take the next place's along")),
            Work::Convolution { strategy: Some(strategy), .. } => (strategy.name(), Some(strategy.reason())),
            Work::Convolution { strategy: None, .. } => {
                ("convolution, direct, depthwise or by a product as its sizes have it", None)
            }
            Work::Recurrent { strategy: Some(strategy), .. } => (strategy.name(), Some(strategy.reason())),
            Work::Recurrent { strategy: None, .. } => ("steps, fused or by shared products as their size has it", None),
            Work::Merged => ("merged", Some("written over one of the two tensors, whose vectors are read once")),
            Work::Moved => ("moved", Some("runs of numbers that stay together are copied as one")),
            Work::InPlace => ("in place", Some("each vector of numbers is read and written once")),
        };
        let text = from_fn(move |f| {
            if let Some(layer) = layer {
                write!(f, "{} ({}): ", layer.name, layer.kind)?;
            }
            f.write_str(work)?;
            if let Work::Product { bytes: weights, .. }
            | Work::Convolution { bytes: weights, .. }
            | Work::Recurrent { bytes: weights, .. } = &step.work
                && weights.known().is_some()
            {
                write!(f, ", {} of weights", bytes(weights))?;
            }
            if let Some(normalization) = step.normalized.and_then(|index| layers.get(index)) {
                write!(f, ", {} ({}) fused", normalization.name, normalization.kind)?;
            }
            if !step.fused.is_empty() {
                write!(f, ", {} fused", step.fused)?;
            }
            if let Work::Convolution { pool: Some(pool), .. } = step.work
                && let Some(pool) = layers.get(pool)
            {
                write!(f, ", {} ({}) fused", pool.name, pool.kind)?;
            }
            if step.rows.known() != Some(1) {
                write!(f, ", each of {} steps", step.rows)?;
            }
            Ok(())
        });
        (text, reason)
    }

    /// The lines after the steps.
    fn rest(&self) -> [(&'static str, impl Display + '_); 3] {
        let line = |index: usize| {
            from_fn(move |f| match index {
                0 => {
                    f.write_str(self.isa.map_or("chosen once per call, if the network is not tiny", IsaChoice::reason))
                }
                1 if self.scratch_bytes.known() == Some(0) => {
                    f.write_str("none: each step reads the last one's output")
                }
                1 if self.scratch_bytes.known().is_none() => {
                    f.write_str("slots that tensors share which are not needed at the same time")
                }
                1 => {
                    write!(f, "{}", bytes(&self.scratch_bytes))?;
                    let (all, workspace) = (self.scratch_bytes.known(), self.workspace_bytes.known());
                    match workspace {
                        Some(0) => f.write_str(", in slots that tensors share which are not needed at the same time"),
                        _ if all == workspace => f.write_str(", the workspace of kernels"),
                        _ => {
                            let workspace = bytes(&self.workspace_bytes);
                            write!(
                                f,
                                ": slots that tensors share which are not needed at the same time, and {workspace} of workspace for kernels"
                            )
                        }
                    }
                }
                _ if self.block.known().is_none() => {
                    f.write_str("blocks of 8 to 64 samples go through all steps together")
                }
                _ => {
                    write!(f, "blocks of {} samples go through all steps together, ", self.block)?;
                    f.write_str(if self.in_lanes {
                        "in the lanes of vectors, at the best instruction set of the machine"
                    } else {
                        "in tiles that share their weights"
                    })
                }
            })
        };
        [("instruction set", line(0)), ("scratch", line(1)), ("batches", line(2))]
    }

    /// The same as a Markdown list, for rustdoc.
    #[must_use]
    pub fn markdown(&self) -> impl Display + '_ {
        from_fn(move |f| {
            writeln!(f, "How {} is computed:\n", code(self.title))?;
            for step in self.steps {
                let (text, reason) = self.step(step);
                write!(f, "- {}", plain(text))?;
                match reason {
                    Some(reason) => writeln!(f, " ({})", plain(reason))?,
                    None => writeln!(f)?,
                }
            }
            for (name, text) in self.rest() {
                writeln!(f, "- {name}: {}", plain(text))?;
            }
            Ok(())
        })
    }
}

impl<D: Size> Display for Schedule<'_, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Schedule: \"{}\"", self.title)?;
        for step in self.steps {
            let (text, reason) = self.step(step);
            write!(f, "\n  {text}")?;
            if let Some(reason) = reason {
                write!(f, "\n    {reason}")?;
            }
        }
        for (name, text) in self.rest() {
            write!(f, "\n  {name}: {text}")?;
        }
        Ok(())
    }
}
