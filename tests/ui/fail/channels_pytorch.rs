use nn_runtime::sequential;

fn main() {
    let net = sequential![
        BatchNorm1d(6, input = 6),
        LayerNorm(6, eps = 1e-6),
        GroupNorm(2, 6),
        BatchNormalization(),
    ];
    println!("{:?}", net.forward(&[0.0; 6]));
}
