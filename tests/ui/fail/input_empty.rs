use nn_runtime::sequential;

fn main() {
    let net = sequential![flatten(input = ()), dense(3)];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
