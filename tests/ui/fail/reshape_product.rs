use nn_runtime::sequential;

fn main() {
    let net = sequential![dense(12, input = 2), reshape(3, 5)];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
