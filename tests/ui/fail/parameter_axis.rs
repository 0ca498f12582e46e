use nn_runtime::sequential;

fn main() {
    let net = sequential![dense(3, input = 2), log_softmax(axis = -1)];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
