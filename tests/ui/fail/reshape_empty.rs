use nn_runtime::sequential;

fn main() {
    let net = sequential![reshape(input = 8)];
    println!("{:?}", net.forward(&[0.0; 8]));
}
