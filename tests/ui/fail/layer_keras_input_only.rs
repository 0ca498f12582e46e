use nn_runtime::sequential;

fn main() {
    let net = sequential![Input(shape=(2,))];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
