use nn_runtime::sequential;

const SLOPE: f64 = 0.1;

fn main() {
    let net = sequential![leaky_relu(SLOPE, input = 2)];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
