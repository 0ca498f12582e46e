use nn_runtime::sequential;

fn main() {
    let net = sequential![dense(2, input = 2, kernel = [1.0, -1.0, -1.0])];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
