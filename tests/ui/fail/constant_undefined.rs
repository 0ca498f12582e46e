use nn_runtime::sequential;

const HIDDEN: usize = 3;

fn main() {
    let net = sequential![dense(HIDEN, input = 2), dense(2)];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
