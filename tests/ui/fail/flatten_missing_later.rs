use nn_runtime::sequential;

fn main() {
    let net = sequential![
        reshape(4, 4, input = 16),
        relu(),
        dense(10, softmax),
    ];
    println!("{:?}", net.forward(&[0.0; 16]));
}
