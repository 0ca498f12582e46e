//! A network from one file, with the weights of another.

use nn_runtime::sequential;

sequential! {
    #[keras("../data/network.keras")]
    #[weights("../data/directions.keras")]
    struct Other;
}

sequential! {
    #[keras("../data/network.keras")]
    #[weights("../data/finetuned.keras")]
    struct Missing;
}

fn main() {}
