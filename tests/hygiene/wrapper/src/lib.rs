//! Macros that wrap `sequential!` for crates that don't know it.
#![forbid(unsafe_code)]
#![deny(warnings)]

pub use nn_runtime;

/// A network of two layers and more.
#[macro_export]
macro_rules! network {
    (
        $(#[$attribute:meta])*
        $vis:vis $name:ident($first:ident: $input:literal, $units:expr, $activation:ident) { $($layers:tt)* }
    ) => {
        $crate::nn_runtime::sequential! {
            $(#[$attribute])*
            $vis struct $name {
                $first: dense($units, input = $input, $activation),
                $($layers)*
            }
        }
    };
}

/// A value of a network that is given as whole layers.
#[macro_export]
macro_rules! ready {
    ($($layer:expr),* $(,)?) => {
        $crate::nn_runtime::sequential![$($layer),*]
    };
}

/// A network whose constants come from the caller, whose names may be the macro's.
#[macro_export]
macro_rules! scaled {
    ($scale:expr, $shape:tt) => {{
        let simd = 1.0;
        let _: f32 = simd;
        $crate::nn_runtime::sequential![rescaling($scale, input = $shape)]
    }};
}

/// A network that is no business of the caller's.
#[must_use]
pub fn inside(x: f32) -> f32 {
    ready![dense(1, input = 1, kernel = [[2.0]])].forward(&[x])[0]
}
