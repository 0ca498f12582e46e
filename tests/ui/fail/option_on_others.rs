use nn_runtime::sequential;

fn main() {
    let net = sequential![
        dropout(0.5, input = 2, seed = 3), flatten(data_format = "channels_last"), relu(max_vlaue = 6.0)
    ];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
