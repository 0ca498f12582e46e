use nn_runtime::sequential;

fn main() {
    let net = sequential![LeakyReLU(0.1, input = 2), Dropout(0.5), Softmax()];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
