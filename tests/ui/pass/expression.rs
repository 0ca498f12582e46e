//! The short form, in all its brackets.

use nn_runtime::sequential;

fn main() {
    let net = sequential![dense(3, input = 2, relu), dense(2, softmax)];
    let p: [f32; 2] = net.forward(&[1.8, 75.0]);
    assert!((p[0] + p[1] - 1.0).abs() < 1e-6);
    let clone = net.clone();
    assert_eq!(clone.forward(&[1.8, 75.0]), p);
    println!("{net:?}");

    let _ = sequential!(dense(3, input = 2));
    let _ = sequential! { dense(3, input = 2,), dense(2), };
    let one = sequential![dense(1, input = 1)].forward(&[1.0]);
    assert!(one[0].is_finite());
    let same = sequential![linear(input = 3)].forward(&[1.0, 2.0, 3.0]);
    assert_eq!(same, [1.0, 2.0, 3.0]);
}
