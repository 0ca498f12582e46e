use nn_runtime::sequential;

const HIDDEN: usize = 3;

fn main() {
    let net = sequential![
        dense(HIDDEN, input = 2, relu),
        dense(2, input = 4, softmax),
    ];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
