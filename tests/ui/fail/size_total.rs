use nn_runtime::sequential;

fn main() {
    let net = sequential![dense(1000, input = (4294967295, 4294967295, 4))];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
