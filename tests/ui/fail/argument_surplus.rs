use nn_runtime::sequential;

fn main() {
    let net = sequential![dense(3, relu, 0.5, input = 2)];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
