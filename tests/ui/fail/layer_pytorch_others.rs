use nn_runtime::sequential;

fn main() {
    let net = sequential![
        Unflatten(1), Linear(), LazyLinear(3, bias=False), Linear(in_features=3, out_features=2, bias=False)
    ];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
