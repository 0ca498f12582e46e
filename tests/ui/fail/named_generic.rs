use nn_runtime::sequential;

sequential! {
    struct Classifier<T, const N: usize> {
        hidden: dense(N, input = 2, relu),
    }
}

fn main() {}
