use nn_runtime::sequential;

sequential! {
    #[keras("../data/axis.keras")]
    #[derive(Debug)]
    struct Normalized;
}

fn main() {
    let outputs: [f32; 2] = Normalized::pretrained().forward(&[[0.0; 4]; 3]);
    println!("{outputs:?}");
}
