use nn_runtime::sequential;

fn main() {
    let net = sequential![
        #[weights("../data/unnamed.safetensors")]
        dense(3, input = 2, relu), dense(3)
    ];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
