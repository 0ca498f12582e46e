//! A layer in both directions: what stands in its parentheses, and its options.

use nn_runtime::sequential;

fn main() {
    let net = sequential![
        bidirectional(dense(3), input = (5, 2)),
        bidirectional(lstm(3, return_sequences = true), gru(3, return_sequences = true)),
        bidirectional((lstm(3, return_sequences = true), gru(3, return_sequences = true))),
        bidirectional([lstm(3, return_sequences = true)]),
        bidirectional(),
        bidirectional(lstm),
        bidirectional(lstmm(3)),
        bidirectional(bidirectional(lstm(3))),
        bidirectional(lstm(0)),
        bidirectional(gru(3, return_sequences = true), sum),
        bidirectional(gru(3, return_sequences = true), merge_mode = None),
        bidirectional(gru(3, return_sequences = true), merge_mode = "sum"),
        bidirectional(gru(3, return_sequences = true), merge_mode = average),
        bidirectional(gru(3, return_sequences = true), go_backwards = true),
        bidirectional(gru(3, return_sequences = true), input = (5, 7)),
        bidirectional(gru(3, return_sequences = true, go_backwards = true)),
        bidirectional(gru(3, return_sequences = true, stateful = true)),
        Bidirectional(lstm(3, return_sequences = true)),
    ];
    println!("{:?}", net.forward(&[[0.0; 2]; 5]));

    // The text says nothing of the backward layer's numbers.
    let net = sequential![bidirectional(simple_rnn(1, input = (3, 1), kernel = [[1.0]]))];
    println!("{:?}", net.forward(&[[0.0; 1]; 3]));

    let net = sequential![bidirectional(lstm(3)), dense(2)];
    println!("{:?}", net.forward(&[[0.0; 1]; 3]));

    let net = sequential![bidirectional(lstm(3), input = (4, 2)), gru(2)];
    println!("{:?}", net.forward(&[[0.0; 2]; 4]));

    let net = sequential![dense(3, input = 2), bidirectional(lstm(3))];
    println!("{:?}", net.forward(&[0.0; 2]));

    // The names that they have in Keras are taken.
    let net = sequential![bidirectional(there: lstm(3, input = (4, 2), return_sequences = true)), backward_there: gru(2)];
    println!("{:?}", net.forward(&[[0.0; 2]; 4]));

    let net = sequential![GRU(3, input = (4, 2), bidirectional = True), RNN(4, 8, bidirectional = True)];
    println!("{:?}", net.forward(&[[0.0; 2]; 4]));
}

sequential! {
    #[streaming]
    struct Streamed { bidirectional(lstm(3, return_sequences = true), input = (4, 2)), gru(4) }
}
