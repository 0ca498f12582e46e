//! Reads Keras's files into a checked description: the layers of a model, their options and their weights.
//!
//! | file | what writes it | what reads it |
//! |---|---|---|
//! | `.keras` | `model.save("model.keras")` of Keras 3, and of late versions of Keras 2 | [`Model::read`] |
//! | `.h5` | `model.save("model.h5")`: the whole model as Keras 2 had it | [`Model::read`] |
//! | `.weights.h5` | `model.save_weights("model.weights.h5")`: weights without an architecture | [`Weights::read`] |
//!
//! A model is a chain of layers: `Sequential`, or a functional model that could have been. What the layers mean is the
//! caller's business. This crate knows of each class only which variables it has, since most files number them.
//!
//! ```
//! use nn_keras::Model;
//!
//! let model = Model::read(include_bytes!("../tests/data/tiny.keras"))?;
//! for layer in model.chain() {
//!     layer.config.accept_training();
//!     assert_eq!(layer.dtype()?.as_deref(), Some("float32"));
//!     match layer.class.as_str() {
//!         "Dense" => {
//!             let units = layer.config.require("units")?.size()?;
//!             let activation = layer.config.require("activation")?.object()?.class;
//!             layer.config.accept(&["use_bias"]); // The weights tell.
//!             println!("dense({units}, {activation})");
//!         }
//!         class => panic!("{class} isn't supported"),
//!     }
//!     // An option that nobody has read would be one whose meaning is lost.
//!     assert_eq!(layer.config.unread().next(), None);
//! }
//! # Ok::<(), nn_keras::Error>(())
//! ```
//!
//! # Files from strangers
//!
//! Any bytes give a model or an [`Error`]: never a panic, and never more memory or time than in proportion to the file.
//! A compressed member of the archive may unpack to 100 times its size (or 1 MiB), JSON may nest 128 deep and have a
//! million values, and of an HDF5 file no more is read than 4 times its bytes (and 1 MiB), nor does more come out of it
//! than 16 times its bytes (and 16 MiB). Links to other files aren't followed.

#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod architecture;
mod archive;
mod chain;
mod config;
mod elements;
mod error;
mod format;
mod hdf5;
mod json;
mod layer;
mod legacy;
mod model;
mod tensor;
mod text;
mod value;
mod variables;
mod weights;

pub use architecture::Input;
pub use config::Config;
pub use error::Error;
pub use json::Json;
pub use layer::Layer;
pub use model::Model;
pub use tensor::{Data, Tensor};
pub use text::{Known, Network, Standard, Written, activation, class, options};
pub use value::{Serialized, Value};
pub use weights::Weights;
