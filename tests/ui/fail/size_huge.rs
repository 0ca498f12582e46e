use nn_runtime::sequential;

fn main() {
    let net = sequential![dense(99999999999999999999999, input = 2)];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
