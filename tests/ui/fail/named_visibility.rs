use nn_runtime::sequential;

sequential! {
    pub(3) struct Classifier {
        hidden: dense(3, input = 2, relu),
    }
}

fn main() {}
