use nn_runtime::sequential;

fn main() {
    let net = sequential![flatten(4, input = (2, 2))];
    println!("{:?}", net.forward(&[[0.0; 2]; 2]));
}
