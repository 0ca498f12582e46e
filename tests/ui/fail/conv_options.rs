use nn_runtime::sequential;

fn main() {
    let net = sequential![
        conv2d(4, kernel_size = 3, stride = 1, dilation_rate = 1, input = (8, 8, 1)),
        conv2d(4, 3),
        conv2d(4, (3, 3), padding = "same"),
        conv2d(4, kernel = [3, 3], padding = smae),
        conv2d(4, kernel = 3, padding = 1),
        conv2d(4, kernel = 3, padding = causal),
        conv2d(4),
        conv2d(4, kernel = 0),
        conv2d(4, kernel = (3, 3, 3)),
        conv2d(filters = 4, kernel = 3, strides = (1, 0), activation = "relu"),
        conv2d(4, kernel = 3, kernel = 5, bias = False),
        conv2d(4, kernel = 1, use_bias = false, bias = [0.0; 4]),
        conv2d(4, relu, kernel = 1, kernal_initializer = zeros),
    ];
    println!("{:?}", net.forward(&[[[0.0]; 8]; 8]));
}
