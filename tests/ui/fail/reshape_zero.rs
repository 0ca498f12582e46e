use nn_runtime::sequential;

fn main() {
    let net = sequential![reshape(0, 3, input = 8)];
    println!("{:?}", net.forward(&[0.0; 8]));
}
