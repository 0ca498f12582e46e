//! What Keras doesn't take below 0, as an argument and as a layer.

fn main() {
    let _ = nn_runtime::sequential![
        dense(3, input = 2, leaky_relu(-0.1)),
        relu(max_value = 6.0, threshold = -1.0),
        elu(-1.0),
    ];
}
