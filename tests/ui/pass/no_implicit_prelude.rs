//! Nothing of the prelude is there.
#![no_implicit_prelude]

::nn_runtime::sequential! {
    #[classes(A, B)]
    #[weights("../data/good.safetensors")]
    pub struct Net { hidden: dense(3, input = 2, relu(max_value = 6.0)), output: dense(2, softmax) }
}

fn main() {
    let net = ::nn_runtime::sequential![
        normalization(mean = 0.0, variance = [1.0, 2.0], input = 2),
        rescaling(0.5),
        dense(3, relu, kernel_initializer = he_normal),
    ];
    let _: [f32; 3] = net.forward(&[1.8, 75.0]);
    let (class, _) = Net::init(1).classify(&[1.8, 75.0]);
    let _ = Net::boxed_init(2).to_safetensors();
    let _ = Net::pretrained();
    let _ = class.name();
}
