use nn_runtime::sequential;

sequential! {
    struct Classifier {
        hidden: Dense<f32, 2, 3>,
        output: [f32; 2],
    }
}

fn main() {}
