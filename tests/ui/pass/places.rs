//! Networks wherever an expression or an item can stand.

use nn_runtime::sequential;

fn outer() -> [f32; 2] {
    sequential! {
        struct Net { hidden: dense(3, input = 2), output: dense(2) }
    }
    fn inner() -> [f32; 2] {
        sequential! {
            struct Net { hidden: dense(4, input = 2), output: dense(2) }
        }
        Net::init(1).forward(&[1.8, 75.0])
    }
    let mut sum = inner();
    for x in Net::init(1).forward(&[1.8, 75.0]) {
        sum[0] += x;
    }
    sum
}

fn generic<T: Into<f32> + Copy>(x: T) -> f32 {
    let net = sequential![dense(3, input = 1), dense(1)];
    let twice = |x| sequential![dense(1, input = 1)].forward(&net.forward(&[x]))[0];
    twice(x.into())
}

struct Model<T>(T);

impl<T: Copy + Into<f32>> Model<T> {
    const LAYERS: usize = 2;

    fn run(&self) -> f32 {
        sequential![dense({ 1 + 1 }, input = 1), dense(1)].forward(&[self.0.into()])[0]
    }
}

fn pair() -> (impl Fn([f32; 2]) -> [f32; 1], usize) {
    let net = sequential![dense(1, input = 2)];
    (move |x| net.forward(&x), Model::<f32>::LAYERS)
}

mod visible {
    nn_runtime::sequential! {
        pub(crate) struct Crate { dense(1, input = 1) }
    }
    nn_runtime::sequential! {
        pub(in crate::visible) struct Here { dense(1, input = 1) }
    }
    nn_runtime::sequential! {
        pub(super) struct Above { dense(1, input = 1) }
    }
    pub fn here() -> f32 {
        Here::init(1).forward(&[1.0])[0]
    }
}

static NET: std::sync::LazyLock<Static> = std::sync::LazyLock::new(|| Static::init(3));
static ZEROS: Static = Static::zeros();

sequential! {
    struct Static { dense(1, input = 1) }
}

fn main() {
    assert!(outer()[0].is_finite());
    assert!(generic(1.0_f32).is_finite() && Model(1.0_f32).run().is_finite());
    let (run, layers) = pair();
    assert!(run([1.0, 2.0])[0].is_finite() && layers == 2);
    assert!(visible::Crate::init(1).forward(&[1.0])[0].is_finite() && visible::here().is_finite());
    assert!(visible::Above::init(1).forward(&[1.0])[0].is_finite());
    assert_eq!(ZEROS.forward(&[1.0]), [0.0]);
    assert!(NET.forward(&[1.0])[0].is_finite());
}
