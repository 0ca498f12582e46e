//! The dependency goes by another name.
#![forbid(unsafe_code)]
#![deny(warnings)]

use network::sequential as compile;

compile! {
    #[derive(Clone, Debug)]
    pub struct Net { hidden: dense(3, input = 2, relu), dense(2, softmax) }
}

pub fn run() -> [f32; 2] {
    let _ = Net::init(1).to_safetensors();
    let _ = network::sequential![dense(1, input = 1)].forward(&[1.0]);
    network::sequential! { dense(2, input = 2) }.forward(&Net::boxed_init(7).forward(&[1.0, 2.0]))
}
