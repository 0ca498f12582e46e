use nn_runtime::sequential;

const LOUD: f32 = 1.5;

fn main() {
    let net = sequential![
        gaussian_noise(2.0, input = 2),
        gaussian_dropout(-0.5),
        alpha_dropout(30),
        gaussian_noise(std = 0.1),
        gaussian_noise(),
    ];
    println!("{:?}", net.forward(&[1.8, 75.0]));

    let net = sequential![gaussian_noise(LOUD, input = 2)];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
