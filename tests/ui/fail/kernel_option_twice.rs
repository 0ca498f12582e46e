use nn_runtime::sequential;

fn main() {
    let net = sequential![dense(1, input = 2, kernel = [[1.0], [1.0]], kernel_initializer = zeros)];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
