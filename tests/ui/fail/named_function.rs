use nn_runtime::sequential;

sequential! {
    fn classifier() {
        dense(3, input = 2, relu)
    }
}

fn main() {}
