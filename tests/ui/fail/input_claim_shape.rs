use nn_runtime::sequential;

fn main() {
    let net = sequential![
        reshape(2, 4, input = 8),
        flatten(input = (4, 2)),
    ];
    println!("{:?}", net.forward(&[0.0; 8]));
}
