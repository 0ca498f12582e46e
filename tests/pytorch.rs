//! Weights as PyTorch has them are put into our order, while the program is compiled and while it runs: the networks compute
//! what PyTorch does. `pytorch/make_goldens.py` makes its files.

use nn_runtime::{Element, Network, Tensor, WeightsError, sequential};
use safetensors::SafeTensors;

use crate::common::{bits, read, tensor, wide};

/// Panics unless the network gives the outputs of the file, and has the same weights by way of the run time.
fn check<N: Network>(net: &N, name: &str) {
    let file = read(format!("pytorch/{name}.io.safetensors"));
    let (inputs, outputs) = (tensor(&file, "input"), tensor(&file, "output"));
    assert_eq!(inputs.shape[1..], *N::INPUT_SHAPE, "{name}");
    assert_eq!(Some(&outputs.shape[1..]), N::LAYERS.last().map(|layer| layer.output_shape), "{name}");
    for (input, expected) in inputs.values.chunks(N::Input::LEN).zip(outputs.values.chunks(N::Output::LEN)) {
        let mut x = N::Input::ZEROS;
        x.flat_mut().iter_mut().zip(input).for_each(|(x, &value)| *x = Element::from_f64(value));
        let found = wide(net.forward(&x).flat());
        let near = found.iter().zip(expected).all(|(y, e)| (y - e).abs() <= 1e-6 + 1e-5 * e.abs());
        assert!(near, "{name} gives {found:?}, and PyTorch {expected:?}");
    }
    let mut loaded = N::boxed_zeros();
    loaded
        .load_safetensors(&read(format!("pytorch/{name}.safetensors")))
        .unwrap_or_else(|error| panic!("{name}: {error}"));
    for (a, b) in loaded.parameters().zip(net.parameters()) {
        assert_eq!(bits(a.values), bits(b.values), "{name}: {}", a.name);
    }
}

macro_rules! models {
    ($($name:ident, $file:literal, $dtype:ident { $($layers:tt)* })*) => {
        $(
            mod $name {
                nn_runtime::sequential! {
                    #[weights($file)]
                    #[dtype($dtype)]
                    pub(crate) struct Net { $($layers)* }
                }
            }
        )*

        #[test]
        fn networks_compute_what_pytorch_does() {
            $(check($name::Net::pretrained(), stringify!($name));)*
        }
    };
}

models! {
    mlp, "pytorch/mlp.safetensors", f32 { dense(5, input = 3, relu), dropout(0.5), dense(2, use_bias = false, softmax) }
    nested, "pytorch/nested.safetensors", f32 { dense(4, input = 3, tanh), dense(4), dense(2) }
    long, "pytorch/long.safetensors", f32 { dense(4, input = 3), dense(4) }
    norms, "pytorch/norms.safetensors", f32 {
        dense(8, input = 6),
        batch_normalization(epsilon = 1e-5),
        prelu(),
        layer_normalization(epsilon = 1e-5),
        dense(6),
        prelu(),
        rms_normalization(epsilon = 1e-6),
        group_normalization(groups = 3, epsilon = 1e-5),
        batch_normalization(epsilon = 1e-5, center = false, scale = false),
        layer_normalization(epsilon = 1e-5, center = false),
    }
    image, "pytorch/image.safetensors", f32 { flatten(input = (3, 4)), dense(2) }
    conv1d, "pytorch/conv1d.safetensors", f32 {
        zero_padding1d(1, input = (12, 4)),
        conv1d(6, kernel = 3, strides = 2),
        batch_normalization(epsilon = 1e-5),
        prelu(shared_axes = 1),
        conv1d(4, kernel = 2, dilation = 2, groups = 2),
        group_normalization(groups = 2, epsilon = 1e-5),
        prelu(),
        flatten(),
        dense(2),
    }
    conv2d, "pytorch/conv2d.safetensors", f32 {
        conv2d(6, input = (8, 5, 2), kernel = (3, 2), relu),
        batch_normalization(epsilon = 1e-5),
        max_pool2d(2),
        depthwise_conv2d(kernel = (2, 1), depth_multiplier = 2),
        flatten(),
        prelu(),
        batch_normalization(epsilon = 1e-5),
        dense(3),
    }
    conv2d_options, "pytorch/conv2d_options.safetensors", f32 {
        zero_padding2d(((0, 2), (1, 0)), input = (9, 8, 4)),
        zero_padding2d((1, 0)),
        conv2d(4, kernel = 3, strides = (2, 1), groups = 2, use_bias = false),
        conv2d(6, kernel = (2, 3), dilation = (1, 2)),
        avg_pool2d((2, 1)),
        conv2d(2, kernel = 1),
    }
    conv3d, "pytorch/conv3d.safetensors", f32 {
        conv3d(4, input = (4, 5, 3, 2), kernel = (2, 3, 2), strides = (1, 2, 1)),
        batch_normalization(epsilon = 1e-5),
        conv3d(4, kernel = (1, 2, 1), groups = 4),
        flatten(),
        dense(2),
    }
    separable, "pytorch/separable.safetensors", f32 {
        separable_conv2d(4, input = (6, 6, 3), kernel = 3, depth_multiplier = 2),
        global_avg_pool2d(),
        dense(2),
    }
    pool_first, "pytorch/pool_first.safetensors", f32 { max_pool2d(2, input = (4, 6, 3)), flatten(), dense(2) }
    norm_first, "pytorch/norm_first.safetensors", f32 {
        batch_normalization(epsilon = 1e-5, input = (2, 4, 3)),
        flatten(),
        dense(2),
    }
    layer_norms, "pytorch/layer_norms.safetensors", f32 {
        layer_normalization(axis = (1, 2, 3), epsilon = 1e-5, input = (3, 3, 3)),
        conv2d(2, kernel = 2),
        layer_normalization(axis = (1, 2, 3), epsilon = 1e-5),
        flatten(),
        dense(2),
    }
    named, "pytorch/named.safetensors", f32 {
        features_0: conv2d(3, kernel = 2, relu, input = (5, 4, 2)),
        norm: batch_normalization(epsilon = 1e-5),
        flatten(),
        head: dense(2),
    }
    transposed1d, "pytorch/transposed1d.safetensors", f32 {
        conv1d_transpose(4, kernel = 3, strides = 2, input = (5, 3)),
        cropping1d(1),
        relu(),
        conv1d_transpose(2, kernel = 4, dilation = 2, use_bias = false),
    }
    decoder, "pytorch/decoder.safetensors", f32 {
        dense(24, input = 3),
        batch_normalization(epsilon = 1e-5),
        prelu(),
        reshape(3, 2, 4),
        conv2d_transpose(3, kernel = 2, strides = 2),
        conv2d(2, kernel = 3, padding = same),
    }
    autoencoder, "pytorch/autoencoder.safetensors", f32 {
        conv2d(3, kernel = 2, strides = 2, input = (4, 4, 2)),
        flatten(),
        dense(12, relu),
        reshape(2, 2, 3),
        conv2d_transpose(2, kernel = 2, strides = 2),
    }
    unflatten, "pytorch/unflatten.safetensors", f32 {
        dense(24, input = 3),
        reshape(4, 3, 2),
        permute(2, 3, 1),
        conv2d(3, kernel = 2),
        flatten(),
        dense(2),
    }
    volume, "pytorch/volume.safetensors", f32 {
        conv3d_transpose(3, kernel = (1, 2, 2), strides = (2, 1, 2), input = (2, 3, 2, 2)),
        cropping3d(((0, 1), (0, 0), (0, 0))),
    }
    embedding, "pytorch/embedding.safetensors", f32 { embedding(7, 3, input = 4), flatten(), dense(2) }
    rnn, "pytorch/rnn.safetensors", f32 { simple_rnn(4, relu, input = (5, 3)), dense(2) }
    lstm, "pytorch/lstm.safetensors", f32 { lstm(4, input = (5, 3)), dense(2) }
    lstm_layers, "pytorch/lstm_layers.safetensors", f32 {
        lstm(4, return_sequences = true, input = (5, 3)),
        lstm(4),
        dense(2),
    }
    lstm_no_bias, "pytorch/lstm_no_bias.safetensors", f32 {
        lstm(2, return_sequences = true, use_bias = false, input = (5, 3)),
        flatten(),
        dense(2),
    }
    gru, "pytorch/gru.safetensors", f64 { gru(4, input = (5, 3)), dense(2) }
    bidirectional, "pytorch/bidirectional.safetensors", f32 {
        bidirectional(lstm(4, return_sequences = true), input = (5, 3)),
        flatten(),
        dense(2),
    }
    bidirectional_layers, "pytorch/bidirectional_layers.safetensors", f32 {
        bidirectional(gru(2, return_sequences = true), input = (4, 3)),
        bidirectional(gru(2, return_sequences = true)),
        flatten(),
        dense(2),
    }
    gru_words, "pytorch/gru_words.safetensors", f32 { embedding(9, 3, input = 5), gru(2), dense(2) }
}

/// What does not fit is an error at run time, and changes nothing.
#[test]
fn other_networks_weights_are_errors() {
    let conv2d = read("pytorch/conv2d.safetensors");
    let mlp = read("pytorch/mlp.safetensors");

    sequential! { struct Units { dense(4, input = 3, relu), dense(2, use_bias = false) } }
    let error = Units::zeros().load_safetensors(&mlp).unwrap_err();
    assert_eq!(error.to_string(), "`dense.kernel` has shape [3, 5], expected [3, 4]");

    sequential! { struct NoBias { dense(5, input = 3, use_bias = false), dense(2, use_bias = false) } }
    let error = NoBias::zeros().load_safetensors(&mlp).unwrap_err();
    assert_eq!(error.to_string(), "the file has a tensor `0.bias`, which no layer takes");

    sequential! { struct Fewer { dense(5, input = 3) } }
    let mut net = Fewer::zeros();
    let error = net.load_safetensors(&mlp).unwrap_err();
    assert_eq!(error.to_string(), "the file has a tensor `3.weight`, which no layer takes");
    assert!(net.parameters().all(|parameter| parameter.values.iter().all(|&x| x == 0.0)));

    sequential! { struct More { dense(5, input = 3), dense(2, use_bias = false), dense(2) } }
    assert_eq!(More::zeros().load_safetensors(&mlp), Err(WeightsError::Missing { tensor: "dense_2.kernel" }));

    sequential! { struct Composed { dense(5, input = 3), residual(dense(5)) } }
    assert_eq!(Composed::zeros().load_safetensors(&mlp), Err(WeightsError::Order { layer: "residual" }));

    // In PyTorch each row has a channel, and here each column.
    sequential! {
        struct Reshaped { conv2d(6, input = (8, 5, 2), kernel = (3, 2)), reshape(6, 6, 4), flatten(), dense(3) }
    }
    assert_eq!(Reshaped::zeros().load_safetensors(&conv2d), Err(WeightsError::Order { layer: "reshape" }));
}

/// A module of two directions is a layer for each: PyTorch's `bidirectional=True` adds `_reverse` to the names of the second,
/// and its outputs to those of the first.
#[test]
fn both_directions_are_layers() {
    sequential! { struct Numbered { bidirectional(lstm(4, return_sequences = true), input = (5, 3)) } }
    sequential! { struct Named { bidirectional(encoder: lstm(4, return_sequences = true), input = (5, 3)) } }
    sequential! { struct Forward { lstm(4, return_sequences = true, input = (5, 3)) } }
    sequential! { struct Backward { lstm(4, return_sequences = true, go_backwards = true, input = (5, 3)) } }
    let (first, second) = (read("pytorch/lstm.safetensors"), read("pytorch/lstm_layers.safetensors"));
    let (first, second) = (SafeTensors::deserialize(&first).unwrap(), SafeTensors::deserialize(&second).unwrap());
    // The tensors of the first module, under these names.
    let module = |file: &SafeTensors<'_>, name: &str, end: &str| -> Vec<u8> {
        let all = ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"];
        let tensors = all.map(|tensor| (format!("{name}.{tensor}{end}"), file.tensor(&format!("0.{tensor}")).unwrap()));
        safetensors::serialize(tensors, None).unwrap()
    };
    let (mut forward, mut backward) = (Forward::zeros(), Backward::zeros());
    forward.load_safetensors(&module(&first, "0", "")).unwrap();
    backward.load_safetensors(&module(&second, "0", "")).unwrap();

    let both = |name: &str| {
        let (first, second) = (module(&first, name, ""), module(&second, name, "_reverse"));
        let (first, second) = (SafeTensors::deserialize(&first).unwrap(), SafeTensors::deserialize(&second).unwrap());
        safetensors::serialize(first.tensors().into_iter().chain(second.tensors()), None).unwrap()
    };
    let (mut numbered, mut named) = (Numbered::zeros(), Named::zeros());
    numbered.load_safetensors(&both("0")).unwrap();
    named.load_safetensors(&both("encoder")).unwrap();

    let x = [[0.5, -1.0, 0.25], [1.0, 0.0, -0.5], [0.75, 0.5, 0.0], [-1.0, 1.0, 1.0], [0.0, -0.25, 2.0]];
    let (mut halves, other) = (forward.forward(&x).map(|step| step.to_vec()), backward.forward(&x));
    halves.iter_mut().zip(other.iter().rev()).for_each(|(step, other)| step.extend(other));
    assert_eq!(numbered.forward(&x).map(|step| step.to_vec()), halves);
    assert_eq!(named.forward(&x).map(|step| step.to_vec()), halves);

    // One direction has no use for the other's tensors.
    let error = Forward::zeros().load_safetensors(&both("0")).unwrap_err();
    assert_eq!(error.to_string(), "the file has a tensor `0.bias_hh_l0_reverse`, which no layer takes");
}

/// A constant's value is known at run time, and is not needed at build time where no order depends on it.
#[test]
fn sizes_may_be_constants() {
    const UNITS: usize = 5;
    sequential! {
        #[weights("pytorch/mlp.safetensors")]
        struct Constant { dense(UNITS, input = 3, relu), dense(2, use_bias = false, softmax) }
    }
    check(Constant::pretrained(), "mlp");
}
