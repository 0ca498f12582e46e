//! A layer in both directions beside that of a file: what differs in both is told once.

nn_runtime::sequential! {
    #[weights("../data/directions.keras")]
    struct Differs {
        bidirectional(gru(8, reset_after = false, use_bias = false, return_sequences = true, relu), input = (3, 12)),
        bidirectional(simple_rnn(5, use_bias = false, return_sequences = true), merge_mode = sum),
        bidirectional(simple_rnn(3, tanh), backward_layer = simple_rnn(3, relu, go_backwards = true)),
    }
}

nn_runtime::sequential! {
    #[weights("../data/directions.keras")]
    struct Units {
        bidirectional(gru(8, reset_after = false, use_bias = false, return_sequences = true, softsign), input = (3, 12)),
        bidirectional(simple_rnn(5, use_bias = false, return_sequences = true), merge_mode = mul),
        bidirectional(simple_rnn(4)),
    }
}

fn main() {}
