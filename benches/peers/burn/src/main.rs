//! Burn with its flex backend.

use std::process::ExitCode;

use burn::tensor::module::linear;
use burn::tensor::{Device, Tensor, TensorData, activation};
use harness::{Case, Computes, Outcome, Peer, Prepared};

fn main() -> ExitCode {
    harness::main(&Peer { name: "burn flex", file: "burn", computes: Computes::Network, prepare })
}

/// A dense layer with its activation.
struct Dense {
    kernel: Tensor<2>,
    bias: Tensor<1>,
    activation: fn(Tensor<2>) -> Tensor<2>,
}

fn prepare(case: &Case) -> Prepared {
    let device = Device::flex();
    let layers = layers(case, &device)?;
    let shape = case.input_shape();
    Ok(Some(Box::new(move |input: &[f32], output: &mut [f32]| {
        let data = TensorData::new(input.to_vec(), shape.clone());
        let input = Tensor::<2>::from_data(data, &device);
        let result = layers
            .iter()
            .fold(input, |x, layer| (layer.activation)(linear(x, layer.kernel.clone(), Some(layer.bias.clone()))));
        output.copy_from_slice(result.into_data().as_slice().map_err(|error| format!("{error:?}"))?);
        Ok(())
    })))
}

fn layers(case: &Case, device: &Device) -> Outcome<Vec<Dense>> {
    let dense = |layer: &harness::Layer| {
        let (kernel, bias) = layer.dense()?;
        Ok(Dense {
            kernel: Tensor::from_data(TensorData::new(kernel.values.clone(), kernel.shape.to_vec()), device),
            bias: Tensor::from_data(TensorData::new(bias.values.clone(), bias.shape.to_vec()), device),
            activation: match layer.activation {
                "" | "linear" => |x| x,
                "relu" => activation::relu,
                "tanh" => activation::tanh,
                "softmax" => |x| activation::softmax(x, 1),
                other => return Err(format!("this peer has no activation `{other}`").into()),
            },
        })
    };
    case.layers().iter().map(dense).collect()
}
