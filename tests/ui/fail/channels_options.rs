use nn_runtime::sequential;

const NEGATIVE: f32 = -1e-3;

fn main() {
    let net = sequential![
        batch_normalization(64, input = 3),
        batch_normalization(epsilon = -0.5),
        batch_normalization(moving_mean = [1.0, 2.0]),
        layer_normalization(scale = false, gamma = [1.0, 2.0, 3.0]),
        layer_normalization(center = False),
        rms_normalization(scale = false),
        unit_normalization(epsilon = 0.1),
    ];
    println!("{:?}", net.forward(&[0.0; 3]));

    let net = sequential![layer_normalization(epsilon = NEGATIVE, input = 3)];
    println!("{:?}", net.forward(&[0.0; 3]));
}
