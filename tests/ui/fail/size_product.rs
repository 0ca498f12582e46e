use nn_runtime::sequential;

fn main() {
    let net = sequential![dense(70000, input = 70000)];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
