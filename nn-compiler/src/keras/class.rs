//! What a kind of layer is in Keras: its class there, with its options, their defaults, and its variables.
//!
//! This is data, which stands with each kind. What reads files and what compares them with text interprets it.
#![cfg_attr(not(any(test, feature = "keras")), allow(dead_code, reason = "who reads Keras's files asks for it"))]

/// A class of Keras's, or several of the same options.
pub(crate) struct Class {
    /// Their names: the first is the one that is meant where one is needed.
    pub(crate) names: &'static [&'static str],
    /// The options by Keras's names, in the order in which they are written here.
    pub(crate) options: &'static [(&'static str, Take)],
    /// The variables; nothing if such layers have none.
    pub(crate) variables: Option<Variables>,
    /// The layers that are among the options, in order.
    pub(crate) wraps: &'static [Wrapped],
    pub(crate) rank: Rank,
    /// Whether all options matter in training alone.
    pub(crate) only_trains: bool,
}

impl Class {
    /// A class of this name, whose layers have no variables and as many axes as they are given.
    pub(crate) const fn new(names: &'static [&'static str], options: &'static [(&'static str, Take)]) -> Self {
        Self { names, options, variables: None, wraps: &[], rank: Rank::Same, only_trains: false }
    }

    /// The same with these variables, whichever of the options are on.
    pub(crate) const fn with(self, names: fn(&dyn Given) -> Vec<&'static str>) -> Self {
        Self { variables: Some(Variables { names, ..Variables::NONE }), ..self }
    }

    /// The same with another rank.
    pub(crate) const fn of_rank(self, rank: Rank) -> Self {
        Self { rank, ..self }
    }
}

/// The variables of a class.
#[derive(Clone, Copy)]
pub(crate) struct Variables {
    /// Their names in Keras's order.
    pub(crate) names: fn(&dyn Given) -> Vec<&'static str>,
    /// Whether they belong to a layer's cell.
    pub(crate) in_cell: bool,
    /// The names of now, each with another that Keras 2 had.
    pub(crate) former: &'static [(&'static str, &'static str)],
    /// How many gates a recurrent layer has, whose weights may be those of CuDNN's layers.
    pub(crate) gates: Option<usize>,
    /// The kernels that slide over space, which Theano has the other way around.
    pub(crate) over_space: &'static [&'static str],
}

impl Variables {
    pub(crate) const NONE: Self =
        Self { names: |_| Vec::new(), in_cell: false, former: &[], gates: None, over_space: &[] };
}

/// The options of a layer, as far as variables hang on them.
pub(crate) trait Given {
    /// Whether an option is on; `default` if it is not there.
    fn is_on(&self, option: &str, default: bool) -> bool;

    /// Whether an option has a value.
    fn is_set(&self, option: &str) -> bool;
}

/// These, and `bias` if there is one.
pub(crate) fn with_bias(given: &dyn Given, names: &[&'static str]) -> Vec<&'static str> {
    let bias = given.is_on("use_bias", true).then_some("bias");
    names.iter().copied().chain(bias).collect()
}

/// `gamma` and `beta`, as far as they are there.
pub(crate) fn scale_and_center(given: &dyn Given) -> Vec<&'static str> {
    let names = [("scale", "gamma"), ("center", "beta")];
    names.into_iter().filter(|(option, _)| given.is_on(option, true)).map(|(_, name)| name).collect()
}

/// A layer that is an option of another.
pub(crate) struct Wrapped {
    pub(crate) key: &'static str,
    /// The group of its weights in that of the outer layer.
    pub(crate) group: &'static str,
    /// What stands in front of its name, where two are named alike.
    pub(crate) prefix: &'static str,
    /// If it may be left out, the option in which it then differs from the layer before it.
    pub(crate) mirrors: Option<&'static str>,
}

/// How many axes a layer takes and makes, apart from that of the batch.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Rank {
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
    /// What the wrapped layer makes of each entry of the first axis.
    Each,
    /// What the wrapped layers make.
    Wrapped,
}

/// What becomes of one of Keras's options.
pub(crate) enum Take {
    /// A size that must be there, and comes without a name: `units`.
    Size,
    /// Sizes that come without a name; one, where all are the same. Left out where they have the default.
    FirstSizes { count: usize, default: Option<usize> },
    /// The same under our name for them.
    Sizes { ours: &'static str, count: usize, default: Option<usize> },
    /// Strides, whose default is the size of the window, which is the option of that name.
    Strides { count: usize, window: &'static str },
    /// What is added or taken away at both ends of each axis.
    Edges { count: usize, default: usize },
    /// Integers that come without a name, all of them: the shape of `reshape`.
    Integers,
    /// Integers under our name for them, as a tuple.
    Tuple { ours: &'static str },
    /// A number that must be there, and comes without a name.
    Number,
    /// A number or a list of numbers without a name.
    Numbers,
    /// A list of numbers without a name, always as an array.
    Array,
    /// A number under Keras's name, or a list of them, left out where it has the default.
    NamedNumber { default: f64 },
    /// The same, where Keras 2 calls it otherwise: no name is missed if the other is there.
    Renamed { ours: &'static str, default: f64 },
    /// Numbers under Keras's name, which are a variable of this name if they are not among the options. They stand in the
    /// text, and not among the weights.
    Statistic,
    /// What a call takes besides the tensor: one number, or a list of them, on one side of it.
    Operand(Arithmetic),
    /// `true` or `false` under Keras's name.
    Flag { default: bool },
    /// The same, where files of Keras 2 that have no such option mean another default.
    FlagSince { default: bool, before: bool },
    /// Where the channels are. Before a layer for which they are first they are put last, and back after it.
    DataFormat,
    /// A word under Keras's name.
    Word { default: &'static str },
    /// One of these words under Keras's name, of which the first is the default; Keras's `None` is none of them.
    Choice(&'static [&'static str]),
    /// An integer under Keras's name.
    Integer { default: i64 },
    /// The axis along which a layer works, or several.
    Axis,
    /// The axis along which a layer works, or none. Another than the last is put last before it, and back after it.
    TurnedAxis,
    /// An activation, which comes without a name.
    Activation { default: &'static str },
    /// An activation under Keras's name.
    NamedActivation { default: &'static str },
    /// Only `false` is computed.
    MustBeFalse,
    /// Only 1 is computed.
    MustBeOne,
    /// Only this word is computed.
    MustBe(&'static str),
    /// A number under Keras's name that matters in training alone.
    Trains { default: f64 },
    /// Of no effect on what is computed.
    Nothing,
}

/// What nn-keras calls the arguments of a call.
pub(crate) const OPERANDS: &str = "operands";

/// What is done with a tensor and a number.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Arithmetic {
    Add,
    Subtract,
    Multiply,
    Divide,
}

pub(crate) const USE_BIAS: (&str, Take) = ("use_bias", Take::Flag { default: true });
pub(crate) const ACTIVATION: (&str, Take) = ("activation", Take::Activation { default: "linear" });
pub(crate) const DATA_FORMAT: (&str, Take) = ("data_format", Take::DataFormat);
pub(crate) const PADDING: (&str, Take) = ("padding", Take::Word { default: "valid" });
pub(crate) const EPSILON: (&str, Take) = ("epsilon", Take::NamedNumber { default: 1e-3 });
pub(crate) const CENTER: (&str, Take) = ("center", Take::Flag { default: true });
pub(crate) const SCALE: (&str, Take) = ("scale", Take::Flag { default: true });
pub(crate) const AXIS: (&str, Take) = ("axis", Take::Axis);
