//! Inputs and outputs of several axes.

use nn_runtime::sequential;

sequential! {
    struct Image {
        rescaling(1.0 / 255.0, input = (4, 6, 1)),
        reshape(-1, 4),
        relu(),
        softmax(),
        reshape((2, 3, 4)),
        flatten(input = (2, 3, 4)),
        dense(6, input = 24),
        reshape(2, 3),
    }
}

fn main() {
    let output: [[f32; 3]; 2] = Image::init(3).forward(&[[[0.5]; 6]; 4]);
    assert!(output[1][2].is_finite());
    let row = sequential![flatten(input = (1, 3))].forward(&[[1.0, 2.0, 3.0]]);
    assert_eq!(row, [1.0, 2.0, 3.0]);
}
