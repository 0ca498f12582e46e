use nn_runtime::sequential;

fn main() {
    let net = sequential![reshape(None, 4, input = 8)];
    println!("{:?}", net.forward(&[0.0; 8]));
}
