use nn_runtime::sequential;

fn main() {
    let net = sequential![dense(3, input = 2, leaky_relu("0.1")), elu(true)];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
