use nn_runtime::sequential;

fn main() {
    let net = sequential![dense(3, input = 2), embedding(10, 4)];
    println!("{:?}", net.forward(&[0.0; 2]));

    let net = sequential![Embedding(input_dim = 10, output_dim = 4, input = 6)];
    println!("{:?}", net.forward(&[0; 6]));

    let net = sequential![embedding(10, 4, mask_zero = true, input = 6)];
    println!("{:?}", net.forward(&[0; 6]));

    let net = sequential![embedding(10, embeddings_initializer = uniform, input = 6), dense(2)];
    println!("{:?}", net.forward(&[0; 6]));

    let net = sequential![embedding(0, 4, input = 6)];
    println!("{:?}", net.forward(&[0; 6]));

    let net = sequential![embedding(3, 1, embeddings = [[1.0], [2.0]], input = 6)];
    println!("{:?}", net.forward(&[0; 6]));

    let net = sequential![embedding(100000, 100000, input = 6)];
    println!("{:?}", net.forward(&[0; 6]));

    let net = sequential![embedding(2, 1, input = 3)];
    println!("{:?}", net.forward(&[0.0; 3]));
}
