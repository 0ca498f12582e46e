use nn_runtime::sequential;

fn main() {
    let net = sequential![
        normalization(input = 2, mean = 0.0, variance = -1.0),
        normalization(mean = [0.0, 0.0, 0.0], variance = [1.0, -1.0]),
    ];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
