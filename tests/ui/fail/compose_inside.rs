//! A mistake within has its caret there, and nothing more is said of the layer around it.

fn main() {
    let _ = nn_runtime::sequential![
        dense(4, input = 2, relu),
        residual(first: dense(8, rleu), dense(3)),
        residual(dense(8), relu, norm()),
        residual(residual(dense(), flaten, dense), Dense(3), softmaxx),
        concat(Dense(3), flatten, (dense(4) relu), reshape(2, 3)),
        residul(third: dense(8), dense(4)),
        residual(second = dense(4)),
        dense(2),
    ];
}
