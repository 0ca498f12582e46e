//! Weights that stand in the text.

use nn_runtime::sequential;

fn main() {
    let net = sequential![
        dense(2, input = 2, kernel = [[1.0, -1.0], [-1, 1.0]], bias = [0.0, 1]),
        dense(1, kernel = [[2.0], [3.0],], use_bias = false),
    ];
    assert_eq!(net.forward(&[3.0, 2.0]), [2.0]);
    sequential! {
        #[dtype(f64)]
        struct Xor {
            hidden: dense(2, input = 2, relu, kernel = [[1.0, 1.0], [1.0, 1.0]], bias = [0.0, -1.0]),
            output: dense(1, kernel = [[1.0], [-2.0]]),
        }
    }
    let xor = Xor::init(0);
    assert_eq!([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]].map(|x| xor.forward(&x)[0]), [0.0, 1.0, 1.0, 0.0]);
}
