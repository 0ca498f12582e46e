use nn_runtime::sequential;

sequential! {
    struct Classifier {
        pub hidden: dense(3, input = 2, relu),
        pub output: dense(2, softmax),
    }
}

fn main() {}
