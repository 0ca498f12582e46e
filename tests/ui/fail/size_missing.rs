use nn_runtime::sequential;

fn main() {
    let net = sequential![dense(input = 2), dense(relu), dense(use_bias = false)];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
