use nn_runtime::sequential;

sequential! {
    struct {
        hidden: dense(3, input = 2, relu),
    }
}

fn main() {}
