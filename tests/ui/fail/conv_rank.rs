use nn_runtime::sequential;

fn main() {
    let net = sequential![conv2d(4, kernel = 3, input = (8, 8)), conv1d(3, kernel = 2)];
    println!("{:?}", net.forward(&[[0.0; 8]; 8]));
    let net = sequential![conv2d(4, kernel = 3, input = (8, 8, 1)), dense(10)];
    println!("{:?}", net.forward(&[[[0.0]; 8]; 8]));
    let net = sequential![conv2d(4, kernel = 3, input = (8, 8, 1)), conv1d(3, kernel = 2)];
    println!("{:?}", net.forward(&[[[0.0]; 8]; 8]));
}
