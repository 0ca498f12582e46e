use nn_runtime::sequential;

sequential! {
    #[weights("../../pytorch/mlp.safetensors")]
    struct Units {
        dense(4, input = 3, relu),
        dense(2),
    }
}

sequential! {
    #[weights("../../pytorch/gru.safetensors")]
    struct Before {
        gru(4, reset_after = false, input = (5, 3)),
        dense(2),
    }
}

sequential! {
    #[weights("../../pytorch/conv1d.safetensors")]
    struct Fewer {
        conv1d(6, kernel = 3, strides = 2, input = (14, 4)),
    }
}

fn main() {}
