use nn_runtime::sequential;

fn main() {
    let net = sequential![dense(3, input = 2, leaky_relu(alpha = 0.1)), leaky_relu(alpha = 0.1)];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
