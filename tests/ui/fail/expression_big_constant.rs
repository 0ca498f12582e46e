use nn_runtime::sequential;

const WIDTH: usize = 2000;

fn main() {
    let net = sequential![dense(WIDTH, input = WIDTH), relu()];
    let _ = net.forward(&[0.0; WIDTH]);
}
