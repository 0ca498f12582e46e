//! A layer in both directions, each of which is written.

use nn_runtime::sequential;

const UNITS: usize = 4;

fn main() {
    let net = sequential![
        bidirectional(lstm(3, return_sequences = true), backward_layer = gru(3, return_sequences = true), input = (5, 2)),
        bidirectional(
            lstm(3, return_sequences = true, go_backwards = true),
            backward_layer = gru(3, return_sequences = true, go_backwards = true),
        ),
        bidirectional(lstm(3, return_sequences = true), backward_layer = gru(3, go_backwards = true)),
        bidirectional(
            lstm(3, return_sequences = true),
            backward_layer = gru(4, return_sequences = true, go_backwards = true),
            merge_mode = sum,
        ),
        bidirectional(lstm(3, return_sequences = true), backward_layer = gru(3, go_backwards = true, return_sequences = true)),
        bidirectional(lstm(3), backward_layer = None),
        bidirectional(lstm(3), backward_layer = dense(3)),
        bidirectional(lstm(3), backward_layer: gru(3, go_backwards = true)),
        bidirectional(lstm(3), backward_layer = 3),
        bidirectional(lstm(3), backward_layer = (gru(3), gru(3))),
        bidirectional(backward_layer = gru(3, go_backwards = true)),
        bidirectional(
            lstm(3),
            backward_layer = gru(3, go_backwards = true),
            backward_layer = gru(4, go_backwards = true),
        ),
    ];
    println!("{:?}", net.forward(&[[0.0; 2]; 5]));

    let net = sequential![residual(backward_layer = gru(2), input = (5, 2))];
    println!("{:?}", net.forward(&[[0.0; 2]; 5]));

    let net = sequential![
        bidirectional(lstm(3), backward_layer = gru(3, go_backwards = true, return_sequences = true), input = (5, 2)),
    ];
    println!("{:?}", net.forward(&[[0.0; 2]; 5]));

    // Only rustc knows how many units there are.
    let net = sequential![
        bidirectional(lstm(3), backward_layer = gru(UNITS, go_backwards = true), merge_mode = mul, input = (5, 2)),
    ];
    println!("{:?}", net.forward(&[[0.0; 2]; 5]));

    // Each mistake in a layer is one, though there are two of it.
    let net = sequential![bidirectional(lstm({ UNITS - 4 }, input = (5, 2)))];
    println!("{:?}", net.forward(&[[0.0; 2]; 5]));
}
