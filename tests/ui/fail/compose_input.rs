//! The network's input, where the first layer is made of layers.

fn main() {
    let _ = nn_runtime::sequential![residual(dense(3), relu), dense(2)];
    let _ = nn_runtime::sequential![residual(dense(3, input = 5), input = 3)];
    let _ = nn_runtime::sequential![concat(dense(3, input = 4), (dense(5, input = 6), relu))];
    let _ = nn_runtime::sequential![dense(3, input = 2), residual(relu, dense(3, input = 5))];
}
