use nn_runtime::sequential;

sequential! {
    #[keras("../data/network.keras")]
    struct Layers {
        dense(3, input = 2),
    }
}

sequential! {
    #[keras(network)]
    struct Unquoted;
}

sequential! {
    #[keras]
    struct Nothing;
}

sequential! {
    #[keras("../data/network.keras")]
    struct Twice; struct More;
}

fn main() {}
