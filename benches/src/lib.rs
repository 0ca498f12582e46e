//! How fast networks run, measured so that the numbers of one run can be compared, and how far they are from what the
//! machine could do.
//!
//! The commands are in this crate's README.

pub mod networks;
pub mod roofline;
pub mod row;
pub mod scratch;
pub mod time;

use std::error::Error;
use std::process::ExitCode;

use nn_runtime::simd::Level;

/// How a program of measurements ends: what went wrong is printed as cargo prints its errors.
#[must_use]
pub fn end(result: Result<(), Box<dyn Error>>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// The name of an instruction set, as command lines have it: `avx2`.
#[must_use]
pub fn level_name(level: Level) -> String {
    let name = format!("{level:?}");
    name.split('(').next().unwrap_or_default().to_lowercase()
}
