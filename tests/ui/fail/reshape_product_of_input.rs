use nn_runtime::sequential;

fn main() {
    let net = sequential![reshape(8, 8, input = (4, 4)), flatten()];
    println!("{:?}", net.forward(&[[0.0; 4]; 4]));
}
