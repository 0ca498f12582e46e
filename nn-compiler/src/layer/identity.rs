//! `identity`: its input, as a branch that passes it on.

use super::arguments::Reader;
use super::{Input, Kind, Layout, Lowered};
use crate::keras::class::Class;

pub(super) const KIND: Kind = Kind {
    name: "identity",
    layout: Layout::Elementwise,
    keras: &[Class { only_trains: true, ..Class::new(AUGMENTATIONS, &[]) }],
    foreign: &[],
    usage: "identity()",
    example: "identity()",
    about: "its input as it is, for a branch of `concat`",
    lower,
};

/// Keras's classes that change what a network is trained on, and give it as it is otherwise.
const AUGMENTATIONS: &[&str] = &[
    "AugMix",
    "CutMix",
    "MixUp",
    "RandAugment",
    "RandomBrightness",
    "RandomColorDegeneration",
    "RandomColorJitter",
    "RandomContrast",
    "RandomElasticTransform",
    "RandomErasing",
    "RandomFlip",
    "RandomGaussianBlur",
    "RandomGrayscale",
    "RandomHue",
    "RandomInvert",
    "RandomPerspective",
    "RandomPosterization",
    "RandomRotation",
    "RandomSaturation",
    "RandomSharpness",
    "RandomShear",
    "RandomTranslation",
    "RandomZoom",
];

fn lower(_: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    Some(Lowered::identity(input.shape.clone()))
}
