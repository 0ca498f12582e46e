use nn_runtime::sequential;

const BACKWARDS: f32 = -0.5;

fn main() {
    let net = sequential![
        activity_regularization(l1 = -0.1, input = 2),
        activity_regularization(0.1),
        activity_regularization(l3 = 0.1),
    ];
    println!("{:?}", net.forward(&[1.8, 75.0]));

    let net = sequential![activity_regularization(l2 = BACKWARDS, input = 2)];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
