//! `(x - mean) * factor * gamma + beta`, by a statistic of the numbers themselves.

use proc_macro2::TokenStream;

use super::{Activation, Attributes, Call, Cost, Operation, Scaling, Schedule, Site, Storage, Work, Workspace};
use crate::graph::{Element, Node, Value};
use crate::model::Number;
use crate::passes::step::{Step, Stepped, Why};
#[cfg(feature = "reference")]
use crate::reference::{Approximate, Interpreted, Operands, size, sum};
use crate::shape::{Comparison, Size};

/// Along rows of `channels` numbers, where the statistic is taken of each `sample` numbers, or of each of the `groups` that
/// their channels are in.
#[derive(Clone)]
pub(crate) struct Normalize {
    pub(crate) channels: Size,
    pub(crate) sample: Size,
    pub(crate) groups: Size,
    pub(crate) statistic: Statistic,
    pub(crate) epsilon: Number,
    pub(crate) scaling: Scaling,
    /// What comes after it in the same pass.
    pub(crate) activation: Activation,
}

/// What a normalisation measures; each is a struct of nn-runtime.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Statistic {
    MeanVariance,
    Rms,
    L2Norm,
}

impl Normalize {
    fn statistic(&self) -> TokenStream {
        let epsilon = &self.epsilon;
        match self.statistic {
            Statistic::MeanVariance => mixed!(__nn::ops::MeanVariance(#epsilon)),
            Statistic::Rms => mixed!(__nn::ops::Rms(#epsilon)),
            Statistic::L2Norm => mixed!(__nn::ops::L2Norm(#epsilon)),
        }
    }
}

impl Operation for Normalize {
    fn attributes(&self) -> Attributes {
        Attributes::new()
            .with("statistic", format!("{:?}", self.statistic))
            .with("groups", &self.groups)
            .with("epsilon", &self.epsilon)
    }

    fn output(&self, reads: &[&Value]) -> Value {
        reads[0].like(reads[0].shape.clone())
    }

    fn element(&self) -> Element {
        Element::Float
    }

    fn trains(&self) -> bool {
        false
    }

    fn cost(&self, site: &Site<'_>) -> Cost {
        let flops = match self.statistic {
            Statistic::MeanVariance => 8,
            Statistic::Rms | Statistic::L2Norm => 4,
        };
        Cost::of_each(flops, site.elements())
    }

    fn storage(&self) -> Storage {
        Storage::InPlace
    }

    fn row_workspace(&self, _: &Site<'_>) -> Option<Size> {
        None
    }

    fn workspace(&self, _: &Site<'_>, _: &Size) -> Vec<Workspace> {
        // What is measured of each group, for each of its channels.
        let numbers = Size::Known(3).times(&self.channels);
        let is_grouped = self.groups.known() != Some(1);
        is_grouped.then(|| Workspace { tokens: mixed!(#numbers), known: numbers.known() }).into_iter().collect()
    }

    fn schedule(&self, _: &Site<'_>) -> Option<Schedule<'_>> {
        Some(Schedule::activated(Work::InPlace, &self.activation))
    }

    fn fuse(&mut self, next: &Node, _: &Value) -> bool {
        self.activation.fuse(next, &self.channels)
    }

    fn step(&self, step: &mut Step<'_>) -> Result<Stepped, Why> {
        let is_of_a_step = self.sample.compare(&self.channels) == Comparison::Equal
            && self.channels.compare(&step.sequence().last()) == Comparison::Equal;
        if is_of_a_step { Ok(step.each(self.clone())) } else { Err(Why::AllSteps) }
    }

    fn forward(&self, call: &Call<'_>) -> TokenStream {
        let Self { channels, sample, groups, .. } = self;
        let ([gamma, beta], channels) = (self.scaling.tokens(call, call.node.layer), channels.argument());
        let (statistic, activation) = (self.statistic(), self.activation.tokens());
        let workspace = call.workspace();
        call.in_place(|values| {
            mixed! {
                __nn::ops::normalize::<__T, _, _, #channels>(
                    simd, #values, #statistic, #sample, #groups, (#gamma, #beta), #activation, #workspace,
                );
            }
        })
    }

    fn onnx(&self, _: &Site<'_>) -> TokenStream {
        let (Self { sample, groups, .. }, statistic, [gamma, beta]) = (self, self.statistic(), self.scaling.names());
        mixed!(graph.normalize(#statistic, #sample, #groups, #gamma, #beta);)
    }

    #[cfg(feature = "reference")]
    fn interpret(&self, at: &Operands<'_>) -> Interpreted {
        let [channels, sample, groups] = [&self.channels, &self.sample, &self.groups].map(size);
        let (channels, sample, groups, epsilon) = (channels?, sample?, groups?, at.number(&self.epsilon)?);
        let [gamma, beta] = self.scaling.values(at.node.layer, at)?;
        let group = |index: usize| index % channels / (channels / groups);
        let mut made = Vec::new();
        for sample in at.reads[0].chunks(sample) {
            let mut normalized = sample.to_vec();
            for group in (0..groups).map(|of| (0..sample.len()).filter(move |index| group(*index) == of)) {
                let members = || group.clone().map(|index| sample[index]);
                let mean = |numbers: Vec<Approximate>| sum(numbers.iter().copied()) * (1.0 / numbers.len() as f64);
                let center = match self.statistic {
                    Statistic::MeanVariance => mean(members().collect()),
                    Statistic::Rms | Statistic::L2Norm => 0.0.into(),
                };
                let squares: Vec<Approximate> = members().map(|x| (x - center) * (x - center)).collect();
                let deviation = match self.statistic {
                    Statistic::MeanVariance | Statistic::Rms => (mean(squares) + epsilon).sqrt(),
                    Statistic::L2Norm => sum(squares).sqrt().max(epsilon.into()),
                };
                group.clone().for_each(|index| normalized[index] = (sample[index] - center) / deviation);
            }
            made.extend(normalized.into_iter().enumerate().map(|(index, x)| {
                let x = gamma.map_or(x, |gamma| x * gamma[index % channels]);
                beta.map_or(x, |beta| x + beta[index % channels])
            }));
        }
        self.activation.interpret(&made, channels, at)
    }
}
