use nn_runtime::sequential;

sequential! {
    struct First { dense(3, input = 2) }
    struct Second { dense(2, input = 2) }
}

fn main() {}
