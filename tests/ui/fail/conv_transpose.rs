use nn_runtime::sequential;

const STRIDE: usize = 2;

fn main() {
    let net = sequential![
        conv2d_transpose(8, kernel = 3, strides = 2, output_padding = 2, input = (4, 4, 3)),
        Conv2DTranspose(8, kernel_size = 3, strides = 2, dilation = 2),
        conv2d_transpose(0, kernel = 3),
        conv2d_transpose(4, strides = 2),
        ConvTranspose2d(4, 8, 3),
        conv2d_transpose(4, kernel = 3, groups = 2),
    ];
    println!("{:?}", net.forward(&[[[0.0; 3]; 4]; 4]));

    let net = sequential![conv1d_transpose(2, kernel = 2, padding = same, output_padding = 0, input = (1, 3))];
    println!("{:?}", net.forward(&[[0.0; 3]; 1]));

    let net = sequential![conv1d_transpose(2, kernel = 3, strides = STRIDE, output_padding = 2, input = (5, 3))];
    println!("{:?}", net.forward(&[[0.0; 3]; 5]));

    let net = sequential![conv1d_transpose(2, kernel = 3, input = 5)];
    println!("{:?}", net.forward(&[0.0; 5]));
}
