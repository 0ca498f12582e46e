use nn_runtime::sequential;

fn main() {
    let net = sequential![
        dense(1000, input = 1000, relu),
        dense(10, softmax),
    ];
    println!("{:?}", net.forward(&[0.0; 1000]));
}
