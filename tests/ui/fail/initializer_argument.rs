use nn_runtime::sequential;

fn main() {
    let net = sequential![
        dense(3, input = 2, kernel_initializer = constant("1")),
        dense(3, kernel_initializer = random_normal(std = 0.1)),
        dense(2, kernel_initializer = zeros(3)),
    ];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
