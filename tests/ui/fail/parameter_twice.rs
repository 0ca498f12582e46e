use nn_runtime::sequential;

fn main() {
    let net = sequential![dense(3, input = 2, elu(alpha = 1.0, alpha = 2.0)), elu(1.0, alpha = 2.0)];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
