use nn_runtime::sequential;

const N: usize = 3;

sequential! {
    #[classes(A, B)]
    struct Classifier {
        hidden: dense(N, input = 2),
    }
}

fn main() {}
