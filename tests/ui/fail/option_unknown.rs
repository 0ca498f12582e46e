use nn_runtime::sequential;

fn main() {
    let net = sequential![dense(3, input = 2, use_bais = false), dense(2, kernel_initialiser = zeros)];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
