//! Networks of layers that are made of layers compute what a plain computation in `f64` does, which goes through them as
//! [`Layer::branches`](nn_runtime::Layer) says.

use nn_runtime::simd::levels;
use nn_runtime::{Element, Network, Tensor, sequential};

use crate::common::{onnx, wide};

/// A tensor of a sample: its shape, and its numbers.
type Plain = (Vec<usize>, Vec<f64>);

/// The layers before `end`, of which there are `count`, one after the other.
fn chain<N: Network>(net: &N, end: usize, count: usize, input: &Plain) -> Plain {
    let Some(last) = end.checked_sub(1).filter(|_| count > 0) else { return input.clone() };
    let layer = &N::LAYERS[last];
    let inside: usize = layer.branches.iter().sum();
    let (shape, values) = &chain(net, last - inside, count - 1 - inside, input);
    let input = &(shape.clone(), values.clone());
    let mut start = last - inside;
    let is_each = layer.kind == "time_distributed";
    let outputs: Vec<Plain> = layer
        .branches
        .iter()
        .filter(|_| !is_each)
        .map(|&count| {
            start += count;
            chain(net, start, count, input)
        })
        .collect();
    let numbers = match layer.kind {
        "residual" => outputs[0].1.iter().zip(&outputs[1].1).map(|(a, b)| a + b).collect(),
        "time_distributed" => {
            let steps = layer.output_shape[0];
            let step = values.len() / steps;
            let inner = |values: &[f64]| chain(net, last, inside, &(shape[1..].to_vec(), values.to_vec())).1;
            values.chunks(step).flat_map(inner).collect()
        }
        "concat" => {
            let lines: usize = layer.output_shape.iter().rev().skip(1).product();
            (0..lines)
                .flat_map(|line| {
                    let of = |(_, values): &'_ Plain| {
                        let width = values.len() / lines;
                        values[line * width..][..width].to_vec()
                    };
                    outputs.iter().flat_map(of).collect::<Vec<_>>()
                })
                .collect()
        }
        "dense" => dense(net, layer.name, values),
        "relu" => values.iter().map(|x| x.max(0.0)).collect(),
        "reshape" | "flatten" | "identity" | "dropout" => values.clone(),
        kind => panic!("{kind}"),
    };
    let activated = |x: f64| match layer.activation {
        "relu" => x.max(0.0),
        "tanh" => x.tanh(),
        _ => x,
    };
    (layer.output_shape.to_vec(), numbers.into_iter().map(activated).collect())
}

fn dense<N: Network>(net: &N, layer: &str, x: &[f64]) -> Vec<f64> {
    let find = |variable: &str| {
        let parameter = net.parameters().find(|parameter| parameter.name == format!("{layer}.{variable}"));
        wide(parameter.expect("a tensor").values)
    };
    let (kernel, bias) = (find("kernel"), find("bias"));
    let weight = |input: usize, unit: usize| kernel[input * bias.len() + unit];
    let sum = |unit: usize| x.iter().enumerate().fold(bias[unit], |sum, (input, x)| sum + x * weight(input, unit));
    (0..bias.len()).map(sum).collect()
}

/// Compares a network to the plain computation, at every SIMD level, one sample and batches, with scratch that is not
/// empty.
fn check<N: Network>() {
    let mut net = N::init(11);
    for parameter in net.parameters_mut() {
        if parameter.name.ends_with("bias") {
            for (index, value) in parameter.values.iter_mut().enumerate() {
                *value = N::Scalar::from_f64(0.1 * index as f64 - 0.2);
            }
        }
    }
    let mut inputs = vec![N::Input::ZEROS; 13];
    for (index, x) in inputs.iter_mut().flat_map(nn_runtime::Tensor::flat_mut).enumerate() {
        *x = Element::from_f64((index as f64 * 0.7).sin() * 2.0);
    }
    let layers = N::LAYERS.len();
    let near = |found: &N::Output, input: &N::Input| {
        let (shape, expected) = chain(&net, layers, layers, &(N::INPUT_SHAPE.to_vec(), wide(input.flat())));
        assert_eq!(shape, N::LAYERS[layers - 1].output_shape);
        let found = wide(found.flat());
        assert_eq!(found.len(), expected.len());
        let is_near = found.iter().zip(&expected).all(|(a, b)| (a - b).abs() <= 1e-5 * (1.0 + b.abs()));
        assert!(is_near, "{}: {found:?} is not {expected:?}", N::NAME);
    };
    let mut scratch = N::Scratch::default();
    for level in levels() {
        for input in &inputs {
            near(&net.forward_at(level, input), input);
        }
        let mut outputs = vec![N::Output::ZEROS; inputs.len()];
        net.forward_batch_at(level, &inputs, &mut outputs);
        outputs.iter().zip(&inputs).for_each(|(output, input)| near(output, input));
    }
    for input in &inputs {
        let mut output = N::Output::ZEROS;
        net.forward_in(&mut scratch, input, &mut output);
        near(&output, input);
    }
    onnx::check(&net, &format!("compose_{}", N::NAME), &inputs);
}

macro_rules! networks {
    ($($name:ident { $($layers:tt)* })*) => {
        $(#[test]
        #[allow(non_snake_case, reason = "the network's name")]
        fn $name() {
            sequential! { struct $name { $($layers)* } }
            check::<$name>();
        })*
    };
}

networks! {
    Residual { residual(dense(5, input = 5, relu), dense(5)), dense(3, tanh) }
    OfTheInput { residual(first: dense(17, tanh), dense(5), input = 5) }
    InPlace { dense(5, input = 4), residual(relu), relu(), residual(relu, dense(5)), relu() }
    NotFused { dense(7, input = 4), residual(relu, dense(7)), dense(2) }
    OfNothing { dense(3, input = 4), residual(dropout(0.5)), dense(2) }
    OfNothingAtAll { residual(dropout(0.5), input = 3) }
    Concat { concat(dense(3, input = 5), (dense(20, relu), dense(4, tanh)), identity(), relu), dense(3) }
    ConcatLast { dense(6, input = 2), concat(relu, dense(33)) }
    Lines { reshape(3, 4, input = 12), concat(relu, identity(), (relu, identity())), flatten(), dense(2) }
    Deep {
        dense(6, input = 3),
        residual(
            dense(6, relu),
            concat(dense(2), (residual(dense(6, tanh), residual(relu, dense(6))), dense(4))),
            residual(dense(6)),
        ),
        concat(concat(identity(), relu), residual(dense(6)), (dense(4), concat(dense(1), identity(), dense(1)))),
        relu(),
        dense(2),
    }
    Each { time_distributed(dense(3, tanh), input = (5, 4)), flatten(), dense(2) }
    EachOfSome { dense(24, input = 3), reshape(2, 3, 4), time_distributed(time_distributed(residual(dense(4))), flatten()), relu() }
    Beside { reshape(4, 5, input = 20), concat(identity(), time_distributed(dense(7), relu, dense(2))), flatten(), dense(3) }
    Chained { dense(40, input = 9), residual(dense(40, relu)), residual(dense(40, relu)), residual(dense(40, relu)), dense(4) }
}

/// The third buffer is as large as what is kept, and chains have none.
#[test]
fn chains_keep_nothing() {
    sequential! { struct Chain { dense(8, input = 4, relu), dense(6), dense(2) } }
    sequential! { struct OfInput { residual(dense(8, relu), dense(4), input = 4), dense(2) } }
    sequential! { struct Kept { dense(4, input = 4), residual(dense(8, relu), dense(4)), dense(2) } }
    assert_eq!(Chain::SCRATCH_BYTES, 4 * (8 + 6));
    // The network's input is kept anyway.
    assert_eq!(OfInput::SCRATCH_BYTES, 4 * (8 + 4));
    assert_eq!(Kept::SCRATCH_BYTES, 4 * (4 + 8 + 4));
}
