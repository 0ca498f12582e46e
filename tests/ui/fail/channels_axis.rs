use nn_runtime::sequential;

fn main() {
    let net = sequential![
        batch_normalization(axis = 1, input = (4, 6)),
        layer_normalization(axis = 2),
        rms_normalization(axis = "last"),
        unit_normalization(axis = (1, 2)),
        group_normalization(axis = -2, groups = 2),
    ];
    println!("{:?}", net.forward(&[[0.0; 6]; 4]));
}
