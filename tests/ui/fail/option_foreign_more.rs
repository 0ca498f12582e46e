use nn_runtime::sequential;

fn main() {
    let net = sequential![
        dense(3, input = 2, bias_regularizer = "l2", activity_regularizer = None, kernel_constraint = None),
        dense(3, bias_constraint = None, lora_rank = 4),
        dropout(0.5, noise_shape = None),
        relu(inplace = True),
        softmax(axis = 1),
    ];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
