//! The network as the compiler sees it: its graph, the layers that its nodes belong to, their parameters, spans. No syntax.
//!
//! Kinds of layers lower to this; weights, plan and emission read it. Nothing here names a kind but as a text to show.

use std::ops::Range;

use nn_format::Layout;
use proc_macro2::{Ident, Literal, TokenStream};
use quote::ToTokens;

use crate::constants::Constants;
use crate::diag::Extent;
use crate::function::Function;
use crate::graph::{Element, Graph, LayerId, Node, Value};
use crate::ops::Op;
use crate::shape::{Shape, Size};

/// A checked network.
pub(crate) struct Model {
    pub(crate) form: Form,
    pub(crate) dtype: Dtype,
    /// Seeds the initial weights of the expression form.
    pub(crate) seed: u64,
    /// The names of the outputs, if they were given.
    pub(crate) classes: Vec<Ident>,
    /// The file that the layers came from, if they did.
    pub(crate) origin: Option<Origin>,
    /// The file of trained weights, if one was given.
    pub(crate) weights: Option<FilePath>,
    pub(crate) graph: Graph,
    /// Whether the text says what the input's shape is: after an error it may be a guess, and then only a stub is emitted.
    pub(crate) input_is_known: bool,
    /// Likewise for the last layer's output.
    pub(crate) output_is_known: bool,
    pub(crate) layers: Vec<Layer>,
    /// The names of all layers, those with errors in them too, which may be missing from `layers`.
    pub(crate) names: Vec<Ident>,
    /// The sizes that only rustc knows.
    pub(crate) constants: Constants,
    /// What only rustc can check, since it takes the value of a constant.
    pub(crate) checks: Vec<Check>,
}

impl Model {
    pub(crate) fn new(form: Form) -> Self {
        let mut graph = Graph::default();
        let (shape, rows) = (Shape::vector(Size::Known(1)), Size::Known(1));
        let input = graph.input(Value { shape, rows, element: Element::Float });
        graph.outputs.push(input);
        Self {
            form,
            dtype: Dtype::F32,
            seed: 0,
            classes: Vec::new(),
            origin: None,
            weights: None,
            graph,
            input_is_known: false,
            output_is_known: false,
            layers: Vec::new(),
            names: Vec::new(),
            constants: Constants::default(),
            checks: Vec::new(),
        }
    }

    /// The sign of what makes one tensor of a layer's branches'; none if it has one branch at most.
    pub(crate) fn merge(&self, layer: LayerId) -> &'static str {
        match self.nodes_of(layer).map(|node| &node.op).next() {
            Some(Op::Elementwise(elementwise)) => elementwise.how.sign(),
            Some(Op::Concat(_)) => "join",
            _ => "",
        }
    }

    /// Gives the layers to `to` as the rules of nn-format know them.
    pub(crate) fn described<R>(&self, to: impl FnOnce(&[nn_format::Layer<'_, Size>]) -> R) -> R {
        let merges: Vec<&str> = (0..self.layers.len()).map(|layer| self.merge(layer)).collect();
        let names: Vec<String> = self.layers.iter().map(Layer::name).collect();
        let branches = |layer: &Layer| layer.branches.iter().map(|branch| branch.layers.len()).collect();
        let branches: Vec<Vec<usize>> = self.layers.iter().map(branches).collect();
        let layers = self.layers.iter().zip(&names).zip(&branches).zip(merges);
        let layers = layers.map(|(((layer, name), branches), merge)| nn_format::Layer {
            name: name.as_str(),
            kind: layer.kind,
            layout: layer.layout,
            activation: &layer.activation,
            output_shape: layer.output.axes(),
            parameters: layer.parameter_count(),
            branches: branches.as_slice(),
            merge,
        });
        to(&layers.collect::<Vec<_>>())
    }

    pub(crate) fn input(&self) -> &Shape {
        &self.graph[self.graph.inputs[0]].shape
    }

    pub(crate) fn output(&self) -> &Shape {
        &self.graph[self.graph.outputs[0]].shape
    }

    /// Notes the network's input.
    pub(crate) fn declare(&mut self, input: Shape) {
        let value = self.graph.inputs[0];
        self.graph[value].shape = input;
        self.input_is_known = true;
    }

    /// Whether the input is indices, as an embedding takes them, and not numbers of the network's own type.
    pub(crate) fn takes_indices(&self) -> bool {
        self.graph[self.graph.inputs[0]].element == Element::Index
    }

    /// How many numbers the parameters are.
    pub(crate) fn parameters(&self) -> Size {
        self.layers.iter().fold(Size::Known(0), |sum, layer| sum.plus(&layer.parameter_count()))
    }

    /// The bytes of all parameters.
    pub(crate) fn weight_bytes(&self) -> Size {
        self.parameters().times(&Size::Known(self.dtype.bytes()))
    }

    /// The nodes of a layer, without those of the layers that it is made of.
    pub(crate) fn nodes_of(&self, layer: LayerId) -> impl Iterator<Item = &Node> {
        self.graph.nodes().iter().filter(move |node| node.layer == layer)
    }

    /// The outermost layer, around this one, of whose branches some begin with the last step and others don't.
    pub(crate) fn both_ways(&self, inner: LayerId) -> Option<LayerId> {
        let goes_back = |branch: &Branch| {
            let is_reverse = |node: &Node| matches!(&node.op, Op::Recurrent(recurrent) if recurrent.reverse);
            self.graph.nodes().iter().any(|node| branch.layers.contains(&node.layer) && is_reverse(node))
        };
        let goes_both_ways = |layer: &LayerId| {
            let branches = &self.layers[*layer].branches;
            branches.iter().any(|branch| branch.layers.contains(&inner))
                && branches.iter().any(goes_back)
                && !branches.iter().all(goes_back)
        };
        (inner..self.layers.len()).rev().find(goes_both_ways)
    }
}

/// Where the network goes.
pub(crate) enum Form {
    Expression,
    Named { attributes: Vec<TokenStream>, visibility: TokenStream, name: Ident },
}

/// The number type that a network computes in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Dtype {
    F32,
    F64,
}

impl Dtype {
    pub(crate) const ALL: [Self; 2] = [Self::F32, Self::F64];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::F32 => "f32",
            Self::F64 => "f64",
        }
    }

    pub(crate) fn bytes(self) -> usize {
        match self {
            Self::F32 => 4,
            Self::F64 => 8,
        }
    }
}

/// A file that has a network's layers.
pub(crate) struct Origin {
    /// For rustc to watch.
    pub(crate) file: String,
    /// The layers as text, each on a line.
    pub(crate) text: String,
}

/// The path of a file, as written.
#[derive(Clone)]
pub(crate) struct FilePath {
    pub(crate) path: String,
    pub(crate) literal: proc_macro2::Span,
}

/// One layer, lowered.
pub(crate) struct Layer {
    pub(crate) name: Ident,
    /// The user's documentation of it.
    pub(crate) docs: Vec<TokenStream>,
    pub(crate) kind: &'static str,
    /// What it takes the axes of its input for.
    pub(crate) layout: Layout,
    /// The layer's text, to quote in messages.
    pub(crate) text: String,
    pub(crate) extent: Extent,
    pub(crate) output: Shape,
    /// What the layer does to its numbers, to show in the summary: `relu`, or nothing.
    pub(crate) activation: String,
    pub(crate) parameters: Option<Parameters>,
    /// Whether it does anything to its numbers.
    #[cfg_attr(not(any(test, feature = "keras")), expect(dead_code, reason = "files are compared with what computes"))]
    pub(crate) computes: bool,
    /// What the layer is made of, if it is made of layers; they stand right before it. What flows through them is the graph's
    /// business: this is for names and pictures.
    pub(crate) branches: Vec<Branch>,
}

/// Layers of which a layer is made, in a row.
#[derive(Clone)]
pub(crate) struct Branch {
    /// Their indices; none where the branch passes its input on.
    pub(crate) layers: Range<usize>,
}

impl Layer {
    /// The layer's name, as its tensors' names start.
    pub(crate) fn name(&self) -> String {
        let name = self.name.to_string();
        name.strip_prefix("r#").map(str::to_owned).unwrap_or(name)
    }

    pub(crate) fn tensors_mut(&mut self) -> &mut [Tensor] {
        self.parameters.as_mut().map_or(&mut [], |parameters| &mut parameters.tensors)
    }

    pub(crate) fn tensors(&self) -> &[Tensor] {
        self.parameters.as_ref().map_or(&[], |parameters| &parameters.tensors)
    }

    pub(crate) fn parameter_count(&self) -> Size {
        self.tensors().iter().fold(Size::Known(0), |sum, tensor| sum.plus(&tensor.shape.elements()))
    }
}

/// The parameters of one layer, and the runtime's type that holds them.
pub(crate) struct Parameters {
    /// The struct of nn-runtime, whose fields are named as `tensors`: `Dense`.
    pub(crate) struct_name: &'static str,
    /// The struct's generic arguments after the scalar.
    pub(crate) arguments: Vec<GenericArgument>,
    pub(crate) tensors: Vec<Tensor>,
}

/// A generic argument of a parameter struct.
pub(crate) enum GenericArgument {
    Size(Size),
    /// The type of a vector that is there, where one after it isn't.
    Vector(Size),
    /// The type of a tensor.
    Tensor(Shape),
    /// The type of nn-runtime for a tensor that is not there, as `NoBias`, and its place among the arguments of `new`.
    Absent {
        name: &'static str,
        at: usize,
    },
}

/// One tensor of parameters.
pub(crate) struct Tensor {
    pub(crate) name: &'static str,
    pub(crate) shape: Shape,
    pub(crate) initial: Initial,
    /// Whether the struct has the last axis in parts, one for each gate.
    pub(crate) in_gates: bool,
    pub(crate) role: Role,
    pub(crate) regularizer: Option<Function>,
    pub(crate) constraint: Option<Function>,
}

/// What training does to a tensor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// It follows its gradient.
    Trainable,
    /// It stays as it is.
    Frozen,
    /// It follows what its layer is given.
    Statistic,
}

/// What a tensor holds before training.
pub(crate) enum Initial {
    Drawn {
        initializer: Initializer,
        fan_in: Size,
        fan_out: Size,
        /// Some numbers that are one nevertheless: from which on, and how many.
        ones: Option<(Size, Size)>,
    },
    /// Written in the network's text.
    Given { value: TokenStream, extent: Extent },
}

/// An initialiser of nn-runtime with its arguments.
#[derive(Clone, Debug)]
pub(crate) struct Initializer {
    /// The variant's name in nn-runtime: `GlorotUniform`.
    pub(crate) variant: &'static str,
    pub(crate) arguments: Vec<(&'static str, Number)>,
}

/// A number that an op is made with.
#[derive(Clone, Debug)]
pub(crate) enum Number {
    Literal {
        value: f64,
        literal: Literal,
    },
    Infinity,
    /// An expression of the network's number type.
    Constant(TokenStream),
    /// An expression that is an array of such numbers.
    List(TokenStream),
}

impl Number {
    pub(crate) fn new(value: f64) -> Self {
        if value == f64::INFINITY {
            return Self::Infinity;
        }
        Self::Literal { value, literal: Literal::f64_unsuffixed(value.abs()) }
    }
}

/// As it was written.
impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Literal { value, .. } => value.fmt(f),
            Self::Infinity => f.write_str("inf"),
            Self::Constant(constant) => f.write_str(&crate::text::text(constant)),
            Self::List(list) => f.write_str(&crate::text::text(list)),
        }
    }
}

impl ToTokens for Number {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Literal { value, literal } => {
                if value.is_sign_negative() {
                    proc_macro2::Punct::new('-', proc_macro2::Spacing::Alone).to_tokens(tokens);
                }
                literal.to_tokens(tokens);
            }
            Self::Infinity => quote::quote!(__T::INFINITY).to_tokens(tokens),
            // A constant of the type that it must have: rustc then complains of the user's word, and of nothing else.
            Self::Constant(constant) => quote::quote!({ const __NUMBER: __T = #constant; __NUMBER }).to_tokens(tokens),
            Self::List(list) => quote::quote!({ const __LIST: &[__T] = &#list; __LIST }).to_tokens(tokens),
        }
    }
}

/// A check for rustc: if `condition`, a constant expression, is false, `message` is printed with the caret on `extent`.
pub(crate) struct Check {
    pub(crate) extent: Extent,
    pub(crate) condition: TokenStream,
    pub(crate) message: String,
}
