use nn_runtime::sequential;

fn main() {
    let net = sequential![
        batch_normalization(axis = 0, input = (4, 6)),
        layer_normalization(axis = 3),
        rms_normalization(axis = "last"),
        unit_normalization(axis = (1, -3)),
        group_normalization(axis = -1, groups = 4),
        batch_normalization(axis = (1, 2)),
        group_normalization(axis = 1, groups = 3),
        layer_normalization(axis = (1, 2), gamma = [1.0, 2.0]),
        rms_normalization(axis = 1),
        softmax(axis = 0),
        softmax(axis = 2.5),
        prelu(shared_axes = (1, 4)),
        softmax(axis = (1, -2)),
    ];
    println!("{:?}", net.forward(&[[0.0; 6]; 4]));

    let net = sequential![dense(3, prelu, input = 2), batch_normalization(axis = 2)];
    println!("{:?}", net.forward(&[0.0; 2]));
}
