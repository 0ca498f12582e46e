use nn_runtime::sequential;

const EDGE: usize = 3;

fn main() {
    let net = sequential![cropping1d((2, 2), input = (4, 3))];
    println!("{:?}", net.forward(&[[0.0; 3]; 4]));

    let net = sequential![cropping1d(EDGE, input = (4, 3))];
    println!("{:?}", net.forward(&[[0.0; 3]; 4]));

    let net = sequential![
        zero_padding2d((1, 2, 3), input = (4, 4, 1)),
        zero_padding2d(-1),
        zero_padding2d(padding = 2),
        up_sampling2d(0),
        up_sampling2d(2, interpolation = bicubic),
        up_sampling2d(2, interpolation = "bilinear"),
    ];
    println!("{:?}", net.forward(&[[[0.0]; 4]; 4]));

    let net = sequential![up_sampling2d(400000, input = (4, 4, 1))];
    println!("{:?}", net.forward(&[[[0.0]; 4]; 4]));

    let net = sequential![repeat_vector(0, input = 2), repeat_vector()];
    println!("{:?}", net.forward(&[0.0; 2]));
}
