use nn_runtime::sequential;

fn main() {
    let net = sequential![
        dense(3, input = 2, kernel_regularizer = l3(0.1), bias_regularizer = L2(0.1)),
        dense(3, kernel_constraint = positive, bias_constraint = 2),
        dense(3, kernel_constraint = max_norm(2, axes = 1), bias_constraint = max_norm(axis = last)),
        dense(3, kernel_regularizer = l2(-0.1), bias_regularizer = "dropout"),
        dense(3, kernel_regularizer = orthogonal(mode = diagonal), kernel_regulariser = l2),
        dense(3, trainable = 1, kernel_regularizer = keras::regularizers::L1(0.1)),
        flatten(kernel_regularizer = l2),
    ];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
