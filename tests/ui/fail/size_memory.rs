use nn_runtime::sequential;

fn main() {
    let net = sequential![dense(18446744073709551615, input = 4294967295)];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
