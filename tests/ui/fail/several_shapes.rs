use nn_runtime::sequential;

fn main() {
    let net = sequential![
        dense(12, relu),
        reshape(3, 5),
        dense(4, input = 15),
        dropout(2.0),
        dense(2, input = 3, softmax),
    ];
    let p: [f32; 2] = net.forward(&[1.8, 75.0]);
    println!("{p:?}");
}
