// Made by make_goldens.py with Keras 3.15.1.
case! { dense_linear, f32, "dense_linear", { dense(2, input = 3) } }
case! { dense_no_bias, f32, "dense_no_bias", { dense(7, input = 5, use_bias = false), dense(2, tanh, use_bias = false) } }
case! { dense_one_one, f32, "dense_one_one", { dense(1, input = 1) } }
case! { dense_one_in, f32, "dense_one_in", { dense(3, input = 1, relu), dense(1) } }
case! { dense_one_inside, f32, "dense_one_inside", { dense(1, input = 7, elu), dense(8, selu), dense(9, celu) } }
case! { dense_one_softmax, f32, "dense_one_softmax", { dense(1, input = 3, softmax) } }
case! { dense_readme, f32, "dense_readme", { dense(3, input = 2, relu), dense(2, softmax) } }
case! { dense_relu_3, f32, "dense_relu_3", { dense(5, input = 3, relu), dropout(0.5), dense(2, softmax) } }
case! { dense_iris, f32, "dense_iris", { dense(16, input = 4, relu), dense(16, relu), dense(3, softmax) } }
case! { dense_ladder, f32, "dense_ladder", { dense(2, input = 1, tanh), dense(3, tanh), dense(5, tanh), dense(7, tanh), dense(8, tanh), dense(9, tanh), dense(15, tanh), dense(16, tanh), dense(17, tanh), dense(2) } }
case! { dense_wide, f32, "dense_wide", { dense(64, input = 33, tanh), dense(65, sigmoid), dense(1) } }
case! { dense_65_in, f32, "dense_65_in", { dense(2, input = 65, relu) } }
case! { dense_64_in, f32, "dense_64_in", { dense(31, input = 64, relu), dense(33) } }
case! { dense_smooth_17, f32, "dense_smooth_17", { dense(31, input = 17, gelu), dense(15, silu), dense(9, softplus) } }
case! { dense_smooth_16, f32, "dense_smooth_16", { dense(16, input = 16, gelu(approximate)), dense(8, mish), dense(7, softsign), dense(5, linear) } }
case! { dense_rectified, f32, "dense_rectified", { dense(9, input = 8, relu6), dense(7, leaky_relu), dense(5, leaky_relu(0.1)), dense(3, elu(0.5)) } }
case! { dense_relu_parameters, f32, "dense_relu_parameters", { dense(15, input = 5, relu(negative_slope = 0.1)), dense(9, relu(max_value = 2.0)), dense(8, relu(threshold = 0.5)), dense(7, relu(negative_slope = 0.1, max_value = 2.0, threshold = 0.5)) } }
case! { dense_hard, f32, "dense_hard", { dense(15, input = 9, celu(0.5)), dense(8, hard_sigmoid), dense(5, hard_silu), dense(3, hard_tanh) } }
case! { dense_shrink, f32, "dense_shrink", { dense(16, input = 15, soft_shrink), dense(9, hard_shrink), dense(8, tanh_shrink), dense(7, soft_shrink(0.3)), dense(5, hard_shrink(0.3)) } }
case! { dense_square, f32, "dense_square", { dense(7, input = 2, squareplus), dense(5, squareplus(2.0)), dense(3, log_sigmoid) } }
case! { dense_sparse, f32, "dense_sparse", { dense(9, input = 7, sparse_plus), dense(8, sparse_sigmoid) } }
case! { dense_sparsemax, f32, "dense_sparsemax", { rescaling(50.0, input = 5), dense(7, sparsemax), dense(3) } }
case! { dense_exponential, f32, "dense_exponential", { dense(5, input = 3, exponential), dense(3, log_softmax) } }
case! { dense_threshold, f32, "dense_threshold", { dense(7, input = 8, threshold(0.5, -1.0)), dense(5, threshold(-1.0, 20.0)), dense(3, linear) } }
case! { activation_names, f32, "activation_names", { dense(8, input = 5), activation(tanh), dense(3), activation(softmax) } }
case! { activation_parameters, f32, "activation_parameters", { activation(leaky_relu(0.1), input = 3), dense(7), activation(gelu(approximate)), dense(5), activation(relu(max_value = 2.0)), dense(2) } }
case! { layer_defaults, f32, "layer_defaults", { dense(9, input = 5), relu(), dense(7), leaky_relu(), dense(5), elu(), dense(3), softmax() } }
case! { layer_parameters, f32, "layer_parameters", { dense(9, input = 7), relu(max_value = 6.0), dense(8), leaky_relu(negative_slope = 0.1), dense(7), elu(alpha = 0.5), dense(5), relu(negative_slope = 0.1, max_value = 2.0, threshold = 0.5) } }
case! { layer_others, f32, "layer_others", { dense(8, input = 2), tanh(), dense(7), selu(), dense(5), hard_shrink(0.3), dense(3), log_softmax() } }
case! { flatten_rank_1, f32, "flatten_rank_1", { flatten(input = 3), dense(2) } }
case! { flatten_rank_2, f32, "flatten_rank_2", { flatten(input = (3, 5)), dense(7, relu) } }
case! { flatten_rank_3, f32, "flatten_rank_3", { flatten(input = (2, 3, 5)), dense(3, relu), dense(2, softmax) } }
case! { dense_rank_2, f32, "dense_rank_2", { dense(7, input = (5, 3), relu), dense(2, softmax) } }
case! { dense_rank_3, f32, "dense_rank_3", { dense(7, input = (2, 3, 5), sigmoid), flatten(), dense(1) } }
case! { reshape_sizes, f32, "reshape_sizes", { reshape(2, 3, input = 6), dense(5, tanh), flatten(), dense(2) } }
case! { reshape_infer, f32, "reshape_infer", { reshape(-1, 5, input = (5, 3)), softmax(), reshape(3, 1, 5), dense(2), reshape(-1) } }
case! { dropout_first, f32, "dropout_first", { dropout(0.25, input = 8), dense(3, relu), dropout(0.9), dense(2), dropout(0.0) } }
case! { rescaling_offset, f32, "rescaling_offset", { rescaling(0.5, offset = -1.0, input = 5), dense(3, relu) } }
case! { rescaling_scale, f32, "rescaling_scale", { rescaling(2.718281828459045, input = (3, 2)), flatten(), dense(2) } }
case! { normalization_rank_1, f32, "normalization_rank_1", { normalization(mean = [1.0, 2.0], variance = [4.0, 9.0], input = 2), dense(3, tanh) } }
case! { normalization_rank_2, f32, "normalization_rank_2", { normalization(mean = [-0.5, 0.0, 0.25], variance = [0.1, 1.0, 30.0], input = (5, 3)), dense(2, tanh) } }
case! { normalization_floor, f32, "normalization_floor", { normalization(mean = [0.1, 0.2, 0.25], variance = [2.0, 0.0001, 0.0], input = 3) } }
case! { no_weights, f32, "no_weights", { rescaling(2.0, offset = 0.5, input = (2, 3)), relu(), flatten(), softmax() } }
case! { f64_dense, f64, "f64_dense", { dense(9, input = 5, tanh), dropout(0.5), dense(8, gelu), dense(3, softmax) } }
case! { f64_layers, f64, "f64_layers", { normalization(mean = [0.1, -0.2, 0.3], variance = [0.1, 1.0, 7.0], input = (2, 3)), dense(5, selu), flatten(), rescaling(0.1, offset = 0.3), dense(7), leaky_relu(), dense(2, log_softmax) } }
