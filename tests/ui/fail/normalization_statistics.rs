use nn_runtime::sequential;

fn main() {
    let net = sequential![
        normalization(input = 2), normalization(mean = [0.0, 0.0]), normalization(axis = -1)
    ];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
