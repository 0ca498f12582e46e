use nn_runtime::sequential;

fn main() {
    let net = sequential![keras.layers.Dense(3, input = 2, relu), layers.Dense(2, softmax)];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
