// Made by make_goldens.py with Keras 3.15.1.
case! { dense_linear, f32, #[weights("dense_linear.weights.safetensors")] { dense(2, input = 3) } }
case! { dense_no_bias, f32, #[weights("dense_no_bias.weights.safetensors")] { dense(7, input = 5, use_bias = false), dense(2, tanh, use_bias = false) } }
case! { dense_one_one, f32, #[weights("dense_one_one.weights.safetensors")] { dense(1, input = 1) } }
case! { dense_one_in, f32, #[weights("dense_one_in.weights.safetensors")] { dense(3, input = 1, relu), dense(1) } }
case! { dense_one_inside, f32, #[weights("dense_one_inside.weights.safetensors")] { dense(1, input = 7, elu), dense(8, selu), dense(9, celu) } }
case! { dense_one_softmax, f32, #[weights("dense_one_softmax.weights.safetensors")] { dense(1, input = 3, softmax) } }
case! { dense_readme, f32, #[weights("dense_readme.weights.safetensors")] { dense(3, input = 2, relu), dense(2, softmax) } }
case! { dense_relu_3, f32, #[weights("dense_relu_3.weights.safetensors")] { dense(5, input = 3, relu), dropout(0.5), dense(2, softmax) } }
case! { dense_iris, f32, #[weights("dense_iris.weights.safetensors")] { dense(16, input = 4, relu), dense(16, relu), dense(3, softmax) } }
case! { dense_ladder, f32, #[weights("dense_ladder.weights.safetensors")] { dense(2, input = 1, tanh), dense(3, tanh), dense(5, tanh), dense(7, tanh), dense(8, tanh), dense(9, tanh), dense(15, tanh), dense(16, tanh), dense(17, tanh), dense(2) } }
case! { dense_wide, f32, #[weights("dense_wide.weights.safetensors")] { dense(64, input = 33, tanh), dense(65, sigmoid), dense(1) } }
case! { dense_65_in, f32, #[weights("dense_65_in.weights.safetensors")] { dense(2, input = 65, relu) } }
case! { dense_64_in, f32, #[weights("dense_64_in.weights.safetensors")] { dense(31, input = 64, relu), dense(33) } }
case! { dense_smooth_17, f32, #[weights("dense_smooth_17.weights.safetensors")] { dense(31, input = 17, gelu), dense(15, silu), dense(9, softplus) } }
case! { dense_smooth_16, f32, #[weights("dense_smooth_16.weights.safetensors")] { dense(16, input = 16, gelu(approximate)), dense(8, mish), dense(7, softsign), dense(5, linear) } }
case! { dense_rectified, f32, #[weights("dense_rectified.weights.safetensors")] { dense(9, input = 8, relu6), dense(7, leaky_relu), dense(5, leaky_relu(0.1)), dense(3, elu(0.5)) } }
case! { dense_relu_parameters, f32, #[weights("dense_relu_parameters.weights.safetensors")] { dense(15, input = 5, relu(negative_slope = 0.1)), dense(9, relu(max_value = 2.0)), dense(8, relu(threshold = 0.5)), dense(7, relu(negative_slope = 0.1, max_value = 2.0, threshold = 0.5)) } }
case! { dense_hard, f32, #[weights("dense_hard.weights.safetensors")] { dense(15, input = 9, celu(0.5)), dense(8, hard_sigmoid), dense(5, hard_silu), dense(3, hard_tanh) } }
case! { dense_shrink, f32, #[weights("dense_shrink.weights.safetensors")] { dense(16, input = 15, soft_shrink), dense(9, hard_shrink), dense(8, tanh_shrink), dense(7, soft_shrink(0.3)), dense(5, hard_shrink(0.3)) } }
case! { dense_square, f32, #[weights("dense_square.weights.safetensors")] { dense(7, input = 2, squareplus), dense(5, squareplus(2.0)), dense(3, log_sigmoid) } }
case! { dense_sparse, f32, #[weights("dense_sparse.weights.safetensors")] { dense(9, input = 7, sparse_plus), dense(8, sparse_sigmoid) } }
case! { dense_sparsemax, f32, #[weights("dense_sparsemax.weights.safetensors")] { rescaling(50.0, input = 5), dense(7, sparsemax), dense(3) } }
case! { dense_exponential, f32, #[weights("dense_exponential.weights.safetensors")] { dense(5, input = 3, exponential), dense(3, log_softmax) } }
case! { dense_threshold, f32, #[weights("dense_threshold.weights.safetensors")] { dense(7, input = 8, threshold(0.5, -1.0)), dense(5, threshold(-1.0, 20.0)), dense(3, linear) } }
case! { activation_names, f32, #[weights("activation_names.weights.safetensors")] { dense(8, input = 5), activation(tanh), dense(3), activation(softmax) } }
case! { activation_parameters, f32, #[weights("activation_parameters.weights.safetensors")] { activation(leaky_relu(0.1), input = 3), dense(7), activation(gelu(approximate)), dense(5), activation(relu(max_value = 2.0)), dense(2) } }
case! { layer_defaults, f32, #[weights("layer_defaults.weights.safetensors")] { dense(9, input = 5), relu(), dense(7), leaky_relu(), dense(5), elu(), dense(3), softmax() } }
case! { layer_parameters, f32, #[weights("layer_parameters.weights.safetensors")] { dense(9, input = 7), relu(max_value = 6.0), dense(8), leaky_relu(negative_slope = 0.1), dense(7), elu(alpha = 0.5), dense(5), relu(negative_slope = 0.1, max_value = 2.0, threshold = 0.5) } }
case! { layer_others, f32, #[weights("layer_others.weights.safetensors")] { dense(8, input = 2), tanh(), dense(7), selu(), dense(5), hard_shrink(0.3), dense(3), log_softmax() } }
case! { flatten_rank_1, f32, #[weights("flatten_rank_1.weights.safetensors")] { flatten(input = 3), dense(2) } }
case! { flatten_rank_2, f32, #[weights("flatten_rank_2.weights.safetensors")] { flatten(input = (3, 5)), dense(7, relu) } }
case! { flatten_rank_3, f32, #[weights("flatten_rank_3.weights.safetensors")] { flatten(input = (2, 3, 5)), dense(3, relu), dense(2, softmax) } }
case! { softmax_rank_3, f32, { softmax(input = (2, 3, 5)) } }
case! { reshape_sizes, f32, #[weights("reshape_sizes.weights.safetensors")] { dense(6, input = 6, tanh), reshape(2, 3), softmax(), flatten(), dense(2) } }
case! { reshape_infer, f32, #[weights("reshape_infer.weights.safetensors")] { reshape(-1, 5, input = (5, 3)), softmax(), reshape(3, 1, 5), reshape(-1), dense(2) } }
case! { dropout_first, f32, #[weights("dropout_first.weights.safetensors")] { dropout(0.25, input = 8), dense(3, relu), dropout(0.9), dense(2), dropout(0.0) } }
case! { noise_vector, f32, #[weights("noise_vector.weights.safetensors")] { gaussian_noise(0.5, input = 5), dense(3, tanh), gaussian_dropout(0.3), alpha_dropout(0.25), activity_regularization(l1 = 0.1, l2 = 0.2), dense(2) } }
case! { noise_channels, f32, { spatial_dropout1d(0.5, input = (4, 3)), relu(), reshape(2, 2, 3), spatial_dropout2d(0.25), reshape(1, 2, 2, 3), spatial_dropout3d(0.75), activity_regularization() } }
case! { rescaling_offset, f32, #[weights("rescaling_offset.weights.safetensors")] { rescaling(0.5, offset = -1.0, input = 5), dense(3, relu) } }
case! { rescaling_scale, f32, #[weights("rescaling_scale.weights.safetensors")] { rescaling(2.718281828459045, input = (3, 2)), flatten(), dense(2) } }
case! { normalization_rank_1, f32, #[weights("normalization_rank_1.weights.safetensors")] { normalization(mean = [1.0, 2.0], variance = [4.0, 9.0], input = 2), dense(3, tanh) } }
case! { normalization_rank_2, f32, #[weights("normalization_rank_2.weights.safetensors")] { normalization(mean = [-0.5, 0.0, 0.25], variance = [0.1, 1.0, 30.0], input = (5, 3)), flatten(), dense(2, tanh) } }
case! { normalization_floor, f32, { normalization(mean = [0.1, 0.2, 0.25], variance = [2.0, 0.0001, 0.0], input = 3) } }
case! { no_weights, f32, { rescaling(2.0, offset = 0.5, input = (2, 3)), relu(), flatten(), softmax() } }
case! { batch_norm_vector, f32, #[weights("batch_norm_vector.weights.safetensors")] { dense(9, input = 5), batch_normalization(), relu(), dense(17), batch_normalization(scale = false, momentum = 0.9), dense(3), batch_normalization(center = false, epsilon = 0.1) } }
case! { batch_norm_image, f32, #[weights("batch_norm_image.weights.safetensors")] { batch_normalization(axis = -1, input = (3, 2, 5)), batch_normalization(center = false, scale = false) } }
case! { layer_norm, f32, #[weights("layer_norm.weights.safetensors")] { layer_normalization(input = 7), dense(19), layer_normalization(scale = false), dense(65, tanh), layer_normalization(center = false, epsilon = 0.5), dense(3), layer_normalization(center = false, scale = false) } }
case! { layer_norm_rows, f32, #[weights("layer_norm_rows.weights.safetensors")] { layer_normalization(axis = -1, input = (4, 33)), reshape(3, 11, 4), layer_normalization() } }
case! { rms_norm, f32, #[weights("rms_norm.weights.safetensors")] { rms_normalization(input = (3, 7)), flatten(), dense(40), rms_normalization(epsilon = 0.25) } }
case! { unit_norm, f32, { unit_normalization(input = (3, 7)), relu(), reshape(21, 1), relu(), unit_normalization() } }
case! { group_norm_vector, f32, #[weights("group_norm_vector.weights.safetensors")] { group_normalization(input = 32), dense(20), group_normalization(groups = 4), dense(5), group_normalization(groups = 1, scale = false) } }
case! { group_norm_image, f32, #[weights("group_norm_image.weights.safetensors")] { group_normalization(groups = 2, input = (3, 4, 6)), group_normalization(groups = -1, center = false), group_normalization(groups = 1, epsilon = 0.1), group_normalization(groups = 6, center = false, scale = false) } }
case! { group_norm_wide, f32, #[weights("group_norm_wide.weights.safetensors")] { group_normalization(groups = 4, input = (5, 36)), group_normalization(groups = 36), layer_normalization() } }
case! { permute, f32, { permute(3, 1, 2, input = (2, 3, 4)), softmax(), permute(1, 3, 2), relu(), reshape(6, 4), permute(2, 1) } }
case! { repeat_vector, f32, #[weights("repeat_vector.weights.safetensors")] { dense(5, input = 3, tanh), repeat_vector(4), softmax(), flatten(), dense(2) } }
case! { padding_steps, f32, { zero_padding1d(input = (4, 3)), zero_padding1d((2, 0)), cropping1d((1, 2)), zero_padding1d(3) } }
case! { cropping_steps, f32, { cropping1d(input = (9, 2)), cropping1d(2), relu(), up_sampling1d(3), cropping1d((0, 4)), up_sampling1d() } }
case! { padding_image, f32, { zero_padding2d(input = (3, 2, 3)), zero_padding2d((2, 1)), cropping2d(1), zero_padding2d(((1, 2), (0, 3))) } }
case! { cropping_image, f32, { cropping2d(input = (5, 6, 2)), cropping2d((1, 2)), up_sampling2d((3, 2)), cropping2d(((0, 1), (2, 0))), softmax(), up_sampling2d(interpolation = nearest) } }
case! { volume, f32, { cropping3d(((1, 0), (0, 1), (1, 1)), input = (3, 4, 5, 2)), zero_padding3d((1, 0, 2)), up_sampling3d((1, 2, 1)), zero_padding3d(), cropping3d(), up_sampling3d() } }
case! { f64_places, f64, #[weights("f64_places.weights.safetensors")] { permute(2, 1, input = (4, 3)), zero_padding1d((1, 0)), up_sampling1d(), cropping1d(1), flatten(), dense(3) } }
case! { f64_norm, f64, #[weights("f64_norm.weights.safetensors")] { batch_normalization(input = (4, 10)), layer_normalization(), group_normalization(groups = 5), rms_normalization(), unit_normalization() } }
case! { f64_dense, f64, #[weights("f64_dense.weights.safetensors")] { dense(9, input = 5, tanh), dropout(0.5), dense(8, gelu), dense(3, softmax) } }
case! { f64_layers, f64, #[weights("f64_layers.weights.safetensors")] { normalization(mean = [0.1, -0.2, 0.3], variance = [0.1, 1.0, 7.0], input = (2, 3)), flatten(), dense(5, selu), rescaling(0.1, offset = 0.3), dense(7), leaky_relu(), dense(2, log_softmax) } }
case! { conv1d_valid, f32, #[weights("conv1d_valid.weights.safetensors")] { conv1d(5, kernel = 3, input = (9, 3)), conv1d(7, relu, kernel = 2, strides = 2), conv1d(2, kernel = 3, use_bias = false) } }
case! { conv1d_same, f32, #[weights("conv1d_same.weights.safetensors")] { conv1d(4, tanh, kernel = 4, padding = same, input = (10, 2)), conv1d(17, kernel = 3, strides = 3, padding = same), conv1d(3, kernel = 2, strides = 4, padding = same) } }
case! { conv1d_causal, f32, #[weights("conv1d_causal.weights.safetensors")] { conv1d(8, relu, kernel = 3, padding = causal, input = (11, 1)), conv1d(8, relu, kernel = 3, padding = causal, dilation = 2), conv1d(3, kernel = 2, padding = causal, strides = 2) } }
case! { conv1d_dilated, f32, #[weights("conv1d_dilated.weights.safetensors")] { conv1d(6, kernel = 3, dilation = 4, input = (13, 3)), conv1d(4, kernel = 2, dilation = 3, padding = same) } }
case! { conv1d_groups, f32, #[weights("conv1d_groups.weights.safetensors")] { conv1d(4, kernel = 3, groups = 2, input = (8, 6)), conv1d(8, kernel = 2, groups = 4, padding = same), conv1d(40, kernel = 2, groups = 2), conv1d(40, kernel = 2, groups = 40) } }
case! { conv1d_point, f32, #[weights("conv1d_point.weights.safetensors")] { conv1d(33, gelu, kernel = 1, input = (5, 7)), conv1d(3, softmax, kernel = 1) } }
case! { conv1d_long, f32, #[weights("conv1d_long.weights.safetensors")] { conv1d(32, relu, kernel = 3, padding = same, input = (49, 8)), conv1d(33, kernel = 3, padding = same), relu(), conv1d(4, kernel = 1) } }
case! { conv2d_square, f32, #[weights("conv2d_square.weights.safetensors")] { conv2d(6, relu, kernel = 3, input = (7, 6, 1)), conv2d(3, kernel = 2) } }
case! { conv2d_same, f32, #[weights("conv2d_same.weights.safetensors")] { conv2d(4, kernel = (3, 2), padding = same, input = (5, 6, 2)), conv2d(5, elu, kernel = 5, padding = same), conv2d(2, kernel = (2, 4), strides = (2, 3), padding = same) } }
case! { conv2d_strides, f32, #[weights("conv2d_strides.weights.safetensors")] { conv2d(8, kernel = (2, 3), strides = (2, 1), input = (9, 8, 3)), conv2d(2, kernel = 3, strides = 2) } }
case! { conv2d_dilated, f32, #[weights("conv2d_dilated.weights.safetensors")] { conv2d(3, kernel = 3, dilation = (2, 3), input = (9, 9, 2)), conv2d(4, tanh, kernel = 2, dilation = 2, padding = same) } }
case! { conv2d_groups, f32, #[weights("conv2d_groups.weights.safetensors")] { conv2d(6, kernel = 2, groups = 2, input = (4, 5, 4)), conv2d(9, kernel = (1, 2), groups = 3, padding = same) } }
case! { conv2d_odd_strides, f32, #[weights("conv2d_odd_strides.weights.safetensors")] { conv2d(2, kernel = 3, strides = 2, padding = same, use_bias = false, input = (6, 7, 1)) } }
case! { conv2d_wide, f32, #[weights("conv2d_wide.weights.safetensors")] { conv2d(37, relu, kernel = 3, input = (6, 19, 5)), conv2d(18, kernel = (4, 1)), flatten(), dense(3, softmax) } }
case! { conv2d_fused, f32, #[weights("conv2d_fused.weights.safetensors")] { conv2d(9, kernel = 3, padding = same, input = (4, 4, 2)), softmax(), conv2d(3, kernel = 1), tanh() } }
case! { conv3d, f32, #[weights("conv3d.weights.safetensors")] { conv3d(5, relu, kernel = (2, 3, 2), input = (4, 5, 6, 2)), conv3d(4, kernel = 2, padding = same, strides = (1, 2, 1)), conv3d(3, kernel = (1, 2, 3), dilation = (1, 1, 2), padding = same) } }
case! { depthwise1d, f32, #[weights("depthwise1d.weights.safetensors")] { depthwise_conv1d(relu, kernel = 3, input = (9, 3)), depthwise_conv1d(tanh, kernel = 2, depth_multiplier = 2, strides = 2, padding = same), depthwise_conv1d(kernel = 2, dilation = 2, use_bias = false) } }
case! { depthwise2d, f32, #[weights("depthwise2d.weights.safetensors")] { depthwise_conv2d(kernel = 3, padding = same, input = (6, 7, 18)), depthwise_conv2d(elu, kernel = (2, 3), strides = 2), depthwise_conv2d(kernel = 2, dilation = (1, 2), padding = same, depth_multiplier = 3) } }
case! { separable1d, f32, #[weights("separable1d.weights.safetensors")] { separable_conv1d(7, relu, kernel = 3, padding = same, input = (10, 4)), separable_conv1d(20, kernel = 2, strides = 3, depth_multiplier = 2, use_bias = false), separable_conv1d(3, kernel = 2, dilation = 1) } }
case! { separable2d, f32, #[weights("separable2d.weights.safetensors")] { separable_conv2d(5, tanh, kernel = 3, padding = same, strides = (2, 2), input = (7, 6, 3)), separable_conv2d(4, kernel = 2, depth_multiplier = 2, dilation = 2) } }
case! { f64_depthwise, f64, #[weights("f64_depthwise.weights.safetensors")] { depthwise_conv2d(kernel = 3, padding = same, input = (8, 5, 9)), separable_conv2d(4, kernel = 2) } }
case! { f64_conv, f64, #[weights("f64_conv.weights.safetensors")] { conv2d(9, tanh, kernel = 3, padding = same, input = (8, 7, 2)), conv2d(4, kernel = (3, 2), strides = 2, groups = 1) } }
case! { global_pool_steps, f32, { global_max_pool1d(keepdims = true, input = (7, 3)), zero_padding1d((0, 4)), global_avg_pool1d() } }
case! { global_pool_long, f32, { global_avg_pool1d(input = (150, 2)) } }
case! { global_pool_image, f32, #[weights("global_pool_image.weights.safetensors")] { global_avg_pool2d(keepdims = true, input = (5, 4, 17)), up_sampling2d((2, 3)), relu(), global_max_pool2d(), dense(3) } }
case! { global_pool_volume, f32, { global_max_pool3d(input = (3, 2, 4, 5)) } }
case! { global_pool_volume_mean, f32, #[weights("global_pool_volume_mean.weights.safetensors")] { global_avg_pool3d(keepdims = true, input = (2, 3, 4, 33)), flatten(), dense(2) } }
case! { pool_steps, f32, { max_pool1d(input = (13, 3)), avg_pool1d(3, strides = 1, padding = same), max_pool1d(2, strides = 3, padding = same) } }
case! { pool_steps_mean, f32, { avg_pool1d(4, strides = 3, padding = same, input = (11, 19)), avg_pool1d(2), avg_pool1d(1, padding = valid) } }
case! { pool_image_few, f32, #[weights("pool_image_few.weights.safetensors")] { max_pool2d(2, input = (8, 8, 6)), conv2d(16, relu, kernel = 3), avg_pool2d(2, strides = 1) } }
case! { pool_image, f32, { max_pool2d((2, 3), strides = (1, 2), input = (7, 9, 5)), avg_pool2d(3, strides = 2, padding = same), max_pool2d() } }
case! { pool_image_same, f32, { max_pool2d(3, strides = 1, padding = same, input = (5, 6, 17)), avg_pool2d(3, strides = 1, padding = same), max_pool2d(4, strides = 3, padding = same), avg_pool2d((1, 2), padding = same) } }
case! { pool_image_large, f32, { avg_pool2d((10, 9), strides = 1, input = (12, 11, 2)), max_pool2d((3, 2), strides = (4, 1)) } }
case! { pool_volume, f32, { max_pool3d((2, 1, 3), strides = (1, 2, 2), padding = same, input = (5, 4, 6, 3)), avg_pool3d(2), relu() } }
case! { pool_volume_mean, f32, { avg_pool3d(2, strides = 1, padding = same, input = (3, 5, 4, 2)), max_pool3d((3, 2, 2)) } }
case! { f64_pool_windows, f64, { avg_pool2d(2, padding = same, input = (6, 5, 7)), max_pool2d(2, strides = 1) } }
case! { f64_pool, f64, #[weights("f64_pool.weights.safetensors")] { global_avg_pool2d(input = (6, 5, 3)), dense(3) } }
case! { embedding_words, f32, #[weights("embedding_words.weights.safetensors")] { embedding(11, 5, input = 7), global_avg_pool1d(), dense(3, softmax) } }
case! { embedding_wide, f32, #[weights("embedding_wide.weights.safetensors")] { embedding(4, 33, mask_zero = false, input = 3), layer_normalization(), flatten(), dense(2) } }
case! { embedding_image, f32, #[weights("embedding_image.weights.safetensors")] { embedding(6, 2, input = (2, 3)), relu(), flatten() } }
case! { embedding_alone, f32, #[weights("embedding_alone.weights.safetensors")] { embedding(300, 1, input = 1) } }
case! { f64_embedding, f64, #[weights("f64_embedding.weights.safetensors")] { embedding(9, 3, embeddings_initializer = random_normal, input = 4), flatten(), dense(2, tanh) } }
case! { simple_rnn, f32, #[weights("simple_rnn.weights.safetensors")] { simple_rnn(5, return_sequences = true, input = (6, 3)), simple_rnn(17, relu6, go_backwards = true), dense(2) } }
case! { simple_rnn_no_bias, f32, #[weights("simple_rnn_no_bias.weights.safetensors")] { simple_rnn(33, use_bias = false, input = (9, 1)) } }
case! { lstm, f32, #[weights("lstm.weights.safetensors")] { lstm(32, return_sequences = true, input = (9, 1)), lstm(3), dense(1) } }
case! { lstm_backwards, f32, #[weights("lstm_backwards.weights.safetensors")] { lstm(7, go_backwards = true, return_sequences = true, input = (5, 4)), lstm(16, use_bias = false, unit_forget_bias = false) } }
case! { lstm_activations, f32, #[weights("lstm_activations.weights.safetensors")] { lstm(19, softsign, recurrent_activation = hard_sigmoid, unroll = true, input = (4, 30)), dense(2, softmax) } }
case! { lstm_rowwise, f32, #[weights("lstm_rowwise.weights.safetensors")] { lstm(5, softmax, recurrent_activation = softmax, dropout = 0.5, recurrent_dropout = 0.25, input = (3, 2)) } }
case! { gru, f32, #[weights("gru.weights.safetensors")] { gru(32, return_sequences = true, input = (9, 1)), gru(4), dense(1) } }
case! { gru_before, f32, #[weights("gru_before.weights.safetensors")] { gru(18, reset_after = false, return_sequences = true, go_backwards = true, input = (6, 3)), gru(5, reset_after = false) } }
case! { gru_no_bias, f32, #[weights("gru_no_bias.weights.safetensors")] { gru(21, soft_shrink, recurrent_activation = hard_sigmoid, use_bias = false, input = (5, 26)) } }
case! { gru_before_no_bias, f32, #[weights("gru_before_no_bias.weights.safetensors")] { gru(6, linear, reset_after = false, use_bias = false, input = (4, 2)) } }
case! { f64_recurrent, f64, #[weights("f64_recurrent.weights.safetensors")] { gru(9, return_sequences = true, input = (5, 2)), lstm(11, return_sequences = true), gru(8, reset_after = false, return_sequences = true), simple_rnn(3) } }
case! { bidirectional_concat_simple_rnn, f32, #[weights("bidirectional_concat_simple_rnn.weights.safetensors")] { bidirectional(simple_rnn(5, return_sequences = true), input = (9, 2)), bidirectional(simple_rnn(7)) } }
case! { bidirectional_concat_lstm, f32, #[weights("bidirectional_concat_lstm.weights.safetensors")] { bidirectional(lstm(3, return_sequences = true), input = (5, 3)), bidirectional(lstm(5)) } }
case! { bidirectional_concat_gru, f32, #[weights("bidirectional_concat_gru.weights.safetensors")] { bidirectional(gru(8, return_sequences = true), input = (8, 1)), bidirectional(gru(10)) } }
case! { bidirectional_sum_simple_rnn, f32, #[weights("bidirectional_sum_simple_rnn.weights.safetensors")] { bidirectional(simple_rnn(5, return_sequences = true), merge_mode = sum, input = (9, 2)), bidirectional(simple_rnn(7), merge_mode = sum) } }
case! { bidirectional_sum_lstm, f32, #[weights("bidirectional_sum_lstm.weights.safetensors")] { bidirectional(lstm(3, return_sequences = true), merge_mode = sum, input = (5, 3)), bidirectional(lstm(5), merge_mode = sum) } }
case! { bidirectional_sum_gru, f32, #[weights("bidirectional_sum_gru.weights.safetensors")] { bidirectional(gru(8, return_sequences = true), merge_mode = sum, input = (8, 1)), bidirectional(gru(10), merge_mode = sum) } }
case! { bidirectional_mul_simple_rnn, f32, #[weights("bidirectional_mul_simple_rnn.weights.safetensors")] { bidirectional(simple_rnn(5, return_sequences = true), merge_mode = mul, input = (9, 2)), bidirectional(simple_rnn(7), merge_mode = mul) } }
case! { bidirectional_mul_lstm, f32, #[weights("bidirectional_mul_lstm.weights.safetensors")] { bidirectional(lstm(3, return_sequences = true), merge_mode = mul, input = (5, 3)), bidirectional(lstm(5), merge_mode = mul) } }
case! { bidirectional_mul_gru, f32, #[weights("bidirectional_mul_gru.weights.safetensors")] { bidirectional(gru(8, return_sequences = true), merge_mode = mul, input = (8, 1)), bidirectional(gru(10), merge_mode = mul) } }
case! { bidirectional_ave_simple_rnn, f32, #[weights("bidirectional_ave_simple_rnn.weights.safetensors")] { bidirectional(simple_rnn(5, return_sequences = true), merge_mode = ave, input = (9, 2)), bidirectional(simple_rnn(7), merge_mode = ave) } }
case! { bidirectional_ave_lstm, f32, #[weights("bidirectional_ave_lstm.weights.safetensors")] { bidirectional(lstm(3, return_sequences = true), merge_mode = ave, input = (5, 3)), bidirectional(lstm(5), merge_mode = ave) } }
case! { bidirectional_ave_gru, f32, #[weights("bidirectional_ave_gru.weights.safetensors")] { bidirectional(gru(8, return_sequences = true), merge_mode = ave, input = (8, 1)), bidirectional(gru(10), merge_mode = ave) } }
case! { bidirectional_other, f32, #[weights("bidirectional_other.weights.safetensors")] { bidirectional(lstm(5, return_sequences = true), backward_layer = gru(5, return_sequences = true, go_backwards = true), input = (6, 3)), bidirectional(gru(4, go_backwards = true, return_sequences = true), backward_layer = simple_rnn(4, relu, return_sequences = true), merge_mode = sum), bidirectional(lstm(2, softsign, use_bias = false, go_backwards = true), backward_layer = lstm(6, unit_forget_bias = false), merge_mode = concat) } }
case! { f64_bidirectional, f64, #[weights("f64_bidirectional.weights.safetensors")] { bidirectional(gru(9, reset_after = false, return_sequences = true), merge_mode = mul, input = (6, 2)), bidirectional(lstm(4, softmax, return_sequences = true), merge_mode = ave), bidirectional(simple_rnn(3)), dense(2) } }
case! { residual, f32, #[weights("residual.weights.safetensors")] { residual(dense(17, relu), dense(6), input = 6), residual(dense(6, tanh)), residual(layer_normalization(), dense(6), residual(relu, dense(6))), dense(3) } }
case! { residual_places, f32, #[weights("residual_places.weights.safetensors")] { residual(batch_normalization(), relu, zero_padding2d(1), cropping2d(1), input = (4, 5, 3)), residual(permute(2, 1, 3), permute(2, 1, 3), softmax), residual(dropout(0.5)) } }
case! { concat, f32, #[weights("concat.weights.safetensors")] { concat(dense(3), (dense(20, relu), dense(4)), identity(), tanh, input = 5), concat(dense(33), relu), dense(4) } }
case! { concat_places, f32, #[weights("concat_places.weights.safetensors")] { concat(relu, (batch_normalization(), tanh), softmax, identity(), input = (3, 4)), residual(layer_normalization()), concat(identity(), permute(1, 2)), flatten(), concat(dense(2), dense(3)) } }
case! { f64_compose, f64, #[weights("f64_compose.weights.safetensors")] { dense(4, input = 5), residual(dense(4, relu), concat(dense(1), (dense(7, tanh), dense(3)))), concat(identity(), residual(dense(4))) } }
case! { transposed_steps, f32, #[weights("transposed_steps.weights.safetensors")] { conv1d_transpose(7, relu, kernel = 3, strides = 2, input = (5, 3)), conv1d_transpose(2, kernel = 2, strides = 3), conv1d_transpose(3, kernel = 4, padding = same, strides = 2) } }
case! { transposed_surplus, f32, #[weights("transposed_surplus.weights.safetensors")] { conv1d_transpose(3, kernel = 3, strides = 3, output_padding = 1, input = (4, 2)), conv1d_transpose(5, kernel = 3, strides = 2, padding = same, output_padding = 1), conv1d_transpose(2, kernel = 4, strides = 2, padding = same, output_padding = 0), conv1d_transpose(2, kernel = 2, strides = 3, output_padding = 0) } }
case! { transposed_dilated, f32, #[weights("transposed_dilated.weights.safetensors")] { conv1d_transpose(5, kernel = 3, dilation = 2, input = (6, 19)), conv1d_transpose(4, tanh, kernel = 2, dilation = 3, padding = same, use_bias = false) } }
case! { transposed_image, f32, #[weights("transposed_image.weights.safetensors")] { conv2d_transpose(6, kernel = 3, strides = (2, 1), input = (3, 4, 5)), conv2d_transpose(18, elu, kernel = (2, 3), strides = 2, padding = same), conv2d_transpose(3, softmax, kernel = 1) } }
case! { transposed_image_surplus, f32, #[weights("transposed_image_surplus.weights.safetensors")] { conv2d_transpose(4, kernel = (3, 2), strides = (2, 3), padding = same, output_padding = (1, 2), input = (3, 3, 33)), conv2d_transpose(2, kernel = 5, padding = same) } }
case! { transposed_wide_strides, f32, #[weights("transposed_wide_strides.weights.safetensors")] { conv2d_transpose(3, kernel = 2, strides = 4, input = (3, 2, 2)), conv2d_transpose(2, kernel = 1, strides = 3, padding = same) } }
case! { transposed_volume, f32, #[weights("transposed_volume.weights.safetensors")] { conv3d_transpose(3, relu, kernel = 2, strides = (1, 2, 2), input = (2, 3, 2, 4)), conv3d_transpose(2, kernel = (1, 3, 2), padding = same) } }
case! { f64_transposed, f64, #[weights("f64_transposed.weights.safetensors")] { conv2d_transpose(5, tanh, kernel = 3, strides = 2, padding = same, input = (3, 4, 10)) } }
case! { prelu_vector, f32, #[weights("prelu_vector.weights.safetensors")] { prelu(input = 19), dense(5), prelu(shared_axes = 1), dense(3) } }
case! { prelu_image, f32, #[weights("prelu_image.weights.safetensors")] { prelu(shared_axes = (1, 2), input = (3, 4, 5)), conv2d(6, kernel = 2), prelu(), conv2d(7, kernel = 1), prelu(shared_axes = (2, 3)), conv2d(2, kernel = 1), prelu(shared_axes = 2), prelu(shared_axes = (1, 3)) } }
case! { softmax_axes, f32, { softmax(axis = 1, input = (3, 4, 5)), softmax(axis = (1, 2)), softmax(axis = -2), softmax(axis = (1, -1)), softmax(axis = 3) } }
case! { softmax_last_axes, f32, { softmax(axis = (2, 3), input = (3, 4, 5)), relu() } }
case! { norm_axes, f32, #[weights("norm_axes.weights.safetensors")] { batch_normalization(axis = 1, input = (3, 4, 5)), layer_normalization(axis = 2), unit_normalization(axis = (1, 2)), group_normalization(axis = 2, groups = 2), layer_normalization(axis = 1, scale = false), batch_normalization(axis = 3), unit_normalization(axis = 2) } }
case! { layer_norm_axes, f32, #[weights("layer_norm_axes.weights.safetensors")] { layer_normalization(axis = (2, 3), input = (3, 4, 5)), layer_normalization(axis = (3, 1), epsilon = 0.1), layer_normalization(axis = (1, 2, 3), scale = false), layer_normalization(axis = (-2, -1), center = false), layer_normalization(axis = (1, 2), center = false, scale = false) } }
case! { f64_layer_norm_axes, f64, #[weights("f64_layer_norm_axes.weights.safetensors")] { layer_normalization(axis = (1, 3), input = (4, 3, 2)), layer_normalization(axis = (1, 2)) } }
case! { folded_dense, f32, #[weights("folded_dense.weights.safetensors")] { dense(37, input = 19), batch_normalization(), relu(), dense(16), batch_normalization(scale = false), softmax(), dense(1), batch_normalization(center = false), dense(300), batch_normalization(epsilon = 0.1), tanh(), dense(5, elu), batch_normalization() } }
case! { folded_small, f32, #[weights("folded_small.weights.safetensors")] { dense(5, input = 3), batch_normalization(), relu(), dense(4), batch_normalization(), softmax() } }
case! { folded_image, f32, #[weights("folded_image.weights.safetensors")] { conv2d(5, kernel = 3, input = (7, 6, 3)), batch_normalization(), relu(), max_pool2d((2, 1)), depthwise_conv2d(kernel = 2, padding = same), batch_normalization(scale = false), relu6(), conv2d(37, kernel = 1, use_bias = false), batch_normalization(), softmax(), separable_conv2d(8, kernel = 2, padding = same), batch_normalization(center = false), elu() } }
case! { folded_pool, f32, #[weights("folded_pool.weights.safetensors")] { conv2d(19, kernel = 3, padding = same, input = (8, 8, 3)), max_pool2d(), batch_normalization(), tanh(), conv2d_transpose(6, kernel = 2, strides = 2), batch_normalization(), leaky_relu(), layer_normalization(), relu(), batch_normalization(), silu(), group_normalization(groups = 3), softmax() } }
case! { folded_steps, f32, #[weights("folded_steps.weights.safetensors")] { conv1d(18, kernel = 2, padding = causal, input = (6, 4)), batch_normalization(), relu(), conv1d(3, kernel = 3, groups = 3), batch_normalization() } }
case! { f64_folded, f64, #[weights("f64_folded.weights.safetensors")] { conv2d(9, kernel = 2, input = (5, 4, 3)), batch_normalization(), relu(), flatten(), dense(11), batch_normalization(), sigmoid() } }
case! { bilinear, f32, { up_sampling2d(2, interpolation = bilinear, input = (3, 4, 5)), up_sampling2d((3, 1), interpolation = bilinear), relu() } }
case! { bilinear_wide, f32, { up_sampling2d((1, 5), interpolation = bilinear, input = (2, 1, 18)), up_sampling2d((4, 2), interpolation = bilinear) } }
case! { discretization, f32, #[weights("discretization.weights.safetensors")] { discretization([-0.5, 0.0, 0.75], input = (3, 5)), rescaling(0.5), conv1d(4, kernel = 2), discretization([0.1]), rescaling(1.0, offset = -0.5) } }
case! { f64_discretization, f64, #[weights("f64_discretization.weights.safetensors")] { discretization([-1.0, -0.25, 0.3, 0.3, 1.1], input = 7), rescaling(0.25), dense(3) } }
case! { f64_more, f64, #[weights("f64_more.weights.safetensors")] { prelu(shared_axes = 2, input = (3, 2, 3)), softmax(axis = 1), up_sampling2d((2, 3), interpolation = bilinear), batch_normalization(axis = 2) } }
