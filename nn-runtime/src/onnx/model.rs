//! A finished graph, and its bytes.

use alloc::borrow::{Cow, ToOwned};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use nn_format::Values;

use super::protobuf::Message;
use crate::Scalar;

/// The version of the operators: of 2022. Later ones add little, and fewer tools know them.
const OPERATORS: i64 = 17;
/// The version of the file format that came with these operators.
const FORMAT: i64 = 8;

/// The numbers of ONNX's types.
const FLOAT: i64 = 1;
const INT64: i64 = 7;
const DOUBLE: i64 = 11;

/// A graph whose values all have their names.
pub(super) struct Model<'a, T: Scalar> {
    pub(super) nodes: Vec<Node>,
    pub(super) constants: Vec<Constant<'a, T>>,
    pub(super) input: Info,
    pub(super) output: Info,
    /// What is known of values between them.
    pub(super) values: Vec<Info>,
}

/// An operator at work.
pub(super) struct Node {
    pub(super) name: String,
    pub(super) operator: &'static str,
    pub(super) inputs: Vec<String>,
    pub(super) outputs: Vec<String>,
    pub(super) attributes: Vec<(&'static str, Attribute)>,
    /// What the node does again and again, if that is nodes.
    pub(super) body: Option<Body>,
}

/// A graph within a graph: its nodes, and the names of what goes in and out.
pub(super) struct Body {
    pub(super) nodes: Vec<Node>,
    pub(super) inputs: Vec<String>,
    pub(super) outputs: Vec<String>,
}

/// What an operator is told besides its inputs.
#[derive(Clone)]
pub(crate) enum Attribute {
    Integer(i64),
    Float(f32),
    Text(&'static str),
    Integers(Vec<i64>),
    Texts(Vec<&'static str>),
}

/// A tensor that is part of the file: ONNX's "initializer".
pub(super) struct Constant<'a, T: Scalar> {
    pub(super) name: String,
    pub(super) shape: Vec<usize>,
    pub(super) data: Data<'a, T>,
}

/// A constant's numbers.
pub(crate) enum Data<'a, T: Scalar> {
    Numbers(Cow<'a, [T]>),
    Integers(Vec<i64>),
    /// Where ONNX wants no other type.
    Floats(Vec<f32>),
}

/// What there is to say of a value.
pub(super) struct Info {
    pub(super) name: String,
    /// The sizes of its axes, without the batch.
    pub(super) shape: Vec<usize>,
    pub(super) is_indices: bool,
    /// How many of it a sample is.
    pub(super) rows: usize,
}

impl<T: Scalar> Model<'_, T> {
    /// The file.
    pub(super) fn encode(&self, name: &str, classes: &[&str]) -> Vec<u8> {
        let mut graph = self
            .nodes
            .iter()
            .fold(Message::default().text(2, name), |graph, node| graph.message(1, &node.encode::<T>()));
        graph = graph.message(11, &self.input.encode::<T>()).message(12, &self.output.encode::<T>());
        graph = self.values.iter().fold(graph, |graph, value| graph.message(13, &value.encode::<T>()));
        let constants: Vec<_> = self.constants.iter().map(|constant| (constant, constant.header())).collect();
        let sizes = constants.iter().map(|(constant, header)| {
            let data = Message::field_length(RAW_DATA, constant.data.bytes());
            Message::field_length(CONSTANT, header.len() + data)
        });
        let length = graph.len() + sizes.sum::<usize>();

        let operators = Message::default().text(1, "").integer(2, OPERATORS);
        let mut model = Message::default()
            .integer(1, FORMAT)
            .text(2, "nn")
            .text(3, env!("CARGO_PKG_VERSION"))
            .message(8, &operators);
        if !classes.is_empty() {
            model = model.message(14, &Message::default().text(1, "classes").text(2, &classes.join(",")));
        }
        // The weights are most of the file, so they are written where they stay.
        model.reserve(Message::field_length(7, length));
        model.begin(7, length);
        model.extend(&graph);
        for (constant, header) in constants {
            let bytes = constant.data.bytes();
            model.begin(CONSTANT, header.len() + Message::field_length(RAW_DATA, bytes));
            model.extend(&header);
            model.begin(RAW_DATA, bytes);
            constant.data.write(model.buffer());
        }
        model.into_bytes()
    }
}

/// The fields of the large parts.
const CONSTANT: u64 = 5;
const RAW_DATA: u64 = 9;

impl Node {
    fn encode<T: Scalar>(&self) -> Message {
        let node = self.inputs.iter().fold(Message::default(), |node, input| node.text(1, input));
        let node = self.outputs.iter().fold(node, |node, output| node.text(2, output));
        let node = node.text(3, &self.name).text(4, self.operator);
        let node = self.attributes.iter().fold(node, |node, (name, value)| node.message(5, &value.encode(name)));
        match &self.body {
            None => node,
            Some(body) => {
                let attribute = Message::default().text(1, "body").message(6, &body.encode::<T>(&self.name));
                node.message(5, &attribute.integer(20, 5))
            }
        }
    }
}

impl Body {
    fn encode<T: Scalar>(&self, name: &str) -> Message {
        // What the shapes are follows from what is given.
        let tensor = Message::default().message(1, &Message::default().integer(1, kind::<T>()));
        let value = |name: &String| Message::default().text(1, name).message(2, &tensor);
        let graph = self.nodes.iter().fold(Message::default(), |graph, node| graph.message(1, &node.encode::<T>()));
        let graph = self.inputs.iter().fold(graph.text(2, name), |graph, input| graph.message(11, &value(input)));
        self.outputs.iter().fold(graph, |graph, output| graph.message(12, &value(output)))
    }
}

impl Attribute {
    #[expect(clippy::cast_possible_truncation, reason = "attributes are `f32`, and used where the network is too")]
    pub(crate) fn float<T: Scalar>(number: T) -> Self {
        Self::Float(number.into_f64() as f32)
    }

    fn encode(&self, name: &str) -> Message {
        let attribute = Message::default().text(1, name);
        match self {
            Self::Float(value) => attribute.float(2, *value).integer(20, 1),
            Self::Integer(value) => attribute.integer(3, *value).integer(20, 2),
            Self::Text(text) => attribute.text(4, text).integer(20, 3),
            Self::Integers(values) => attribute.integers(8, values.iter().copied()).integer(20, 7),
            Self::Texts(texts) => {
                texts.iter().fold(attribute, |attribute, text| attribute.text(9, text)).integer(20, 8)
            }
        }
    }
}

impl<T: Scalar> Constant<'_, T> {
    /// All but the numbers.
    fn header(&self) -> Message {
        Message::default()
            .integers(1, self.shape.iter().map(|&size| size as i64))
            .integer(2, self.data.kind())
            .text(8, &self.name)
    }
}

impl<T: Scalar> Data<'_, T> {
    fn kind(&self) -> i64 {
        match self {
            Self::Numbers(_) => kind::<T>(),
            Self::Integers(_) => INT64,
            Self::Floats(_) => FLOAT,
        }
    }

    fn bytes(&self) -> usize {
        match self {
            Self::Numbers(values) => size_of_val(&**values),
            Self::Integers(values) => size_of_val(&**values),
            Self::Floats(values) => size_of_val(&**values),
        }
    }

    fn write(&self, file: &mut Vec<u8>) {
        match self {
            Self::Numbers(values) => T::values(values).write(file),
            Self::Integers(values) => file.extend(values.iter().flat_map(|value| value.to_le_bytes())),
            Self::Floats(values) => Values::F32(values).write(file),
        }
    }
}

/// ONNX's number for the type that the network computes in.
fn kind<T: Scalar>() -> i64 {
    match T::values(&[]) {
        Values::F32(_) => FLOAT,
        Values::F64(_) => DOUBLE,
    }
}

impl Info {
    fn encode<T: Scalar>(&self) -> Message {
        let batch = if self.rows == 1 { "batch".to_owned() } else { format!("batch * {}", self.rows) };
        let batch = Message::default().message(1, &Message::default().text(2, &batch));
        let shape =
            self.shape.iter().fold(batch, |shape, &size| shape.message(1, &Message::default().integer(1, size as i64)));
        let kind = if self.is_indices { INT64 } else { kind::<T>() };
        let tensor = Message::default().integer(1, kind).message(2, &shape);
        Message::default().text(1, &self.name).message(2, &Message::default().message(1, &tensor))
    }
}
