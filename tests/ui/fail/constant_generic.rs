use nn_runtime::sequential;

fn output<const N: usize>() -> [f32; 2] {
    sequential![dense(N, input = 2), dense(2)].forward(&[1.8, 75.0])
}

fn main() {
    println!("{:?}", output::<3>());
}
