//! A program that names files of Keras's, and has not turned on the feature that reads them.

use nn_runtime::sequential;

sequential! {
    #[keras("no_prelude.safetensors")]
    pub struct Imported;
}
