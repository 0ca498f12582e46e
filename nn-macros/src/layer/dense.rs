//! `dense`: every output is a weighted sum of all inputs.

use quote::quote;

use super::arguments::Reader;
use super::{Input, Kind, Lowered};
use crate::diag::catalogue;
use crate::model::{HolderArgument, Initial, Op, Parameters, Tensor};
use crate::shape::{Shape, Size};

/// More weights than this in one layer are a typing error: they would fill sixteen gigabytes.
const MOST_WEIGHTS: usize = u32::MAX as usize;

pub(super) const KIND: Kind = Kind {
    name: "dense",
    foreign: &[("PyTorch", "Linear"), ("PyTorch", "LazyLinear")],
    usage: "dense(units, [activation], [use_bias = false], [kernel_initializer = ..], [bias_initializer = ..], [kernel = [[..]]], [bias = [..]])",
    about: "activation(x * kernel + bias), on a vector",
    lower,
};

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    let units = reader.size("units", "the number of units");
    let activation = reader.activation();
    let has_bias = reader.flag("use_bias", true);
    let kernel_initializer = reader.initializer("kernel_initializer", "glorot_uniform");
    let bias_initializer = reader.initializer("bias_initializer", "zeros");
    let kernel = reader.option("kernel");
    let bias = reader.option("bias");
    let inputs = input.vector("dense", reader);
    let units = units?;
    let output = Shape::vector(units.clone());
    let Some(inputs) = inputs else { return Some(Lowered::identity(output)) };

    let mut checks = Vec::new();
    if units.known().is_none() {
        checks.push((quote!(#units > 0), catalogue::zero("dense", "units").to_string()));
    }
    let weights = inputs.times(&units);
    if weights.known().is_some_and(|weights| weights > MOST_WEIGHTS) {
        reader.error(reader.extent(), catalogue::too_many_weights(&inputs, &units));
    }
    let given = |reader: &mut Reader<'_>, argument: Option<crate::syntax::Argument>, name: &'static str, shape: &[Size]| {
        let argument = argument?;
        let extent = argument.value_extent();
        if !input.is_known && name == "kernel" {
            return None;
        }
        reader.array(&argument, name, shape).map(|value| Initial::Given { value, extent })
    };
    let kernel_shape = [inputs.clone(), units.clone()];
    let drawn = |initializer| Initial::Drawn { initializer, fan_in: inputs.clone(), fan_out: units.clone() };
    let mut tensors = vec![Tensor {
        name: "kernel",
        initial: given(reader, kernel, "kernel", &kernel_shape).unwrap_or_else(|| drawn(kernel_initializer)),
        shape: Shape::new(kernel_shape.to_vec()),
    }];
    let mut arguments = vec![HolderArgument::Size(inputs.clone()), HolderArgument::Size(units.clone())];
    if has_bias {
        // Keras draws a bias with the bias's own size for both fans.
        let drawn = Initial::Drawn { initializer: bias_initializer, fan_in: units.clone(), fan_out: units.clone() };
        tensors.push(Tensor {
            name: "bias",
            initial: given(reader, bias, "bias", std::slice::from_ref(&units)).unwrap_or(drawn),
            shape: output.clone(),
        });
    } else {
        if let Some(bias) = bias {
            reader.error(bias.extent, catalogue::bias_without_bias());
        }
        arguments.push(HolderArgument::Type("NoBias"));
    }
    Some(Lowered {
        activation: activation.text.clone(),
        parameters: Some(Parameters { holder: "Dense", arguments, tensors }),
        ops: vec![Op::Dense { inputs, units, activation }],
        output,
        checks,
    })
}
