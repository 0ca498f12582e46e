use nn_runtime::sequential;

fn main() {
    let net = sequential![Linear(2, 3), ReLU(), Linear(3, 2), Softmax(dim=1)];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
