use nn_runtime::sequential;

fn main() {
    let net = sequential![
        dense(3, input = 2, gelu(aproximate)),
        dense(3, gelu(approximate = "tanh")),
        dense(2, gelu(approximate = True)),
    ];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
