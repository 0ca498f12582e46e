use nn_runtime::sequential;

fn main() {
    let net = sequential![
        #[classes(Under, Over)]
        dense(2, input = 2)
    ];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
