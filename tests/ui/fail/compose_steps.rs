//! What is taken step by step.

fn main() {
    let _ = nn_runtime::sequential![dense(4, input = 2), time_distributed(dense(3)), dense(2)];
    let _ = nn_runtime::sequential![time_distributed(dense(3))];
    let _ = nn_runtime::sequential![time_distributed(dense(3, input = 5), input = (7, 4))];
    let _ = nn_runtime::sequential![time_distributed(cropping2d(1), input = (7, 4, 4)), dense(2)];
    let _ = nn_runtime::sequential![TimeDistributed(dense(3), input = (7, 4)), dense(2)];
}
