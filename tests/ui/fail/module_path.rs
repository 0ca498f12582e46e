use nn_runtime::sequential;

fn main() {
    let net = sequential![dense(3, input = 2, relu), layers::dense(2, softmax)];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
