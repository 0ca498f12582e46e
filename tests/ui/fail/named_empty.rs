use nn_runtime::sequential;

sequential! {
    pub struct Classifier {}
}

sequential! {
    struct Unit;
}

fn main() {}
