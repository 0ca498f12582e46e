use nn_runtime::sequential;

sequential! {
    #[classes(ALL, NONE)]
    struct Classifier {
        hidden: dense(3, input = 2, relu),
        output: dense(2, softmax),
    }
}

fn main() {}
