use nn_runtime::sequential;

fn main() {
    let net = sequential![dense(3, input = 2, rleu), dense(2, swiglu)];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
