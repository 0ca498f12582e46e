use nn_runtime::sequential;

sequential! {
    #[weights("../../keras/weights/branches.weights.h5")]
    struct Branches {
        dense(3, input = 3),
        concat((dense(3), dense(3), dense(3)), (dense(3), dense(3))),
        dense(2),
    }
}

sequential! {
    #[weights("../../keras/weights/nested.weights.h5")]
    struct Nested {
        dense(3, input = 3),
        dense(3),
        dense(3),
        dense(3),
    }
}

sequential! {
    #[weights("../../keras/weights/nested.weights.h5")]
    struct Fewer {
        head_1: dense(3, input = 3),
        inner: dense(3),
        end: dense(3),
    }
}

sequential! {
    #[weights("../../keras/weights/nested.weights.h5")]
    struct Options {
        head_1: dense(3, input = 3),
        inner: dense(3),
        inmost: dense(3),
        end: dense(3, use_bias = false),
    }
}

fn main() {}
