//! Random models of Keras's, compiled from text and from file: both give what Keras gives.

#[cfg(test)]
#[path = "../keras/models/check.rs"]
#[macro_use]
mod check;

#[cfg(test)]
include!(concat!(env!("OUT_DIR"), "/cases.rs"));
