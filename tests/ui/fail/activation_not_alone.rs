use nn_runtime::sequential;

fn main() {
    let net = sequential![dense(3, input = 2, glu), dense(3, prelu), dense(2, None)];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
