use nn_runtime::{Streaming, sequential};

sequential! {
    struct Whole { gru(4, input = (9, 1), return_sequences = true), flatten(), dense(1) }
}

sequential! {
    struct Vector { dense(3, input = 2) }
}

sequential! {
    struct Reshaped { reshape(9, 1, input = 9), gru(4) }
}

fn last<N: Streaming>(_: &N) {}

fn main() {
    let net = Whole::init(1);
    let mut state = Whole::state();
    let y: [f32; 1] = net.step(&mut state, &[0.5]);
    println!("{y:?}");
    let mut state = Reshaped::state();
    last(&Vector::init(1));
}
