use nn_runtime::sequential;

sequential! {
    struct Classifier {
        in: dense(3, input = 2, relu),
        self: dense(2, softmax),
        _: relu(),
    }
}

fn main() {}
