use nn_runtime::sequential;

const HIDDEN: usize = 3;

fn main() {
    let net = sequential![dense({ HIDDEN }, input = 2), dense(2, input = { let n = HIDDEN; n + 1 })];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
