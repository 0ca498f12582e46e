use nn_runtime::sequential;

sequential! {
    #[keras("../data/inside.keras")]
    #[derive(Debug)]
    struct Inside;
}

fn main() {
    let outputs: [f32; 2] = Inside::pretrained().forward(&[0.0; 3]);
    println!("{outputs:?}");
}
