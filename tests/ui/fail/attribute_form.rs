use nn_runtime::sequential;

sequential! {
    #[weights = "../data/good.safetensors"]
    #[dtype]
    #[classes(A, B)]
    struct Classifier {
        hidden: dense(3, input = 2, relu),
        output: dense(2, softmax),
    }
}

fn main() {}
