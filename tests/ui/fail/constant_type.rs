use nn_runtime::sequential;

const HIDDEN: u32 = 3;

fn main() {
    let net = sequential![dense(HIDDEN, input = 2)];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
