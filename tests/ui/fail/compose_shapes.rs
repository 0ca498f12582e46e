//! What `residual` and `concat` join doesn't fit.

fn main() {
    let _ = nn_runtime::sequential![
        dense(4, input = 2, relu),
        residual(dense(8, relu), dense(3)),
        concat(dense(3), (dense(6), reshape(2, 3))),
    ];
    let _ = nn_runtime::sequential![residual(cropping1d(1), relu, input = (8, 2)), residual(flatten())];
    let _ = nn_runtime::sequential![concat(identity(), (relu, permute(2, 1)), input = (8, 2))];
    let _ = nn_runtime::sequential![concat((dense(3), relu), input = 4)];
    let _ = nn_runtime::sequential![concat(dense(3), identity(), axis = 0, input = 4)];
}
