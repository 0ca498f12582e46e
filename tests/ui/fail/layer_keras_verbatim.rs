use nn_runtime::sequential;

fn main() {
    let net = sequential![
        keras.layers.Dense(3, input_shape=(2,), activation="relu"),
        keras.layers.Dense(2, activation="softmax"),
    ];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
