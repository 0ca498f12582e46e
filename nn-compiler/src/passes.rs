//! What makes one graph of another.

mod fuse;
mod legalize;
mod map;
pub(crate) mod step;

pub(crate) use self::fuse::fuse;
pub(crate) use self::legalize::legalize;
