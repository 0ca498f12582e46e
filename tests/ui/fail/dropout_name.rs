use nn_runtime::sequential;

fn main() {
    let net = sequential![dropout(rate = 0.5, input = 2), dropout(p = 0.5)];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
