use nn_runtime::{Network, sequential};

sequential! {
    /// Three mistakes, and every way to use the network.
    #[derive(Clone, Debug)]
    #[classes("thin", "fat")]
    struct Classifier {
        rows: reshape(1, 2, input = 2),
        hidden: dense(3, relu),
        output: dense(2, softmax),
    }
}

struct Holder {
    classifier: Classifier,
    boxed: Box<Classifier>,
}

fn generic<N: Network<Scalar = f32, Input = [f32; 2]>>(network: &N) -> usize {
    nn_runtime::argmax(nn_runtime::Tensor::flat(&network.forward(&[1.0, 2.0])))
}

static ZEROS: Classifier = Classifier::zeros();

fn main() {
    let Classifier { hidden, output, .. } = Classifier::init(1);
    let kernel: [[f32; 3]; 2] = hidden.kernel;
    let mut holder = Holder { classifier: Classifier::pretrained().clone(), boxed: Classifier::boxed_zeros() };
    holder.classifier.output = output.clone();
    holder.classifier.output.bias[1] += kernel[0][0];
    let (class, p) = holder.boxed.classify(&[1.0, 2.0]);
    match class {
        ClassifierClass::Thin => println!("{p}"),
        ClassifierClass::Fat => println!("{}", Classifier::LAYERS.len() + Classifier::PARAMETERS),
    }
    println!("{} {}", generic(&holder.classifier), ZEROS.forward(&[1.0, 2.0])[1]);
    let bytes: Vec<u8> = ZEROS.to_safetensors();
    holder.classifier.load_safetensors(&bytes).unwrap();
    for (input, label) in [([1.0, 2.0], 0), ([2.0, 1.0], 1)] {
        let output = holder.classifier.forward(&input);
        println!("{} {}", output[label], output.iter().sum::<f32>());
    }
    println!("{} {}", Classifier::summary(), Classifier::diagram());
}
