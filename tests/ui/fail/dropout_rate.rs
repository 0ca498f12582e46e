use nn_runtime::sequential;

fn main() {
    let net = sequential![dropout(1.5, input = 2), dropout(-0.1), dropout(50), dropout("0.5"), dropout()];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
