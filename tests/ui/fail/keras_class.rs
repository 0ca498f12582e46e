use nn_runtime::sequential;

sequential! {
    #[keras("../data/masking.keras")]
    pub struct Masked;
}

fn main() {
    println!("{:?}", Masked::pretrained().forward(&[[0.0; 4]; 3]));
}
