use nn_runtime::sequential;

fn main() {
    let hidden = 3;
    let net = sequential![dense(hidden, input = 2)];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
