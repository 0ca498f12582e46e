use nn_runtime::sequential;

fn main() {
    let net = sequential![
        dense(3, input = 2, leaky_relu(slope = 0.1)),
        dense(3, elu(aplha = 1.0)),
        dense(2, tanh(2.0)),
    ];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
