//! Numbers that are constants, and arrays of them.

use nn_runtime::sequential;

const SLOPE: f32 = 0.1;
const MEANS: [f32; 2] = [1.7, 70.0];
const KERNEL: [[f32; 2]; 2] = [[1.0, -1.0], [-1.0, 1.0]];

fn main() {
    let net = sequential![
        normalization(mean = MEANS, variance = [0.01, 100.0], input = 2),
        rescaling(1.0 / 255.0, offset = -0.5),
        dense(2, leaky_relu(SLOPE), kernel = KERNEL, bias = [0.0; 2]),
        dense(2, kernel = [KERNEL[0], [0.5, 1e-3]], bias_initializer = constant(SLOPE)),
        elu(alpha = 2.0 * SLOPE),
        relu(max_value = 6, threshold = -0.0),
        dropout(SLOPE),
    ];
    assert!(net.forward(&[1.8, 75.0])[0].is_finite());
}
