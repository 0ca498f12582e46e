use nn_runtime::sequential;

fn main() {
    let net = sequential![permute(0, 1, input = (4, 3))];
    println!("{:?}", net.forward(&[[0.0; 3]; 4]));

    let net = sequential![dense(6, input = 3), reshape(2, 3), permute(1, 2, 3)];
    println!("{:?}", net.forward(&[0.0; 3]));
}
