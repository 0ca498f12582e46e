//! Every activation: as an argument, as a layer, by `activation(..)`.

use nn_runtime::sequential;

macro_rules! all {
    ($($activation:ident)*) => {
        $({
            let argument = sequential![dense(3, input = 2, $activation)].forward(&[0.5, -0.5]);
            let layer = sequential![dense(3, input = 2), $activation()].forward(&[0.5, -0.5]);
            let by_name = sequential![dense(3, input = 2), activation($activation)].forward(&[0.5, -0.5]);
            assert_eq!(argument, by_name);
            if stringify!($activation) != "leaky_relu" {
                assert_eq!(argument, layer);
            }
        })*
    };
}

fn main() {
    all! {
        linear relu relu6 leaky_relu elu selu celu gelu sigmoid silu swish hard_sigmoid hard_silu hard_swish tanh hard_tanh
        tanh_shrink soft_shrink hard_shrink softplus softsign mish exponential log_sigmoid squareplus sparse_plus
        sparse_sigmoid softmax log_softmax sparsemax
    }
    let net = sequential![
        dense(3, input = 2, leaky_relu(0.1)),
        dense(3, gelu(approximate)),
        dense(3, gelu(approximate = true)),
        dense(3, threshold(1.0, 0.0)),
        dense(3, threshold(threshold = 1.0, default_value = 0.0)),
        dense(3, relu(negative_slope = 0.1, max_value = 6.0, threshold = 0.0)),
        softmax(),
    ];
    assert!(net.forward(&[1.8, 75.0])[0].is_finite());
}
