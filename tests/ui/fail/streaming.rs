use nn_runtime::sequential;

sequential! {
    #[streaming]
    struct Vector { dense(3, input = 2) }
}

sequential! {
    #[streaming]
    struct Backwards { lstm(8, input = (9, 1), return_sequences = true), gru(4, go_backwards = true) }
}

sequential! {
    #[streaming]
    struct Whole { gru(4, input = (9, 1), return_sequences = true), flatten(), dense(1) }
}

sequential! {
    #[streaming]
    struct Pooled { gru(4, input = (9, 1), return_sequences = true), global_max_pool1d() }
}

sequential! {
    #[streaming]
    struct Future { conv1d(4, kernel = 3, padding = same, input = (9, 1)) }
}

// One row of an image is not time.
sequential! {
    #[streaming]
    struct Image { conv2d(4, kernel = 1, input = (1, 7, 3)) }
}

sequential! {
    #[streaming]
    struct Row { reshape(1, 3, 4, input = (1, 12)), depthwise_conv2d(kernel = 1) }
}

sequential! {
    #[streaming]
    struct Transposed { conv1d_transpose(4, kernel = 1, input = (7, 3)) }
}

sequential! {
    #[streaming]
    struct Strides { conv1d(4, kernel = 3, padding = causal, strides = 2, input = (9, 1)) }
}

sequential! {
    #[streaming]
    struct Inside { residual(conv1d(1, kernel = 3, padding = same, input = (9, 1))), gru(4) }
}

sequential! {
    #[streaming]
    #[streaming(true)]
    struct Arguments { gru(4, input = (9, 1)) }
}

sequential! {
    #[streaming]
    #[streaming]
    struct Twice { gru(4, input = (9, 1)) }
}

fn main() {
    let net = Whole::init(1);
    let mut state = Whole::state();
    let [y] = net.step(&mut state, &[0.5]);
    println!("{y}");
}
