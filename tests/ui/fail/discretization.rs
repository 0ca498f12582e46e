use nn_runtime::sequential;

fn main() {
    let net = sequential![
        discretization(input = 2),
        discretization(num_bins = 4),
        discretization([]),
        discretization([0.0, 1.0, 0.5]),
        discretization(0.5),
        discretization(bin_boundaries = [0.0, 1.0]),
        discretization([0.0], output_mode = one_hot),
        discretization([0.0], output_mode = int, epsilon = 0.1, bins = 3),
    ];
    println!("{:?}", net.forward(&[1.8, 75.0]));
    let net = sequential![discretization([0.0, 1.0], input = 2), embedding(3, 4)];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
