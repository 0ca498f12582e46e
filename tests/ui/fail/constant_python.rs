use nn_runtime::sequential;

fn main() {
    let net = sequential![rescaling(1./255, input = 2)];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
