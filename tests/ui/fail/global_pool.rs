use nn_runtime::sequential;

fn main() {
    let net = sequential![
        global_max_pool2d(input = (4, 3)),
        dense(2),
    ];
    println!("{:?}", net.forward(&[[0.0; 3]; 4]));

    let net = sequential![
        GlobalMaxPooling1D(input = (4, 3), keepdims = 1),
        global_avg_pool1d(2),
        AdaptiveAvgPool2d(1),
    ];
    println!("{:?}", net.forward(&[[0.0; 3]; 4]));

    let net = sequential![global_average_pooling1d(input = (4, 3)), AdaptiveMaxPool1d(output_size = 5)];
    println!("{:?}", net.forward(&[[0.0; 3]; 4]));
}
