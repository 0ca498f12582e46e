use nn_runtime::sequential;

fn main() {
    let net = sequential![
        conv2d(1, kernel = 1, input = (8, 8, 1)),
        nn::Conv2d(1, 8, 3),
        nn::Conv2d(8, 16, kernel_size = 3, stride = 2, bias = False),
        nn::Conv2d(8, 16, 5, padding = 2, groups = 2),
        nn::Conv2d(8, 16, 5, padding = 1),
        Conv2D(8, kernel = 3),
    ];
    println!("{:?}", net.forward(&[[[0.0]; 8]; 8]));
}
