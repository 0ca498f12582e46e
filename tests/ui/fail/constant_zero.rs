use nn_runtime::sequential;

const NONE: usize = 0;

fn main() {
    let net = sequential![dense(NONE, input = 2)];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
