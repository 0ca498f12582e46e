use nn_runtime::sequential;

sequential! {
    #[classes(Under, Normal, Over)]
    struct Classifier {
        hidden: dense(3, input = 2, relu),
        output: dense(2, softmax),
    }
}

fn main() {
    let (class, p) = Classifier::zeros().classify(&[1.8, 75.0]);
    println!("{class:?} {p}");
}
