use nn_runtime::sequential;

const UNITS: usize = 3;

fn main() {
    let net = sequential![dense(UNITS, input = 2, kernel = [[1.0, 2.0], [1.0, 2.0]], bias = [0.0])];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
