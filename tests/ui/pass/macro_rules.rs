//! Networks written by other people's macros, whose fragments come in invisible brackets.

use nn_runtime::sequential;

macro_rules! by_fragments {
    ($(#[$meta:meta])* $vis:vis $name:ident, $input:literal, $units:expr, $activation:ident, $slope:expr, $($layer:tt)*) => {
        sequential! {
            $(#[$meta])*
            $vis struct $name {
                hidden: dense($units, input = $input, $activation),
                leaky_relu($slope),
                by_path: dense($units, leaky_relu(negative_slope = $slope)),
                $($layer)*
            }
        }
    };
}

by_fragments!(
    /// From fragments.
    #[derive(Clone)]
    #[dtype(f64)]
    pub(crate) Fragments, 2, 1 + 2, relu, 0.5 - 0.25, output: dense(2, softmax), end: softmax(),
);

macro_rules! layers {
    ($($layer:expr),* $(,)?) => { sequential![$($layer),*] };
}

macro_rules! sizes {
    ($input:expr, $($units:expr),*) => { sequential![rescaling(1.0, input = $input), $(dense($units, relu)),*] };
}

macro_rules! type_and_path {
    ($name:ident, $hidden:path, $file:literal) => {
        sequential! {
            #[weights($file)]
            struct $name { hidden: dense($hidden, input = 2, relu), output: dense(2, softmax) }
        }
    };
}

const HIDDEN: usize = 3;
type_and_path!(Loaded, self::HIDDEN, "../data/good.safetensors");

fn main() {
    assert!(Fragments::init(1).clone().forward(&[1.8, 75.0])[0].is_finite());
    assert!(layers![dense(3, input = 2, relu), dense(2, softmax)].forward(&[1.8, 75.0])[0].is_finite());
    assert!(sizes!((2), 3, { HIDDEN }, HIDDEN + 1).forward(&[1.8, 75.0])[3].is_finite());
    assert_eq!(Loaded::pretrained().forward(&[1.8, 75.0]), [0.5, 0.5]);
}
