use nn_runtime::sequential;

fn main() {
    let net = sequential![flatten(input = (-1, 8))];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
