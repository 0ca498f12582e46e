//! The declared input: `input = 64`, `input = (8, 8)`, and what other frameworks write for it.

use super::{Positional, Reader, is_valid, shape_of};
use crate::diag::catalogue;
use crate::shape::{Shape, Size};
use crate::syntax::{Argument, Value};

/// More numbers than this in one tensor are a typing error: they would fill sixteen gigabytes.
pub(in crate::layer) const MOST_NUMBERS: usize = u32::MAX as usize;

/// Other frameworks' words for the input, and whether the batch is part of what they say.
const FOREIGN: [(&str, &str, bool); 6] = [
    ("Keras", "input_shape", false),
    ("Keras", "input_dim", false),
    ("Keras", "shape", false),
    ("Keras", "batch_input_shape", true),
    ("Keras", "batch_shape", true),
    ("PyTorch", "in_features", false),
];

/// What a layer says of its input.
pub(in crate::layer) enum Declared {
    Not,
    /// Something that can't be read, which was reported.
    Invalid,
    As(Shape, Argument),
}

impl Declared {
    fn new(shape: Option<Shape>, argument: Argument) -> Self {
        shape.map_or(Self::Invalid, |shape| Self::As(shape, argument))
    }
}

impl Reader<'_> {
    /// Takes the declared input, if there is one. Other frameworks' words for it are reported and understood.
    pub(in crate::layer) fn input(&mut self) -> Declared {
        if let Some(argument) = self.take_named("input") {
            let shape = Some(&argument).filter(|argument| is_valid(argument));
            let shape = shape.and_then(|argument| self.read_shape(argument));
            return Declared::new(shape, argument);
        }
        // Beside Keras's `output_dim`, `input_dim` is a vocabulary's size.
        let has_output_dim = self.rest.iter().any(|other| other.name.as_ref().is_some_and(|name| name == "output_dim"));
        let foreign = FOREIGN
            .into_iter()
            .filter(|(_, word, _)| !(has_output_dim && *word == "input_dim"))
            .find_map(|(framework, word, has_batch)| Some((framework, has_batch, self.take_named(word)?)));
        let Some((framework, has_batch, argument)) = foreign else { return Declared::Not };
        let axes = sizes(&argument, has_batch);
        let ours = match axes.as_slice() {
            [one] => one.text(),
            axes => format!("({})", axes.iter().map(Argument::text).collect::<Vec<_>>().join(", ")),
        };
        self.error(argument.extent, catalogue::foreign_input(framework, &argument, &ours));
        Declared::new(self.read_axes(&axes), argument)
    }

    /// The shape in the parentheses of Keras's `Input`.
    pub(in crate::layer) fn keras_shape(&mut self, position: &Positional) -> Option<Shape> {
        let unnamed = self.next();
        let argument = unnamed.or_else(|| {
            FOREIGN.into_iter().find_map(|(_, word, has_batch)| {
                let argument = self.take_named(word)?;
                let axes = sizes(&argument, has_batch);
                Some(Argument { value: Value::Tuple(axes), ..argument })
            })
        })?;
        self.positions.push((position.name, Some(argument.text())));
        let axes = shape_of(argument);
        if axes.is_empty() { None } else { self.read_axes(&axes) }
    }

    /// `64`, `(8, 8)`.
    fn read_shape(&mut self, argument: &Argument) -> Option<Shape> {
        let axes = match &argument.value {
            Value::Tuple(axes) => axes.as_slice(),
            Value::Array(axes) => {
                self.error(argument.value_extent(), catalogue::shape_in_brackets(axes));
                axes.as_slice()
            }
            _ => std::slice::from_ref(argument),
        };
        if axes.is_empty() {
            self.error(argument.value_extent(), catalogue::no_input());
            return None;
        }
        let shape = self.read_axes(axes)?;
        let elements = shape.axes().iter().try_fold(1, |product: usize, axis| match axis {
            Size::Known(axis) => product.checked_mul(*axis),
            Size::Constant(_) => Some(product),
        });
        if elements.is_none_or(|elements| elements > MOST_NUMBERS) {
            self.error(argument.value_extent(), catalogue::tensor_too_large(&shape, MOST_NUMBERS));
            return None;
        }
        Some(shape)
    }

    fn read_axes(&mut self, axes: &[Argument]) -> Option<Shape> {
        let mut sizes = Vec::new();
        for axis in axes {
            let size = self.read_size(axis, "a size")?;
            if size.known() == Some(0) {
                let message = if axes.len() == 1 { catalogue::no_input() } else { catalogue::zero_axis() };
                self.error(axis.value_extent(), message);
                return None;
            }
            sizes.push(size);
        }
        Some(Shape::new(sizes))
    }
}

/// The sizes of `(None, 2)`, without the batch; `2` is one size.
fn sizes(argument: &Argument, has_batch: bool) -> Vec<Argument> {
    match &argument.value {
        Value::Tuple(axes) | Value::Array(axes) => axes.iter().skip(usize::from(has_batch)).cloned().collect(),
        _ => vec![Argument { name: None, ..argument.clone() }],
    }
}
