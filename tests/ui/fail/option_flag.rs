use nn_runtime::sequential;

fn main() {
    let net = sequential![
        dense(3, input = 2, use_bias = False), dense(2, use_bias = 0), dense(2, use_bias = "no")
    ];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
