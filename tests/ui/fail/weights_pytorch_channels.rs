use nn_runtime::sequential;

sequential! {
    #[weights("../../pytorch/conv2d.safetensors")]
    struct Reshaped {
        conv2d(6, input = (8, 5, 2), kernel = (3, 2)),
        reshape(6, 6, 4),
        flatten(),
        dense(3),
    }
}

fn main() {
    println!("{:?}", Reshaped::pretrained().forward(&[[[0.5; 2]; 5]; 8]));
}
