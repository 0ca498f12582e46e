use nn_runtime::sequential;

fn main() {
    let net = sequential![dense(10, input = (28, 28), relu)];
    println!("{:?}", net.forward(&[[0.0; 28]; 28]));
}
