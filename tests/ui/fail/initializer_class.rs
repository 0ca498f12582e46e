use nn_runtime::sequential;

fn main() {
    let net = sequential![
        dense(3, input = 2, kernel_initializer = HeNormal()),
        dense(2, kernel_initializer = keras.initializers.GlorotUniform(seed = 1)),
    ];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
