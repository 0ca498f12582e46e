//! `spatial_dropout3d`: drops whole channels while training, and nothing else.

use super::arguments::Reader;
use super::{Foreign, Input, Kind, Layout, Lowered, training};

pub(super) const KIND: Kind = Kind {
    name: "spatial_dropout3d",
    layout: Layout::Spatial,
    keras: &[training::rate_class(&["SpatialDropout3D"])],
    foreign: &[Foreign {
        framework: "PyTorch",
        class: "Dropout3d",
        rewrite: |arguments| training::from_pytorch(KIND.name, arguments),
    }],
    usage: "spatial_dropout3d(rate)",
    example: "spatial_dropout3d(0.5)",
    about: "nothing in a forward pass; takes [depth, height, width, channels]",
    lower,
};

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    training::spatial(KIND.name, &["depth", "height", "width", "channels"], reader, input)
}
