//! What stands in the ONNX files of networks: names, shapes, and which nodes. What they compute is compared for the networks
//! of `tests/keras.rs`.

use nn_runtime::sequential;
use rten::{Model, Value};
use rten_onnx::onnx::{GraphProto, ModelProto, ValueInfoProto};

fn graph(file: &[u8]) -> GraphProto {
    ModelProto::parse_buf(file).unwrap().graph.unwrap()
}

/// `operator name(inputs) -> outputs` of each node.
fn nodes(graph: &GraphProto) -> Vec<String> {
    let text = |text: &Option<String>| text.clone().unwrap();
    let node = graph.node.iter().map(|node| {
        format!("{} {}({}) -> {}", text(&node.op_type), text(&node.name), node.input.join(", "), node.output.join(", "))
    });
    node.collect()
}

fn names(values: &[ValueInfoProto]) -> Vec<&str> {
    values.iter().map(|value| value.name.as_deref().unwrap()).collect()
}

#[test]
fn names_are_the_networks_own() {
    sequential! {
        #[classes(Cat, Dog)]
        struct Pets { hidden: dense(3, input = 4, relu), dropout(0.5), dense(2, use_bias = false, softmax) }
    }
    let net = Pets::init(7);
    let model = ModelProto::parse_buf(&net.to_onnx()).unwrap();
    assert_eq!((model.ir_version, model.opset_import[0].version), (Some(8), Some(17)));
    assert_eq!(model.producer_name.as_deref(), Some("nn"));
    let classes = &model.metadata_props[0];
    assert_eq!((classes.key.as_deref(), classes.value.as_deref()), (Some("classes"), Some("Cat,Dog")));

    let graph = model.graph.unwrap();
    assert_eq!(
        nodes(&graph),
        [
            "Gemm hidden(input, hidden.kernel, hidden.bias) -> hidden/Gemm",
            "Relu hidden/Relu(hidden/Gemm) -> hidden",
            "Gemm dense(hidden, dense.kernel) -> dense/Gemm",
            "Softmax dense/Softmax(dense/Gemm) -> output",
        ]
    );
    assert_eq!(
        [names(&graph.input), names(&graph.output), names(&graph.value_info)],
        [["input"], ["output"], ["hidden"]]
    );
    for (tensor, parameter) in graph.initializer.iter().zip(net.parameters()) {
        assert_eq!(tensor.name.as_deref(), Some(parameter.name));
        assert!(tensor.dims.iter().map(|&size| usize::try_from(size).unwrap()).eq(parameter.shape.iter().copied()));
        let bytes: Vec<u8> = parameter.values.iter().flat_map(|x| x.to_le_bytes()).collect();
        assert_eq!(*tensor.raw_data.as_ref().unwrap().borrow(), bytes);
    }
}

#[test]
fn layers_may_be_called_as_the_graphs_ends() {
    sequential! {
        struct Ends { output: dense(3, input = 4), input: dense(2) }
    }
    let graph = graph(&Ends::zeros().to_onnx());
    assert_eq!(
        nodes(&graph),
        [
            "Gemm output(input, output.kernel, output.bias) -> output/Gemm",
            "Gemm input(output/Gemm, input.kernel, input.bias) -> output",
        ]
    );
}

#[test]
fn a_network_without_work_is_a_graph_too() {
    let net = sequential![dropout(0.5, input = 3), activation(linear)];
    assert_eq!(nodes(&graph(&net.to_onnx())), ["Identity Identity(input) -> output"]);
}

#[test]
fn tensors_are_turned_once_around_convolutions() {
    let net = sequential![
        conv2d(4, kernel = 3, padding = same, relu, input = (8, 8, 3)),
        batch_normalization(),
        max_pool2d(2),
        conv2d(5, kernel = 3),
        global_avg_pool2d(),
        dense(2),
    ];
    let operators: Vec<_> = graph(&net.to_onnx()).node.into_iter().map(|node| node.op_type.unwrap()).collect();
    assert_eq!(
        operators,
        ["Transpose", "Conv", "Relu", "BatchNormalization", "MaxPool", "Conv", "GlobalAveragePool", "Reshape", "Gemm"]
    );
}

#[test]
fn a_batch_is_of_any_size() {
    let net = sequential![conv1d(3, kernel = 2, input = (4, 2)), flatten(), dense(2, tanh)];
    let model = Model::load(net.to_onnx()).unwrap();
    for samples in [1, 7] {
        let input = Value::from_shape(&[samples, 4, 2], vec![0.5_f32; samples * 8]).unwrap();
        let output = model.run_one(input.into(), None).unwrap().into_tensor::<f32>().unwrap().into_data();
        let expected = net.forward(&[[0.5; 2]; 4]);
        assert_eq!(output.len(), 2 * samples);
        assert!(output.iter().zip(expected.iter().cycle()).all(|(y, e)| (y - e).abs() < 1e-6));
    }
}
