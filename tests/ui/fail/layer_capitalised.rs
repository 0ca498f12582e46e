use nn_runtime::sequential;

fn main() {
    let net = sequential![Dense(3, input = 2, relu), Dense(2, softmax)];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
