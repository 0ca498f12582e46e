use nn_runtime::sequential;

const KERNEL: usize = 9;
const NONE: usize = 0;
const TWO: usize = 2;

fn main() {
    let net = sequential![conv2d(4, kernel = (3, 9), input = (8, 8, 1))];
    println!("{:?}", net.forward(&[[[0.0]; 8]; 8]));
    let net = sequential![conv2d(4, kernel = 4, dilation = 3, input = (8, 8, 1))];
    println!("{:?}", net.forward(&[[[0.0]; 8]; 8]));
    let net = sequential![conv2d(4, kernel = 3, dilation = 2, strides = 2, input = (8, 8, 1))];
    println!("{:?}", net.forward(&[[[0.0]; 8]; 8]));
    let net = sequential![conv1d(4, kernel = 3, groups = 2, input = (8, 3)), conv1d(4, kernel = 1, groups = 0)];
    println!("{:?}", net.forward(&[[0.0; 3]; 8]));
    let net = sequential![conv1d(9, kernel = 3, groups = 6, input = (8, 6))];
    println!("{:?}", net.forward(&[[0.0; 6]; 8]));
    let net = sequential![conv3d(100_000, kernel = 100, padding = same, input = (8, 8, 8, 6))];
    println!("{:?}", net.forward(&[[[[0.0; 6]; 8]; 8]; 8]));
    let net = sequential![conv2d(1_000_000, kernel = 1, input = (800, 800, 1))];
    println!("{:?}", net.forward(&[[[0.0]; 800]; 800]));

    let net = sequential![conv1d(4, kernel = KERNEL, input = (8, 3))];
    println!("{:?}", net.forward(&[[0.0; 3]; 8]));
    let net = sequential![conv1d(4, kernel = 2, strides = NONE, input = (8, 3))];
    println!("{:?}", net.forward(&[[0.0; 3]; 8]));
    let net = sequential![conv1d(4, kernel = 2, strides = TWO, dilation = TWO, input = (8, 3))];
    println!("{:?}", net.forward(&[[0.0; 3]; 8]));
    let net = sequential![conv1d(4, kernel = 2, groups = TWO, input = (8, 3))];
    println!("{:?}", net.forward(&[[0.0; 3]; 8]));
    let net = sequential![conv1d(NONE, kernel = 2, input = (8, 3))];
    println!("{:?}", net.forward(&[[0.0; 3]; 8]));
    let net = sequential![conv2d(16, kernel = 5, input = (3, 32, 32))];
    println!("{:?}", net.forward(&[[[0.0; 32]; 32]; 3]));
}
