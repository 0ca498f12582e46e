use nn_runtime::sequential;

sequential! {
    #[weights("../../pytorch/mlp.safetensors")]
    struct Composed {
        dense(5, input = 3, relu),
        residual(dense(5, relu), dense(5)),
        dense(2),
    }
}

fn main() {
    println!("{:?}", Composed::pretrained().forward(&[0.5; 3]));
}
