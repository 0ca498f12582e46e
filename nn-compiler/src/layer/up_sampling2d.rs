//! `up_sampling2d`: each pixel several times, downwards and to the right.

use super::arguments::Reader;
use super::{Input, Kind, Layout, Lowered, spatial};
use crate::keras::class::{Class, DATA_FORMAT, Take};

pub(super) const KIND: Kind = Kind {
    name: "up_sampling2d",
    layout: Layout::Spatial,
    keras: &[Class::new(
        &["UpSampling2D"],
        &[
            ("size", Take::FirstSizes { count: 2, default: Some(2) }),
            ("interpolation", Take::Word { default: "nearest" }),
            DATA_FORMAT,
        ],
    )],
    foreign: &[],
    usage: "up_sampling2d([size = 2])",
    example: "up_sampling2d(2)",
    about: "each pixel of [height, width, channels] repeated; one number, or (height, width)",
    lower,
};

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    spatial::repetition(KIND.name, 2, reader, input)
}
