use nn_runtime::sequential;

const DESCENDING: [f32; 3] = [0.0, 2.0, 1.0];
const NONE: [f32; 0] = [];
const LOW: f32 = 1.0;
const NO_NUMBER: [f32; 1] = [f32::NAN];

fn main() {
    let net = sequential![
        discretization(DESCENDING, input = 2),
        discretization(NONE),
        discretization([LOW, 0.0]),
        discretization(NO_NUMBER),
    ];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
