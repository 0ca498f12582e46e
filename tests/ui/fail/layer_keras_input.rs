use nn_runtime::sequential;

fn main() {
    let net = sequential![
        keras.Input(shape=(2,)),
        dense(3, relu),
        dense(2, softmax),
    ];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
