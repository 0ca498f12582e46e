//! Weights from files, beside this one and elsewhere.

use nn_runtime::sequential;

sequential! {
    #[weights("../data/good.safetensors")]
    struct Single { hidden: dense(3, input = 2, relu), output: dense(2, softmax) }
}

sequential! {
    #[dtype(f64)]
    #[weights("../data/double.safetensors")]
    struct Double { hidden: dense(3, input = 2, relu), output: dense(2, softmax) }
}

sequential! {
    #[dtype(f64)]
    #[weights("../data/good.safetensors")]
    struct Widened { hidden: dense(3, input = 2, relu), output: dense(2, softmax) }
}

const HIDDEN: usize = 3;

sequential! {
    #[weights("../data/double.safetensors")]
    struct Narrowed { hidden: dense(HIDDEN, input = 2, relu), output: dense(2, softmax) }
}

fn main() {
    assert_eq!(Single::pretrained().forward(&[1.8, 75.0]), [0.5, 0.5]);
    assert_eq!(Double::pretrained().forward(&[1.8, 75.0]), [0.5_f64, 0.5]);
    assert_eq!(Widened::pretrained().forward(&[1.8, 75.0]), [0.5_f64, 0.5]);
    assert_eq!(Narrowed::pretrained().forward(&[1.8, 75.0]), [0.5, 0.5]);
    let net = sequential![
        #[weights("../data/unnamed.safetensors")]
        dense(3, input = 2, relu),
        dense(2, softmax),
    ];
    assert_eq!(net.forward(&[1.8, 75.0]), [0.5, 0.5]);
}
