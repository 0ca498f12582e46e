use nn_runtime::sequential;

fn main() {
    let net = sequential![dense(3, input = 2, relu(0.1)), relu(6.0)];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
