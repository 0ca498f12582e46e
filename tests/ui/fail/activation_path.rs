use nn_runtime::sequential;

fn main() {
    let net = sequential![
        dense(3, input = 2, activation = keras.activations.relu),
        dense(3, F.relu),
        dense(2, nn::Softmax),
    ];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
