use nn_runtime::sequential;

fn main() {
    let net = sequential![
        rescaling(input = 2), rescaling(scale = 0.5), rescaling("1/255"), rescaling(0.5, 1.0)
    ];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
