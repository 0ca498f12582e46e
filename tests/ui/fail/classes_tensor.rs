use nn_runtime::sequential;

sequential! {
    #[classes(A, B)]
    struct Classifier {
        start: flatten(input = (2, 2)),
        end: reshape(2, 2),
    }
}

fn main() {}
