use nn_runtime::sequential;

const SCALES: [f32; 3] = [1.0; 3];

fn main() {
    let net = sequential![rescaling(SCALES, input = 2)];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
