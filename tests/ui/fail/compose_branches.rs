//! Branches that are written in another way.

fn main() {
    let _ = nn_runtime::sequential![
        concat(dense(4), [dense(3), relu], input = 4),
        concat(dense(4), ()),
        concat(left: (dense(3), relu), dense(3)),
        residual(dense(4) dense(7)),
        residual(dense(7),, relu),
    ];
    let _ = nn_runtime::sequential![Concatenate(dense(3), dense(4), input = 4), dense(2)];
}
