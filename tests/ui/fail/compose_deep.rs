//! More layers in layers than anybody means.

fn main() {
    let _ = nn_runtime::sequential![
        residual(residual(residual(residual(residual(residual(residual(residual(residual(
            residual(residual(residual(residual(residual(residual(residual(residual(relu))))))))
        ))))))), relu), input = 3),
    ];
}
