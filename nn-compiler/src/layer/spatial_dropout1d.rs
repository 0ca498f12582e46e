//! `spatial_dropout1d`: drops whole channels while training, and nothing else.

use super::arguments::Reader;
use super::{Foreign, Input, Kind, Layout, Lowered, training};

pub(super) const KIND: Kind = Kind {
    name: "spatial_dropout1d",
    layout: Layout::Spatial,
    keras: &[training::rate_class(&["SpatialDropout1D"])],
    foreign: &[Foreign {
        framework: "PyTorch",
        class: "Dropout1d",
        rewrite: |arguments| training::from_pytorch(KIND.name, arguments),
    }],
    usage: "spatial_dropout1d(rate)",
    example: "spatial_dropout1d(0.5)",
    about: "nothing in a forward pass; takes [steps, channels]",
    lower,
};

fn lower(reader: &mut Reader<'_>, input: &Input) -> Option<Lowered> {
    training::spatial(KIND.name, &["steps", "channels"], reader, input)
}
