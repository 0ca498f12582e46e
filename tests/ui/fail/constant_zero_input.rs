use nn_runtime::sequential;

const NONE: usize = 0;

fn main() {
    let net = sequential![dense(2, input = NONE)];
    println!("{:?}", net.forward(&[]));
}
