//! Networks of layers that are made of layers compute what the interpreter does.

use nn_runtime::{Element, Network, Tensor, sequential};

use crate::common::onnx;
use crate::common::reference::{Bound, Written, check as check_levels, compare, expected, network, reference};

/// Compares a network with its interpreter at every SIMD level, one sample and batches; and with scratch that is not empty.
fn check<N: Written>() {
    let mut net = N::init(11);
    for parameter in net.parameters_mut() {
        if parameter.name.ends_with("bias") {
            for (index, value) in parameter.values.iter_mut().enumerate() {
                *value = N::Scalar::from_f64(0.1 * index as f64 - 0.2);
            }
        }
    }
    let mut inputs = vec![N::Input::ZEROS; 13];
    for (index, x) in inputs.iter_mut().flat_map(Tensor::flat_mut).enumerate() {
        *x = Element::from_f64((index as f64 * 0.7).sin() * 2.0);
    }
    check_levels(&net, &inputs, &[inputs.len()], Bound::Rounding);
    let (reference, mut scratch) = (reference(&net), N::Scratch::default());
    for input in &inputs {
        let mut output = N::Output::ZEROS;
        net.forward_in(&mut scratch, input, &mut output);
        compare(&expected(&reference, input), output.flat(), Bound::Rounding, N::NAME);
    }
    onnx::check(&net, &format!("compose_{}", N::NAME), &inputs);
}

macro_rules! networks {
    ($($name:ident { $($layers:tt)* })*) => {
        $(#[test]
        #[allow(non_snake_case, reason = "the network's name")]
        fn $name() {
            network! { struct $name { $($layers)* } }
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
