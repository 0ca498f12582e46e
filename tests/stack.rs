//! Large networks and deep ones need little stack, even where nothing is optimised.

#![allow(clippy::float_cmp, reason = "exactly equal is what is meant")]

use std::thread;

use nn_runtime::{Network, STACK_LIMIT, sequential};

/// Calls `body` on a thread with `kibibytes` of stack. An overflow ends the whole process.
fn with_stack(kibibytes: usize, body: fn()) {
    let thread = thread::Builder::new().stack_size(kibibytes * 1024).spawn(body).expect("a thread");
    thread.join().expect("a thread without panics");
}

#[test]
fn a_million_parameters() {
    sequential! {
        struct Million { hidden: dense(1000, input = 900, relu), output: dense(100, softmax) }
    }
    const { assert!(Million::PARAMETERS > 1_000_000 && size_of::<Million>() > 4_000_000) }

    with_stack(2048, || {
        let net = Million::boxed_init(1);
        let output = net.forward(&[0.5; 900]);
        assert!((output.iter().sum::<f32>() - 1.0).abs() < 1e-5);
        let mut outputs = [[0.0; 100]; 2];
        net.forward_batch(&[[0.5; 900]; 2], &mut outputs);
        // A batch adds in another order.
        let near = |batch: &[f32; 100]| batch.iter().zip(output).all(|(a, b)| (a - b).abs() < 1e-6);
        assert!(outputs.iter().all(near));
        let file = net.to_safetensors();
        let mut net = Million::boxed_zeros();
        assert_eq!(net.forward(&[0.5; 900]), [0.01; 100]);
        net.load_safetensors(&file).unwrap();
        assert_eq!(net.forward(&[0.5; 900]), output);
    });
}

#[test]
fn more_scratch_than_the_limit() {
    sequential! {
        struct Wide { wide: dense(200_000, input = 1, relu), narrow: dense(1) }
    }
    const { assert!(Wide::SCRATCH_BYTES == 800_000 && Wide::SCRATCH_BYTES > STACK_LIMIT) }

    // Less than the scratch.
    with_stack(512, || {
        let mut net = Wide::boxed_zeros();
        net.wide.kernel[0].fill(0.5);
        net.narrow.kernel.fill([2.0]);
        assert_eq!(net.forward(&[1.0]), [200_000.0]);
        let mut outputs = [[0.0]; 3];
        net.forward_batch(&[[1.0], [-1.0], [2.0]], &mut outputs);
        assert_eq!(outputs, [[200_000.0], [0.0], [400_000.0]]);
    });
}

/// Without optimisation each vector of an inlined function has a place of its own on the stack. Ten layers in one
/// function took 2.7 megabytes, and no thread but the main one has that many.
#[test]
fn many_layers() {
    let run = || {
        let net = sequential![
            dense(20, input = 31, tanh),
            dense(31, tanh),
            dense(20, gelu),
            dense(31, mish),
            dense(20, elu),
            dense(31, softmax),
            dense(20, tanh),
            dense(31, sparsemax),
            dense(20, softplus),
            dense(31, silu),
        ];
        assert!(net.forward(&[0.5; 31]).iter().all(|y| y.is_finite()));
    };
    with_stack(512, run);
}
