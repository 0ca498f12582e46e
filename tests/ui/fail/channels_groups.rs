use nn_runtime::sequential;

const GROUPS: usize = 4;

fn main() {
    let net = sequential![
        group_normalization(input = (4, 6)),
        group_normalization(groups = 4),
        group_normalization(groups = 0),
        group_normalization(groups = "2"),
        group_normalization(2),
    ];
    println!("{:?}", net.forward(&[[0.0; 6]; 4]));

    let net = sequential![group_normalization(groups = GROUPS, input = 6)];
    println!("{:?}", net.forward(&[0.0; 6]));
}
