use nn_runtime::sequential;

fn main() {
    let net = sequential![dropout(None, input = 2)];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
