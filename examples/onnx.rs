//! A network as an ONNX file, which Netron shows (<https://netron.app>) and onnxruntime runs.

use std::path::Path;

use nn_runtime::sequential;

sequential! {
    /// The species of an iris, from the length and width of its sepals and petals in centimetres.
    #[weights("data/iris.safetensors")]
    #[classes(Setosa, Versicolor, Virginica)]
    pub struct Iris {
        dense(16, input = 4, relu),
        dense(16, relu),
        dense(3, softmax),
    }
}

fn main() -> std::io::Result<()> {
    let file = Iris::pretrained().to_onnx();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/iris.onnx");
    std::fs::write(&path, &file)?;
    println!("{}: {} bytes", path.display(), file.len());
    println!("onnxruntime.InferenceSession(\"iris.onnx\").run(None, {{\"input\": [[5.1, 3.5, 1.4, 0.2]]}}) gives");
    println!("{:?}", Iris::pretrained().forward(&[5.1, 3.5, 1.4, 0.2]));
    Ok(())
}
