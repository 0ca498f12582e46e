use nn_runtime::sequential;

fn main() {
    let net = sequential![
        dense(3, input = 2, kernel_initializer = he_norml),
        dense(3, kernel_initializer = sparse),
    ];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
