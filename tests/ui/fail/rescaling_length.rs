use nn_runtime::sequential;

fn main() {
    let net = sequential![rescaling([0.5, 0.5, 0.5], input = 2, offset = [1.0])];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
