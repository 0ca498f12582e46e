//! A layer that is made of layers, without any.

nn_runtime::sequential! {
    struct First {
        residual(),
        dense(2),
    }
}

nn_runtime::sequential! {
    struct Later {
        dense(2, input = 3),
        concat(),
    }
}

fn main() {
    let _ = (First::init(1), Later::init(1));
}
