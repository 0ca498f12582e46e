//! What makes one graph of another.

mod fuse;
mod legalize;
mod map;
pub(crate) mod step;
mod strip;

pub(crate) use self::fuse::fuse;
pub(crate) use self::legalize::legalize;
pub(crate) use self::strip::strip;
