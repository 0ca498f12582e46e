//! Indices are no numbers.

fn main() {
    let _ = nn_runtime::sequential![concat((embedding(9, 2), flatten()), (relu, dense(3)), input = 4)];
    let _ = nn_runtime::sequential![concat((embedding(9, 2), flatten()), identity(), input = 4)];
}
