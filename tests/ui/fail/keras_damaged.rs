use nn_runtime::sequential;

sequential! {
    #[keras("../data/model.keras")]
    struct Damaged;
}

sequential! {
    #[keras("../data/good.safetensors")]
    struct Other;
}

sequential! {
    #[keras("../data/missing.keras")]
    struct Missing;
}

sequential! {
    #[keras("../data/network.weights.h5")]
    struct Weights;
}

fn main() {}
