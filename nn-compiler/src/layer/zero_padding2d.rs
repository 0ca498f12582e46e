//! `zero_padding2d`: zeros around an image.

use super::arguments::Reader;
use super::{Input, Kind, Layout, Lowered, spatial};

pub(super) const KIND: Kind = Kind {
    name: "zero_padding2d",
    layout: Layout::Spatial,
    keras: &[spatial::padding_class::<2>(&["ZeroPadding2D"])],
    foreign: &[],
    usage: "zero_padding2d([padding = 1])",
    example: "zero_padding2d(1)",
    about: "zeros around [height, width, channels]; one number, (height, width), or ((top, bottom), (left, right))",
    lower,
};

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    spatial::padding(KIND.name, 2, reader, input)
}
