use nn_runtime::sequential;

const POOL: usize = 5;
const NONE: usize = 0;

fn main() {
    let net = sequential![max_pool2d(5, input = (4, 8, 3))];
    println!("{:?}", net.forward(&[[[0.0; 3]; 8]; 4]));

    let net = sequential![
        MaxPooling2D(pool_size = (2, 2), strides = 0, input = (4, 8, 3)),
        avg_pool1d(2),
        MaxPool2d(kernel_size = 3, stride = 2),
    ];
    println!("{:?}", net.forward(&[[[0.0; 3]; 8]; 4]));

    let net = sequential![
        avg_pool2d(0, input = (4, 8, 3)),
        average_pooling2d(2, padding = causal),
        max_pool2d(2, padding = 1),
        max_pool2d((1, 2, 3)),
        max_pool2d(2, 2),
        AvgPool2d(2, 2, 1),
    ];
    println!("{:?}", net.forward(&[[[0.0; 3]; 8]; 4]));

    let net = sequential![max_pool1d(2, input = 4)];
    println!("{:?}", net.forward(&[0.0; 4]));

    let net = sequential![max_pool1d(POOL, strides = NONE, input = (4, 1))];
    println!("{:?}", net.forward(&[[0.0]; 4]));
}
