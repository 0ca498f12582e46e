use nn_runtime::sequential;

sequential![dense(3, input = 2, relu), dense(2, softmax)];

fn main() {}
