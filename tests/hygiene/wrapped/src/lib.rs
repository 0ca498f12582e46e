//! Networks by another crate's macros; nn-runtime is no dependency of this one.
#![forbid(unsafe_code)]
#![deny(warnings)]

const HIDDEN: usize = 7;

wrapper::network! {
    /// With an attribute, and more layers.
    #[derive(Clone, Debug)]
    pub(crate) Net(hidden: 2, HIDDEN + 1, relu) {
        dense(3),
        last: dense(2, softmax),
    }
}

wrapper::network!(Private(only: 4, 3, tanh) {});

pub fn run() -> f32 {
    const SCALE: f32 = 0.5;
    let net = Net::init(1);
    let _ = &net.hidden;
    let _ = Private::zeros().forward(&[0.0; 4]);
    let ready = wrapper::ready![dense(3, input = 2, relu), dropout(0.5), dense(1)];
    let scaled = wrapper::scaled!(SCALE + 1.0, (2, 2)).forward(&[[1.0; 2]; 2]);
    ready.forward(&net.forward(&[1.0, 2.0]))[0] + scaled[0][0] + wrapper::inside(1.0)
}
