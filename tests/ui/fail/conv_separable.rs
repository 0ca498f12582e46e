use nn_runtime::sequential;

const NONE: usize = 0;

fn main() {
    let net = sequential![
        depthwise_conv2d(3, input = (8, 8, 2)),
        depthwise_conv2d(kernel = 3, depth_multiplier = 0, groups = 2),
        depthwise_conv2d(kernel = 12),
        separable_conv2d(kernel = 3),
        separable_conv2d(4, kernel = 3, padding = causal, kernel_initializer = zeros),
        separable_conv2d(4, kernel = 3, depth_multiplier = two(2.0), bias = [0.0; 3]),
    ];
    println!("{:?}", net.forward(&[[[0.0; 2]; 8]; 8]));
    let net = sequential![separable_conv1d(4, kernel = 3, input = (8, 8, 2)), flatten()];
    println!("{:?}", net.forward(&[[[0.0; 2]; 8]; 8]));
    let net = sequential![depthwise_conv1d(kernel = 2, depth_multiplier = NONE, input = (8, 2))];
    println!("{:?}", net.forward(&[[0.0; 2]; 8]));
}
