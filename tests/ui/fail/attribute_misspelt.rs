use nn_runtime::sequential;

sequential! {
    #[weigths("../data/good.safetensors")]
    #[clases(A, B)]
    #[dtpye(f64)]
    struct Classifier {
        hidden: dense(3, input = 2, relu),
        output: dense(2, softmax),
    }
}

fn main() {}
