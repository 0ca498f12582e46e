//! A layer within is a field as any other, whose name is its own.

fn main() {
    let _ = nn_runtime::sequential![first: dense(4, input = 4), residual(first: dense(4), dense: relu), dense(2)];
}
