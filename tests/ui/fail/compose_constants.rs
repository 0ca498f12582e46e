//! What only rustc can compare.

const N: usize = 4;
const M: usize = 5;

nn_runtime::sequential! {
    struct Residual {
        residual(dense(8), dense(M), input = N),
    }
}

nn_runtime::sequential! {
    struct Concat {
        concat(relu, up_sampling1d(M), input = (N, 2)),
    }
}

fn main() {
    let _ = (Residual::init(1), Concat::init(1));
}
