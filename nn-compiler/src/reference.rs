//! An interpreter of networks in `f64`: what they compute, a number at a time, straight from the definitions of their ops.
//!
//! It takes the graph as the layers lower to it, which no pass has seen, and shares nothing with the kernels. So it is what
//! kernels and passes are tested against; it is written to be read, and slow. Every number comes with a bound of what rounding
//! in the network's own number type may make of it.
//!
//! ```
//! use nn_compiler::reference::Reference;
//!
//! let mut reference = Reference::new("hidden: dense(2, input = 3, relu)".parse()?)?;
//! reference.set("hidden.kernel", &[1.0, 2.0, 3.0, 4.0, 5.0, -6.0])?;
//! let outputs = reference.evaluate(&[&[1.0, 1.0, 1.0]])?;
//! assert_eq!(outputs[0].iter().map(|y| y.value).collect::<Vec<_>>(), [9.0, 0.0]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub(crate) mod activation;
mod approximate;
mod operands;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fmt;

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

pub(crate) use self::activation::Formula;
pub use self::approximate::Approximate;
pub(crate) use self::approximate::{Dot, dot, sum};
pub(crate) use self::operands::{Operands, size};
use crate::compile::{Lowered, lower};
use crate::graph::{Element, ValueId};
use crate::model::{self, Dtype, Model};
use crate::shape::Shape;

/// A network that computes in `f64`.
pub struct Reference {
    model: Model,
    parameters: Vec<Parameter>,
    inputs: Vec<Input>,
}

/// A tensor of parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// `hidden.kernel`.
    pub name: String,
    /// Its axes, as Keras has them.
    pub shape: Vec<usize>,
    /// What training does to it.
    pub role: Role,
    /// Its numbers: zeros at first.
    pub values: Vec<f64>,
}

/// What training does to a tensor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It follows its gradient.
    Trainable,
    /// It stays as it is.
    Frozen,
    /// It follows what its layer is given.
    Statistic,
}

/// What a network is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// The axes of a sample.
    pub shape: Vec<usize>,
    /// Whether its numbers are indices, as an embedding takes them.
    pub is_indices: bool,
}

/// The derivatives of one number by all others.
#[derive(Clone, Debug, PartialEq)]
pub struct Gradient {
    /// By each number of each parameter, in their order.
    pub parameters: Vec<Vec<f64>>,
    /// By each number of each input; zeros for indices.
    pub inputs: Vec<Vec<f64>>,
}

/// Why a network can't be interpreted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// What is wrong with its text.
    Network(Vec<String>),
    /// A size or a number that only rustc knows.
    Constant(String),
    /// It has no such parameter, or an op no such attribute.
    Missing(String),
    /// What it was given has so many numbers, and should have so many.
    Length {
        /// What was given.
        of: String,
        /// How many numbers there were.
        found: usize,
        /// How many it takes.
        expected: usize,
    },
    /// An op that remembers what was before, and is a part of no whole sequence.
    Step,
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Network(errors) => f.write_str(&errors.join("\n")),
            Self::Constant(text) => write!(f, "only rustc knows what `{text}` is"),
            Self::Missing(name) => write!(f, "there is no `{name}`"),
            Self::Length { of, found, expected } => write!(f, "{of} has {expected} numbers, but {found} were given"),
            Self::Step => f.write_str("a step of a sequence has no output without what was before"),
        }
    }
}

impl std::error::Error for Error {}

/// What an op makes of a row.
pub(crate) type Interpreted = Result<Vec<Approximate>, Error>;

impl Reference {
    /// The network of that text, as `sequential!` takes it, with parameters that are zeros.
    ///
    /// # Errors
    ///
    /// If the text has errors, or a size or a number in it is no literal.
    pub fn new(network: TokenStream) -> Result<Self, Error> {
        // Where the macro has the path of the runtime.
        let runtime = TokenTree::from(Group::new(Delimiter::Parenthesis, TokenStream::new()));
        let Lowered { model, diagnostics, .. } = lower([runtime].into_iter().chain(network).collect());
        let errors: Vec<String> = diagnostics.finish().into_iter().map(|(_, message)| message.to_string()).collect();
        if !errors.is_empty() {
            return Err(Error::Network(errors));
        }
        if let Some((_, constant)) = model.constants.iter().next() {
            return Err(Error::Constant(crate::text::text(constant)));
        }
        let mut parameters = Vec::new();
        for layer in &model.layers {
            for tensor in layer.tensors() {
                let (shape, role) = (known(&tensor.shape)?, tensor.role.into());
                let values = vec![0.0; shape.iter().product()];
                parameters.push(Parameter { name: format!("{}.{}", layer.name(), tensor.name), shape, role, values });
            }
        }
        let input = |value: &ValueId| {
            let value = &model.graph[*value];
            Ok(Input { shape: known(&value.shape)?, is_indices: value.element == Element::Index })
        };
        let inputs = model.graph.inputs.iter().map(input).collect::<Result<Vec<_>, _>>()?;
        let reference = Self { model, parameters, inputs };
        // An op may have a number that only rustc knows.
        let zeros: Vec<Vec<f64>> = reference.inputs.iter().map(|input| vec![0.0; input.len()]).collect();
        reference.evaluate(&zeros.iter().map(Vec::as_slice).collect::<Vec<_>>())?;
        Ok(reference)
    }

    /// The parameters, in the order in which the network has them.
    #[must_use]
    pub fn parameters(&self) -> &[Parameter] {
        &self.parameters
    }

    /// The inputs.
    #[must_use]
    pub fn inputs(&self) -> &[Input] {
        &self.inputs
    }

    /// The epsilon of the network's number type.
    #[must_use]
    pub fn epsilon(&self) -> f64 {
        match self.model.dtype {
            Dtype::F32 => f32::EPSILON.into(),
            Dtype::F64 => f64::EPSILON,
        }
    }

    /// Gives a parameter its numbers.
    ///
    /// # Errors
    ///
    /// If there is no such parameter, or it has another number of them.
    pub fn set(&mut self, name: &str, values: &[f64]) -> Result<(), Error> {
        let parameter = self.parameters.iter_mut().find(|parameter| parameter.name == name);
        let parameter = parameter.ok_or_else(|| Error::Missing(name.to_owned()))?;
        length(name, values.len(), parameter.values.len())?;
        parameter.values.copy_from_slice(values);
        Ok(())
    }

    /// The outputs of one sample.
    ///
    /// # Errors
    ///
    /// If there are other inputs, or of other lengths.
    pub fn evaluate(&self, inputs: &[&[f64]]) -> Result<Vec<Vec<Approximate>>, Error> {
        self.evaluate_with(&self.parameters, inputs)
    }

    /// Everything that flows through the graph for one sample: the inputs, and then what each node makes.
    ///
    /// # Errors
    ///
    /// If there are other inputs, or of other lengths.
    pub fn values(&self, inputs: &[&[f64]]) -> Result<Vec<Vec<Approximate>>, Error> {
        Ok(self.flow(&self.parameters, inputs)?.into_values().collect())
    }

    /// How a function of the outputs changes with each number of the parameters and inputs, by central differences: about ten
    /// digits, where what is computed has no edges.
    ///
    /// # Errors
    ///
    /// If there are other inputs, or of other lengths.
    pub fn gradient(&self, inputs: &[&[f64]], of: impl Fn(&[Vec<f64>]) -> f64) -> Result<Gradient, Error> {
        let at = |parameters: &[Parameter], inputs: &[Vec<f64>]| -> Result<f64, Error> {
            let inputs: Vec<&[f64]> = inputs.iter().map(Vec::as_slice).collect();
            let outputs = self.evaluate_with(parameters, &inputs)?;
            let plain = |output: &Vec<Approximate>| output.iter().map(|y| y.value).collect();
            Ok(of(&outputs.iter().map(plain).collect::<Vec<_>>()))
        };
        let mut parameters = self.parameters.clone();
        let mut inputs: Vec<Vec<f64>> = inputs.iter().map(|input| input.to_vec()).collect();
        let mut gradient = Gradient {
            parameters: parameters.iter().map(|parameter| vec![0.0; parameter.values.len()]).collect(),
            inputs: inputs.iter().map(|input| vec![0.0; input.len()]).collect(),
        };
        for (index, derivatives) in gradient.parameters.iter_mut().enumerate() {
            for (place, derivative) in derivatives.iter_mut().enumerate() {
                let number = parameters[index].values[place];
                *derivative = difference(number, |moved| {
                    parameters[index].values[place] = moved;
                    at(&parameters, &inputs)
                })?;
                parameters[index].values[place] = number;
            }
        }
        for (index, derivatives) in
            gradient.inputs.iter_mut().enumerate().filter(|(index, _)| !self.inputs[*index].is_indices)
        {
            for (place, derivative) in derivatives.iter_mut().enumerate() {
                let number = inputs[index][place];
                *derivative = difference(number, |moved| {
                    inputs[index][place] = moved;
                    at(&parameters, &inputs)
                })?;
                inputs[index][place] = number;
            }
        }
        Ok(gradient)
    }

    fn evaluate_with(&self, parameters: &[Parameter], inputs: &[&[f64]]) -> Result<Vec<Vec<Approximate>>, Error> {
        let values = self.flow(parameters, inputs)?;
        Ok(self.model.graph.outputs.iter().map(|output| values[output].clone()).collect())
    }

    /// The values of the graph, node after node.
    fn flow(&self, parameters: &[Parameter], inputs: &[&[f64]]) -> Result<Values, Error> {
        let graph = &self.model.graph;
        length("the list of inputs", inputs.len(), self.inputs.len())?;
        let mut values = Values::new();
        for ((value, input), numbers) in graph.inputs.iter().zip(&self.inputs).zip(inputs) {
            length("the input", numbers.len(), input.len())?;
            values.insert(*value, numbers.iter().map(|&number| number.into()).collect());
        }
        for node in graph.nodes() {
            let widths = node.reads.iter().map(|read| size(&graph[*read].shape.last())).collect::<Result<_, _>>()?;
            let reads = Vec::new();
            let epsilon = self.epsilon();
            let mut operands = Operands { model: &self.model, node, parameters, epsilon, reads, widths };
            let rows = size(&graph[node.reads[0]].rows)?;
            let mut made = Vec::new();
            for row in 0..rows {
                let of_row = |read: &ValueId| {
                    let elements = values[read].len() / rows;
                    &values[read][row * elements..][..elements]
                };
                operands.reads = node.reads.iter().map(of_row).collect();
                made.extend(node.op.interpret(&operands)?);
            }
            drop(operands);
            values.insert(node.writes, made);
        }
        Ok(values)
    }
}

/// The numbers of the values that are there.
type Values = BTreeMap<ValueId, Vec<Approximate>>;

impl Input {
    /// How many numbers a sample has.
    fn len(&self) -> usize {
        self.shape.iter().product()
    }
}

impl From<model::Role> for Role {
    fn from(role: model::Role) -> Self {
        match role {
            model::Role::Trainable => Self::Trainable,
            model::Role::Frozen => Self::Frozen,
            model::Role::Statistic => Self::Statistic,
        }
    }
}

/// The axes, if all of them are known.
fn known(shape: &Shape) -> Result<Vec<usize>, Error> {
    shape.axes().iter().map(size).collect()
}

fn length(of: &str, found: usize, expected: usize) -> Result<(), Error> {
    if found == expected { Ok(()) } else { Err(Error::Length { of: of.to_owned(), found, expected }) }
}

/// The derivative at `x`, by the step at which rounding and curvature cost about the same.
fn difference(x: f64, mut at: impl FnMut(f64) -> Result<f64, Error>) -> Result<f64, Error> {
    let step = f64::EPSILON.cbrt() * x.abs().max(1.0);
    let (above, below) = (x + step, x - step);
    Ok((at(above)? - at(below)?) / (above - below))
}
