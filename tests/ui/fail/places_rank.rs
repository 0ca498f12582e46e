use nn_runtime::sequential;

fn main() {
    let net = sequential![zero_padding2d(1, input = (4, 4)), cropping2d(1)];
    println!("{:?}", net.forward(&[[0.0; 4]; 4]));

    let net = sequential![repeat_vector(3, input = (4, 2)), flatten()];
    println!("{:?}", net.forward(&[[0.0; 2]; 4]));
}
