use nn_runtime::sequential;

const NONE: usize = 0;

fn main() {
    let net = sequential![lstm(32, input = 9)];
    println!("{:?}", net.forward(&[0.0; 9]));

    let net = sequential![dense(8, input = 4), gru(3)];
    println!("{:?}", net.forward(&[0.0; 4]));

    let net = sequential![
        lstm(input = (9, 4)),
        lstm(0, return_sequences = true),
        gru(8, unit_forget_bias = true, input = (9, 4), return_sequences = true),
        lstm(8, recurrent_activation = "sigmoid", return_sequences = true),
        lstm(8, recurrent_activation = sigmid, return_sequences = true),
        lstm(8, activation = "relu", return_sequences = true),
        lstm(8, return_sequences = 1),
        lstm(8, stateful = true, return_sequences = true),
        lstm(8, return_state = true, return_sequences = true),
        lstm(8, dropout = 1.5, return_sequences = true),
        gru(8, return_sequences = true, return_sequence = true),
        simple_rnn(8, recurrent_activation = sigmoid, return_sequences = true),
        simple_rnn(4, use_bias = false, bias = [0.0; 4], input = (9, 8)),
    ];
    println!("{:?}", net.forward(&[[0.0; 4]; 9]));

    let net = sequential![
        LSTM(4, input = (9, 4)),
        gru(3),
    ];
    println!("{:?}", net.forward(&[[0.0; 4]; 9]));

    let net = sequential![
        LSTM(4, 8),
        RNN(4, 8, batch_first = True),
    ];
    println!("{:?}", net.forward(&[[0.0; 4]; 9]));

    let net = sequential![simple_rnn(2, input = (3, 1), kernel = [[1.0, 2.0, 3.0]], recurrent_kernel = [0.0, 1.0])];
    println!("{:?}", net.forward(&[[0.0; 1]; 3]));

    let net = sequential![lstm(NONE, input = (3, 1))];
    println!("{:?}", net.forward(&[[0.0; 1]; 3]));

    let net = sequential![gru(70_000, input = (3, 1))];
    println!("{:?}", net.forward(&[[0.0; 1]; 3]));
}
