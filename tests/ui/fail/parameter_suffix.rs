use nn_runtime::sequential;

fn main() {
    let net = sequential![dense(3, input = 2, leaky_relu(1i32)), elu(2u8)];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
