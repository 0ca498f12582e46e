//! Reads Keras's files into a checked description: the layers of a model, their options and their weights.
//!
//! | file | what writes it | what reads it |
//! |---|---|---|
//! | `.keras` | `model.save("model.keras")` of Keras 3, and of late versions of Keras 2 | [`Model::read`] |
//! | `.h5` | `model.save("model.h5")`: the whole model as Keras 2 had it | [`Model::read`] |
//! | `.weights.h5` | `model.save_weights("model.weights.h5")`: weights without an architecture | [`Weights::read`] |
//!
//! A model is a chain of layers: `Sequential`, or a functional model that could have been. What the layers mean is the
//! caller's business, who also says which variables those of each class have: [`Classes`]. The compiler of
//! `sequential!` has all of Keras's layers that it knows for that.
//!
//! ```
//! use nn_keras::Model;
//!
//! let classes = nn_compiler::keras::Classes;
//! let model = Model::read(include_bytes!("../tests/data/tiny.keras"), &classes)?;
//! for layer in model.chain() {
//!     assert_eq!(layer.dtype()?.as_deref(), Some("float32"));
//!     match layer.class.as_str() {
//!         "Dense" => {
//!             let units = layer.config.require("units")?.size()?;
//!             let activation = layer.config.require("activation")?.object()?.class;
//!             println!("dense({units}, {activation})");
//!         }
//!         class => panic!("{class} isn't supported"),
//!     }
//!     // Options that nobody has read may be some whose meaning is lost.
//!     assert!(layer.config.unread().any(|(key, _)| key == "use_bias"));
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
mod classes;
mod config;
mod cudnn;
mod elements;
mod error;
mod format;
mod hdf5;
mod json;
mod layer;
mod legacy;
mod model;
mod names;
mod tensor;
mod value;
mod weights;

pub use architecture::Input;
pub use classes::{Classes, Variables, Wrapped};
pub use config::Config;
pub use error::Error;
pub use json::Json;
pub use layer::Layer;
pub use model::Model;
pub use names::rust_name;
pub use tensor::{Data, Tensor};
pub use value::{Serialized, Value};
pub use weights::Weights;
