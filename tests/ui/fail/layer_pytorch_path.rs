use nn_runtime::sequential;

fn main() {
    let net = sequential![nn::Linear(2, 3), nn::ReLU(), nn::Linear(3, 2)];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
