use nn_runtime::sequential;

fn main() {
    let net = sequential![dense(units = 3, input = 2), dense(out_features = 2)];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
