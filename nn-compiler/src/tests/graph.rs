//! The graphs that networks lower to, and what a forward pass leaves of them.

use crate::compile::{expand, graph};

/// The graph of a network as text.
#[track_caller]
fn of(network: &str) -> String {
    let tokens = format!("(::nn_runtime::hidden) {network}").parse().expect("tokens");
    graph(tokens).expect("a network without errors")
}

/// The lines that start so.
fn lines(graph: &str, start: &str) -> Vec<String> {
    graph.lines().filter(|line| line.starts_with(start)).map(str::to_owned).collect()
}

#[test]
fn a_value_is_read_as_often_as_layers_need_it() {
    let graph = of("dense(4, input = 4), residual(dense(8, relu), dense(4)), concat(identity(), (dense(2), tanh))");
    let expected = "\
%0 = input: [4]
%1 = dense(%0, units = 4): [4] # dense
%2 = dense(%1, units = 8, activation = relu): [8] # dense_1
%3 = dense(%2, units = 4): [4] # dense_2
%4 = elementwise(%1, %3, how = Sum): [4] # residual
%5 = dense(%4, units = 2): [2] # dense_3
%6 = activate(%5, activation = tanh, row = 2): [2] # tanh
%7 = concat(%4, %6): [6] # concat
output %7
";
    assert!(graph.starts_with(expected), "{graph}");
}

#[test]
fn steps_are_rows_of_what_takes_each_by_itself() {
    let graph = of("time_distributed(dense(2), input = (5, 3))");
    let expected = "\
%0 = input: [5, 3]
%1 = reshape(%0): 5 x [3] # dense
%2 = dense(%1, units = 2): 5 x [2] # dense
%3 = reshape(%2): [5, 2] # time_distributed
output %3
";
    assert!(graph.starts_with(expected), "{graph}");
}

#[test]
fn padding_stays_with_the_convolution() {
    let graph = of("conv1d(4, kernel = 3, padding = causal, dilation = 2, input = (9, 2))");
    assert_eq!(
        lines(&graph, "%1"),
        [
            "%1 = conv(%0, filters = 4, groups = 1, kernel = 1x1x3, strides = 1x1x1, dilation = 1x1x2, before = 0x0x4): [9, 4] # conv1d"
        ]
    );
}

#[test]
fn what_only_training_needs_is_kept() {
    let graph = of("
        a: dense(4, input = 4, activity_regularizer = l1(0.5), kernel_regularizer = l1_l2(l2 = 0.1), bias_constraint = non_neg),
        gaussian_noise(0.25), alpha_dropout(0.125), batch_normalization(momentum = 0.5),
        activity_regularization(l2 = 0.5)");
    for line in [
        "%2 = activity_regularize(%1, regularizer = l1(l1 = 0.5)): [4] # a",
        "%3 = noise(%2, kind = GaussianNoise, strength = 0.25): [4] # gaussian_noise",
        "%4 = noise(%3, kind = AlphaDropout, strength = 0.125): [4] # alpha_dropout",
        "%5 = batch_normalize(%4, epsilon = 0.001, momentum = 0.5): [4] # batch_normalization",
        "%6 = activity_regularize(%5, regularizer = l1_l2(l1 = 0, l2 = 0.5)): [4] # activity_regularization",
        "a.kernel: [4, 4], trainable, l1_l2(l1 = 0, l2 = 0.1)",
        "a.bias: [4], trainable, non_neg()",
        "batch_normalization.gamma: [4], trainable",
        "batch_normalization.moving_mean: [4], statistic",
    ] {
        assert!(graph.lines().any(|other| other == line), "`{line}` is not in\n{graph}");
    }
    let graph = of("lstm(2, input = (5, 3), dropout = 0.25, recurrent_dropout = 0.5,
        recurrent_regularizer = orthogonal(mode = columns), kernel_constraint = max_norm(3, axis = (0, 1)))");
    assert!(lines(&graph, "%1")[0].contains("dropout = 0.25, recurrent_dropout = 0.5"), "{graph}");
    let kernel = "lstm.kernel: [3, 8], trainable, max_norm(max_value = 3, axis = (0, 1))";
    let recurrent_kernel = "lstm.recurrent_kernel: [2, 8], trainable, orthogonal(factor = 0.01, mode = columns)";
    assert_eq!(lines(&graph, "lstm.")[..2], [kernel, recurrent_kernel]);
}

#[test]
fn parameters_have_roles() {
    let roles = |network: &str| {
        let graph = of(network);
        let parameters = graph.lines().filter(|line| !line.starts_with(['%', 'o']));
        let role = |line: &str| {
            line.split(", ").find(|part| ["trainable", "frozen", "statistic"].contains(part)).map(str::to_owned)
        };
        parameters.filter_map(role).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(roles("dense(2, input = 2, trainable = true)"), "trainable trainable");
    assert_eq!(roles("dense(2, input = 2, trainable = bias)"), "frozen trainable");
    assert_eq!(roles("batch_normalization(input = 2, trainable = false)"), "frozen frozen statistic statistic");
    // Of layers that are made of others, and not of those beside them.
    assert_eq!(
        roles("dense(2, input = 2), residual(dense(2, trainable = bias), dense(2), trainable = false)"),
        "trainable trainable frozen frozen frozen frozen"
    );
    assert_eq!(
        roles("bidirectional(gru(2, use_bias = false), input = (3, 2), trainable = false)"),
        "frozen frozen frozen frozen"
    );
}

#[test]
fn a_forward_pass_has_nothing_of_it() {
    let expansion = |network: &str| {
        let tokens = expand(format!("(::nn_runtime::hidden) {network}").parse().expect("tokens")).tokens.to_string();
        // What is called, without the layers' texts and descriptions.
        tokens.split("fn run").nth(1).and_then(|body| body.split("fn zeros").next()).expect("a forward pass").to_owned()
    };
    let trained = expansion(
        "struct Net { dense(4, input = 4, kernel_regularizer = l2, activity_regularizer = l2), dropout(0.5), relu(),
         batch_normalization(momentum = 0.5, trainable = false), gaussian_noise(0.5), dense(2) }",
    );
    let plain = expansion("struct Net { dense(4, input = 4), relu(), batch_normalization(), dense(2) }");
    assert_eq!(trained, plain);
}
