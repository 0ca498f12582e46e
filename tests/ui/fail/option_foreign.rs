use nn_runtime::sequential;

fn main() {
    let net = sequential![
        dense(3, input = 2, kernel_regularizer = "l2", trainable = False),
        dense(2, dtype = "float32", seed = 7),
    ];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
