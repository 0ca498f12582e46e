use nn_runtime::sequential;

const ROWS: usize = 3;

fn main() {
    let net = sequential![reshape(ROWS, -1, input = 8)];
    println!("{:?}", net.forward(&[0.0; 8]));
}
