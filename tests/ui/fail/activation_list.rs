use nn_runtime::sequential;

fn main() {
    let net = sequential![dense(3, input = 2, xyz)];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
