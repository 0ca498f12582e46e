use nn_runtime::sequential;

fn main() {
    let net = sequential![transformer(3, input = 2), dense(2)];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
