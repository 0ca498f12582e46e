//! Without std and without an allocator. If std were linked, there would be two handlers of panics.
#![no_std]
#![deny(warnings)]

use nn_runtime::{Network, sequential};

sequential! {
    #[classes(Underweight, Overweight)]
    #[derive(Clone, Debug)]
    pub struct Classifier { hidden: dense(300, input = 2, relu), output: dense(2, softmax) }
}

static NET: Classifier = Classifier::zeros();

/// Everything that needs no allocator.
#[unsafe(no_mangle)]
pub extern "C" fn classify(height: f32, weight: f32) -> f32 {
    let mut net = Classifier::init(7);
    let mut outputs = [[0.0; 2]; 1];
    net.forward_batch(&[[height, weight]], &mut outputs);
    let loaded = net.load_safetensors(&[]).is_ok();
    for parameter in net.parameters_mut() {
        parameter.values.fill(0.5);
    }
    let (class, probability) = NET.classify(&outputs[0]);
    let more = sequential![
        #[dtype(f64)]
        dense(2, input = 2, gelu)
    ]
    .forward(&[1.0, 2.0])[0]
        > 0.0;
    if loaded || more || class == ClassifierClass::Overweight { Classifier::FLOPS as f32 } else { probability }
}

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    loop {}
}
