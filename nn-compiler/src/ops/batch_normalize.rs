//! `(x - moving_mean) * gamma / sqrt(moving_variance + epsilon) + beta`.

use proc_macro2::TokenStream;

use super::{Activation, Attributes, Call, Cost, Operation, Schedule, Site, Storage, Work, Workspace};
use crate::graph::{Element, LayerId, Node, Value};
use crate::model::Number;
use crate::passes::step::{Step, Stepped, Why};
#[cfg(feature = "reference")]
use crate::reference::{Approximate, Error, Interpreted, Operands};
use crate::shape::Size;

/// A normalisation by the statistics of each of the `channels` numbers of a row, which are parameters.
#[derive(Clone)]
pub(crate) struct BatchNormalize {
    pub(crate) channels: Size,
    pub(crate) epsilon: Number,
    /// How much of a moving statistic stays with each batch of training.
    pub(crate) momentum: Number,
    pub(crate) scaling: Scaling,
    /// What comes after it in the same pass.
    pub(crate) activation: Activation,
}

/// The parameters by which a normalisation multiplies, and which it adds, if there are any.
#[derive(Clone, Copy, Default)]
pub(crate) struct Scaling {
    pub(crate) gamma: Option<&'static str>,
    pub(crate) beta: Option<&'static str>,
}

impl Scaling {
    /// The parameters of a layer, or what stands for those that are not there.
    pub(super) fn tokens(self, call: &Call<'_>, layer: LayerId) -> [TokenStream; 2] {
        let param = |name: Option<&str>, absent: TokenStream| match name {
            Some(name) => {
                let param = call.param_of(layer, name);
                mixed!(&#param)
            }
            None => mixed!(&__nn::#absent),
        };
        [param(self.gamma, mixed!(NoScale)), param(self.beta, mixed!(NoBias))]
    }

    /// Their names, as ONNX nodes take them.
    pub(super) fn names(self) -> [TokenStream; 2] {
        [self.gamma, self.beta].map(|name| super::strategy::option(name.map(|name| mixed!(#name))))
    }
}

impl BatchNormalize {
    /// The runtime's normalisation with the parameters of a layer, and the activation after it.
    pub(super) fn tokens(&self, call: &Call<'_>, layer: LayerId, activation: &TokenStream) -> TokenStream {
        let ([gamma, beta], epsilon) = (self.scaling.tokens(call, layer), &self.epsilon);
        let [mean, variance] = ["moving_mean", "moving_variance"].map(|name| call.param_of(layer, name));
        mixed! {
            __nn::ops::BatchNormalize {
                statistics: [&#mean, &#variance],
                gamma: #gamma,
                beta: #beta,
                epsilon: #epsilon,
                activation: #activation,
            }
        }
    }
}

#[cfg(feature = "reference")]
impl Scaling {
    /// The numbers of gamma and beta, as far as the layer has them.
    pub(super) fn values<'a>(self, layer: LayerId, at: &Operands<'a>) -> Result<[Option<&'a [f64]>; 2], Error> {
        let values = |name: Option<&str>| name.map(|name| at.param_of(layer, name)).transpose();
        Ok([values(self.gamma)?, values(self.beta)?])
    }
}

#[cfg(feature = "reference")]
impl BatchNormalize {
    /// What it makes of numbers, with the parameters of a layer.
    pub(super) fn normalized(&self, x: &[Approximate], layer: LayerId, at: &Operands<'_>) -> Interpreted {
        let [gamma, beta] = self.scaling.values(layer, at)?;
        let (mean, variance) = (at.param_of(layer, "moving_mean")?, at.param_of(layer, "moving_variance")?);
        let epsilon = at.number(&self.epsilon)?;
        let each = x.iter().enumerate().map(|(index, &x)| {
            let channel = index % mean.len();
            let gamma = gamma.map_or(1.0, |gamma| gamma[channel]);
            let x = (x - mean[channel]) * gamma / (Approximate::from(variance[channel]) + epsilon).sqrt();
            beta.map_or(x, |beta| x + beta[channel])
        });
        self.activation.interpret(&each.collect::<Vec<_>>(), mean.len(), at)
    }
}

impl Operation for BatchNormalize {
    fn attributes(&self) -> Attributes {
        Attributes::new().with("epsilon", &self.epsilon).with("momentum", &self.momentum)
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
        // What is done to each number; the roots and quotients are fewer.
        Cost::of_each(3, site.elements())
    }

    fn storage(&self) -> Storage {
        Storage::InPlace
    }

    fn row_workspace(&self, _: &Site<'_>) -> Option<Size> {
        None
    }

    fn workspace(&self, _: &Site<'_>, _: &Size) -> Vec<Workspace> {
        Vec::new()
    }

    fn schedule(&self, _: &Site<'_>) -> Option<Schedule<'_>> {
        Some(Schedule::activated(Work::InPlace, &self.activation))
    }

    fn fuse(&mut self, next: &Node, _: &Value) -> bool {
        self.activation.fuse(next, &self.channels)
    }

    fn step(&self, step: &mut Step<'_>) -> Result<Stepped, Why> {
        Ok(step.each(self.clone()))
    }

    fn forward(&self, call: &Call<'_>) -> TokenStream {
        let normalization = self.tokens(call, call.node.layer, &self.activation.tokens());
        call.in_place(|values| mixed!(__nn::ops::batch_normalize(simd, #values, #normalization);))
    }

    fn onnx(&self, _: &Site<'_>) -> TokenStream {
        let ([gamma, beta], epsilon) = (self.scaling.names(), &self.epsilon);
        mixed!(graph.batch_normalize(#gamma, #beta, #epsilon);)
    }

    #[cfg(feature = "reference")]
    fn interpret(&self, at: &Operands<'_>) -> Interpreted {
        self.normalized(at.reads[0], at.node.layer, at)
    }
}
