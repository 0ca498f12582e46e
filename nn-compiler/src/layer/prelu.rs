//! `prelu`: a rectifier whose slopes are parameters.

use super::arguments::Reader;
use super::tensors::{Weights, fans, options};
use super::{Input, Kind, Layout, Lowered, spatial};
use crate::keras::class::{Class, Take};
use crate::model::{GenericArgument, Parameters};
use crate::ops::{Prelu, SharedAxis};
use crate::shape::{Shape, Size};

pub(super) const KIND: Kind = Kind {
    name: "prelu",
    layout: Layout::Elementwise,
    keras: &[Class::new(&["PReLU"], &[("shared_axes", Take::Tuple { ours: "shared_axes" })]).with(|_| vec!["alpha"])],
    foreign: &[],
    usage: "prelu([shared_axes = (1, 2)], [alpha_initializer = ..])",
    example: "prelu(shared_axes = 1)",
    about: "x if x > 0, else alpha x; one alpha for each number of a sample, but for the axes that share it",
    lower,
};

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    let shared = match reader.option("shared_axes") {
        None => Some(Vec::new()),
        Some(argument) => spatial::named_axes(KIND.name, &argument, input, reader),
    };
    let alpha = Weights::drawn(reader, options!("alpha"), "zeros");
    let Some(shared) = shared.filter(|_| input.is_known) else { return Some(Lowered::identity(input.shape.clone())) };
    let size = |axis: usize, size: &Size| if shared.contains(&axis) { Size::Known(1) } else { size.clone() };
    let axes = input.shape.axes();
    let shape: Vec<Size> = axes.iter().enumerate().map(|(axis, of)| size(axis, of)).collect();
    // Neighbours that are alike go as one.
    let mut runs: Vec<SharedAxis> = Vec::new();
    for (axis, size) in axes.iter().enumerate() {
        let is_shared = shared.contains(&axis);
        match runs.last_mut().filter(|last| last.is_shared == is_shared) {
            Some(last) => last.size = last.size.times(size),
            None => runs.push(SharedAxis { size: size.clone(), is_shared }),
        }
    }
    let tensor = alpha.tensor(reader, "alpha", &shape, &[], fans(&shape));
    let arguments = vec![GenericArgument::Tensor(Shape::new(shape))];
    let parameters = Some(Parameters { struct_name: "Prelu", arguments, tensors: vec![tensor] });
    Some(Lowered { parameters, ..Lowered::op(input.shape.clone(), Prelu { axes: runs }) })
}
