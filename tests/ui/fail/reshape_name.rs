use nn_runtime::sequential;

fn main() {
    let net = sequential![reshape(target_shape = (2, 4), input = 8)];
    println!("{:?}", net.forward(&[0.0; 8]));
}
