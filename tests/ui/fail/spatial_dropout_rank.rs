use nn_runtime::sequential;

fn main() {
    let net = sequential![spatial_dropout1d(0.5, input = 8), flatten()];
    println!("{:?}", net.forward(&[0.0; 8]));

    let net = sequential![reshape(4, 4, input = 16), spatial_dropout2d(0.5), flatten()];
    println!("{:?}", net.forward(&[0.0; 16]));

    let net = sequential![dense(3, input = 2), spatial_dropout3d(0.5), flatten()];
    println!("{:?}", net.forward(&[0.0; 2]));
}
