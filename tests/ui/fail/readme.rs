use nn_runtime::sequential;

sequential! {
    struct Digits {
        flatten(input = (8, 8)),
        dense(64, rleu),
        dense(10, input = 32, softmax),
    }
}

fn main() {}
