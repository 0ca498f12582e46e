//! Sizes that only rustc knows, in the layers that put numbers in other places.

use nn_runtime::sequential;

const STEPS: usize = 3;
const EDGE: usize = 1;

sequential! {
    pub struct Places {
        zero_padding1d((EDGE, 2), input = (STEPS, 2)),
        cropping1d(EDGE),
        up_sampling1d(EDGE + 1),
        permute(2, 1),
        flatten(),
        repeat_vector(STEPS),
    }
}

sequential! {
    pub struct Normal {
        first: batch_normalization(center = false, input = (STEPS, 2)),
        second: group_normalization(groups = EDGE),
        permute(2, 1),
        third: layer_normalization(center = false),
        fourth: rms_normalization(),
        unit_normalization(),
    }
}

fn main() {
    let places = Places::zeros().forward(&[[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]);
    let row = [1.0, 1.0, 3.0, 3.0, 5.0, 5.0, 0.0, 0.0, 2.0, 2.0, 4.0, 4.0, 6.0, 6.0, 0.0, 0.0];
    assert_eq!(places, [row; STEPS]);

    let net = Normal::init(0);
    let gamma: [f32; STEPS] = net.third.gamma;
    assert_eq!(gamma, [1.0; STEPS]);
    let unit = net.forward(&[[1.0, 2.0], [3.0, 5.0], [5.0, 6.0]]);
    assert!(unit.iter().all(|row| (row.iter().map(|x| x * x).sum::<f32>() - 1.0).abs() < 1e-5));
}
