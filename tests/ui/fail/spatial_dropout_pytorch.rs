use nn_runtime::sequential;

fn main() {
    let net = sequential![Dropout1d(p = 0.2, input = (4, 2)), Dropout2d(), SpatialDropout1D(0.5), flatten()];
    println!("{:?}", net.forward(&[[0.0; 2]; 4]));
}
