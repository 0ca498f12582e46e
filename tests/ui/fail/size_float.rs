use nn_runtime::sequential;

fn main() {
    let net = sequential![dense(3.0, input = 2), dense(2.5)];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
