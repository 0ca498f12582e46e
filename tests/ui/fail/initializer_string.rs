use nn_runtime::sequential;

fn main() {
    let net = sequential![
        dense(3, input = 2, kernel_initializer = "he_normal"),
        dense(2, bias_initializer = "Zeros"),
    ];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
