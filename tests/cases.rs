//! Files from many versions of Keras and TensorFlow, and what their models compute: `tests/keras/README.md` says whence.
//!
//! Each stands for a kind of file that was once refused, or read for another model.

#![allow(clippy::excessive_precision, reason = "the numbers of a file are of f64")]

use nn_runtime::simd::levels;
use nn_runtime::{Element, Network, Tensor, sequential};

use crate::common::{read, wide};

/// Panics unless `net` gives the outputs for the inputs beside the file of that name, at every SIMD level.
fn check<N: Network>(net: &N, name: &str) {
    let inputs = read(format!("keras/cases/{name}.in"));
    let outputs = read(format!("keras/cases/{name}.out"));
    let inputs: Vec<f32> = inputs.as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
    let outputs: Vec<f64> = outputs.as_chunks().0.iter().map(|bytes| f64::from_le_bytes(*bytes)).collect();
    let samples = inputs.chunks(N::Input::LEN).zip(outputs.chunks(N::Output::LEN));
    assert!(samples.len() > 0 && inputs.len() / N::Input::LEN == outputs.len() / N::Output::LEN, "{name}");
    for (input, expected) in samples {
        let mut x = N::Input::ZEROS;
        for (x, &value) in x.flat_mut().iter_mut().zip(input) {
            *x = Element::from_f64(value.into());
        }
        for level in levels() {
            let found = wide(net.forward_at(level, &x).flat());
            let near = found.iter().zip(expected).all(|(y, e)| (y - e).abs() <= 1e-6 + 1e-5 * e.abs());
            assert!(near, "{name} at {level:?} gives {found:?}, and Keras {expected:?}");
        }
    }
}

macro_rules! cases {
    ($($name:ident: $file:literal $(, input = $input:tt)?;)*) => {$(
        #[test]
        fn $name() {
            let net = sequential![#[keras($file $(, input = $input)?)]];
            check(&net, stringify!($name));
        }
    )*};
}

cases! {
    // Theano's convolutions begin with a window's end.
    theano_h5: "keras/cases/theano_h5.h5";
    // Before there was a choice, a GRU reset before the product.
    old_gru_nobias_h5: "keras/cases/old_gru_nobias_h5.h5";
    // Keras 2's `hard_sigmoid` has another slope; a file without a version is as old.
    h_noversion: "keras/cases/h_noversion.h5";
    old_lstm_h5: "keras/cases/old_lstm_h5.h5";
    slash_h5: "keras/cases/slash_h5.h5";
    nested_dw_h5: "keras/cases/nested_dw_h5.h5";
    h_windows: "keras/cases/h_windows.keras";
    np_rescale: "keras/cases/np_rescale.keras";
    lora_conv: "keras/cases/lora_conv.keras";
    softmax_v2_h5: "keras/cases/softmax_v2_h5.h5";
    td_model: "keras/cases/td_model.keras";
    functional_dict: "keras/cases/functional_dict.keras";
    functional_op_div: "keras/cases/functional_op_div.keras";
    functional_ops_relu: "keras/cases/functional_ops_relu.keras";
    flatten_cf: "keras/cases/flatten_cf.keras";
    normalization_axis1: "keras/cases/normalization_axis1.keras";
    spatial_cf: "keras/cases/spatial_cf.keras";
    none_time: "keras/cases/none_time.keras", input = (7, 1);
    stateful: "keras/cases/stateful.keras";
}

/// Step by step a sequence may have any length, and a stateful layer goes on where it was.
#[test]
fn stateful_stream() {
    sequential! {
        #[keras("keras/cases/stateful_stream.keras")]
        #[streaming]
        struct Stream;
    }
    let net = Stream::pretrained();
    let inputs = read("keras/cases/stateful_stream.in");
    let outputs = read("keras/cases/stateful_stream.out");
    let inputs: Vec<f32> = inputs.as_chunks().0.iter().map(|bytes| f32::from_le_bytes(*bytes)).collect();
    let outputs: Vec<f64> = outputs.as_chunks().0.iter().map(|bytes| f64::from_le_bytes(*bytes)).collect();
    let mut state = Stream::state();
    assert_eq!(inputs.len(), outputs.len());
    for (input, expected) in inputs.into_iter().zip(outputs) {
        let [found] = net.step(&mut state, &[input]);
        assert!((f64::from(found) - expected).abs() <= 1e-6 + 1e-5 * expected.abs(), "{found} {expected}");
    }
}
