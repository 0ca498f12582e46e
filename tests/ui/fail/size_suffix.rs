use nn_runtime::sequential;

fn main() {
    let net = sequential![dense(3u32, input = 2i64), dense(2f32)];
    println!("{:?}", net.forward(&[1.8, 75.0]));
}
