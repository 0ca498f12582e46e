// Made by `UPDATE=1 cargo test -p nn-tests --test goldens models`.
case! { m0015, "m0015.keras", "m0015.io.safetensors", #[weights("m0015.keras")] {
conv3d: conv3d(3, input = (3, 1, 2, 1), kernel = 1, strides = (1, 2, 1), sparse_plus),
normalization: normalization(mean = [0.983, -0.388, 0.561], variance = [1.615, 0.768, 1.997]),
normalization_1: normalization(mean = [0.366, 0.251, 0.612], variance = [1.26, 0.726, 0.822]),
zero_padding3d: zero_padding3d(((2, 1), (2, 0), (2, 1))),
activation: activation(hard_tanh),
} }
case! { m0019, "m0019.keras", "m0019.io.safetensors", #[weights("m0019.keras")] {
activation: activation(input = (5, 6, 8), elu),
time_distributed: time_distributed(conv1d: conv1d(2, kernel = 3, strides = 2, groups = 2, celu)),
p_re_lu: prelu(),
} }
case! { m0020, "m0020.keras", "m0020.io.safetensors", #[weights("m0020.keras")] {
conv1d: conv1d(8, input = (6, 1), kernel = 1, dilation = 2),
group_normalization: group_normalization(groups = 4),
bidirectional: bidirectional(gru: gru(8, reset_after = false, use_bias = false)),
activation: activation(hard_silu),
repeat_vector: repeat_vector(5),
zero_padding1d: zero_padding1d((0, 1)),
} }
case! { m0028, "m0028.keras", "m0028.io.safetensors", #[weights("m0028.keras")] {
simple_rnn: simple_rnn(8, input = (12, 12), hard_silu),
rms_normalization: rms_normalization(),
rescaling: rescaling(2.0, offset = -0.5),
reshape: reshape(-1),
rms_normalization_1: rms_normalization(),
reshape_1: reshape(-1, 1, 8),
} }
case! { m0031, "m0031.keras", "m0031.io.safetensors", #[weights("m0031.keras")] {
up_sampling2d: up_sampling2d(input = (4, 6, 1)),
depthwise_conv2d: depthwise_conv2d(kernel = 2),
layer_normalization: layer_normalization(epsilon = 0.01),
time_distributed: time_distributed(gru: gru(2, reset_after = false, use_bias = false)),
} }
case! { m0032, "m0032.keras", "m0032.io.safetensors", #[weights("m0032.keras")] {
average_pooling2d: avg_pool2d(input = (4, 6, 7), padding = same),
time_distributed: time_distributed(rms_normalization: rms_normalization()),
elu: elu(alpha = 0.5),
global_average_pooling2d: global_avg_pool2d(),
} }
case! { m0042, "m0042.keras", "m0042.io.safetensors", #[weights("m0042.keras")] {
conv1d: conv1d(3, input = (4, 11), kernel = 3, use_bias = false, tanh),
group_normalization: group_normalization(groups = 1),
separable_conv1d: separable_conv1d(16, kernel = 2, padding = same, log_sigmoid),
gaussian_dropout: gaussian_dropout(0.2),
p_re_lu: prelu(shared_axes = (1, 2)),
conv1d_transpose: conv1d_transpose(1, kernel = 3),
} }
case! { m0044, "m0044.keras", "m0044.io.safetensors", #[weights("m0044.keras")] {
conv2d_transpose: conv2d_transpose(3, input = (8, 6, 2), kernel = (3, 2), strides = 2, use_bias = false),
depthwise_conv2d: depthwise_conv2d(kernel = 2),
depthwise_conv2d_1: depthwise_conv2d(kernel = 4, sparse_plus),
separable_conv2d: separable_conv2d(5, kernel = (2, 1), depth_multiplier = 3),
re_lu: relu(max_value = 1.0, negative_slope = 0.3),
conv2d_1: conv2d(2, kernel = 1, dilation = 2, use_bias = false),
} }
case! { m0048, "m0048.keras", "m0048.io.safetensors", #[weights("m0048.keras")] {
activation: activation(input = (4, 2, 5), silu),
elu: elu(),
time_distributed: time_distributed(layer_normalization: layer_normalization(epsilon = 0.01)),
} }
case! { m0051, "m0051.keras", "m0051.io.safetensors", #[weights("m0051.keras")] {
dense_steps_1: time_distributed(dense_steps: time_distributed(dense: dense(5, log_softmax)), input = (4, 4, 5)),
conv2d_transpose: conv2d_transpose(17, kernel = 2),
re_lu: relu(max_value = 6.0, negative_slope = 0.1, threshold = 0.25),
permute: permute(3, 2, 1),
spatial_dropout2d: spatial_dropout2d(0.5),
time_distributed: time_distributed(bidirectional: bidirectional(lstm: lstm(16))),
} }
case! { m0061, "m0061.keras", "m0061.io.safetensors", #[weights("m0061.keras")] {
time_distributed: time_distributed(gru: gru(3, go_backwards = true, hard_sigmoid), input = (8, 4, 2)),
up_sampling1d: up_sampling1d(),
} }
case! { m0064, "m0064.keras", "m0064.io.safetensors", #[weights("m0064.keras")] {
embedding: embedding(22, 11, input = 8),
time_distributed: time_distributed(dropout: dropout(0.3)),
time_distributed_1: time_distributed(flatten: flatten()),
flatten_1: flatten(),
activity_regularization: activity_regularization(l1 = 0.1),
} }
case! { m0072, "m0072.keras", "m0072.io.safetensors", #[weights("m0072.keras")] {
dense_steps_1: time_distributed(dense_steps: time_distributed(dense: dense(17, selu)), input = (3, 6, 5)),
global_average_pooling2d: global_avg_pool2d(keepdims = true),
softmax: softmax(axis = 2),
conv2d_transpose: conv2d_transpose(5, kernel = 3, padding = same, celu),
re_lu: relu(max_value = 6.0, negative_slope = 0.1),
} }
case! { m0075, "m0075.keras", "m0075.io.safetensors", #[weights("m0075.keras")] {
lstm: lstm(2, input = (2, 12), return_sequences = true, go_backwards = true),
depthwise_conv1d: depthwise_conv1d(kernel = 2),
depthwise_conv1d_1: depthwise_conv1d(kernel = 3, strides = 2, padding = same, gelu),
global_average_pooling1d: global_avg_pool1d(),
leaky_re_lu: leaky_relu(negative_slope = 0.1),
rescaling: rescaling(0.5, offset = -0.5),
} }
case! { m0098, "m0098.keras", "m0098.io.safetensors", #[weights("m0098.keras")] {
softmax: softmax(input = 31),
softmax_1: softmax(),
group_normalization: group_normalization(groups = 31),
repeat_vector: repeat_vector(1),
global_max_pooling1d: global_max_pool1d(),
} }
case! { m0099, "m0099.keras", "m0099.io.safetensors", #[weights("m0099.keras")] {
batch_normalization: batch_normalization(input = (3, 2, 4, 4), axis = 3, epsilon = 1e-5),
group_normalization: group_normalization(groups = 2),
conv3d: conv3d(5, kernel = 2),
time_distributed: time_distributed(global_average_pooling2d: global_avg_pool2d()),
gaussian_noise: gaussian_noise(0.1),
} }
case! { m0110, "m0110.keras", "m0110.io.safetensors", #[weights("m0110.keras")] {
conv3d: conv3d(1, input = (4, 2, 4, 5), kernel = 4, strides = (3, 1, 3), padding = same, tanh_shrink),
dense_steps_2: time_distributed(dense_steps_1: time_distributed(dense_steps: time_distributed(dense: dense(5)))),
conv3d_transpose: conv3d_transpose(2, kernel = (3, 4, 3), sigmoid),
gaussian_noise: gaussian_noise(0.1),
softmax: softmax(axis = 1),
} }
case! { m0118, "m0118.keras", "m0118.io.safetensors", #[weights("m0118.keras")] {
p_re_lu: prelu(input = (1, 5, 3), shared_axes = (1,)),
time_distributed: time_distributed(simple_rnn: simple_rnn(8, use_bias = false, return_sequences = true, sigmoid)),
global_max_pooling2d: global_max_pool2d(),
unit_normalization: unit_normalization(),
} }
case! { m0125, "m0125.keras", "m0125.io.safetensors", #[weights("m0125.keras")] {
activation: activation(input = (4, 5, 2), hard_sigmoid),
re_lu: relu(max_value = 1.0, negative_slope = 0.1),
conv2d: conv2d(6, kernel = 3, padding = same, dilation = (1, 2), groups = 2, softsign),
conv2d_transpose: conv2d_transpose(2, kernel = (3, 1)),
zero_padding2d: zero_padding2d(0),
} }
case! { m0130, "m0130.keras", "m0130.io.safetensors", {
normalization: normalization(input = (11, 5), mean = [-0.269, 0.217, 0.115, -0.007, 0.093], variance = [1.626, 0.866, 0.689, 1.706, 1.214]),
time_distributed: time_distributed(reshape: reshape(1, 5, 1)),
gaussian_dropout: gaussian_dropout(0.2),
activity_regularization: activity_regularization(l1 = 0.1),
} }
case! { m0131, "m0131.keras", "m0131.io.safetensors", #[weights("m0131.keras")] {
normalization: normalization(input = (5, 4, 5, 1), mean = 0.096, variance = 1.525),
conv3d_transpose: conv3d_transpose(2, kernel = 3, log_softmax),
global_max_pooling3d: global_max_pool3d(),
reshape: reshape(1, 1, 2),
} }
case! { m0137, "m0137.keras", "m0137.io.safetensors", #[weights("m0137.keras")] {
cropping3d: cropping3d((2, 0, 0), input = (5, 5, 2, 2)),
time_distributed: time_distributed(p_re_lu: prelu()),
} }
case! { m0143, "m0143.keras", "m0143.io.safetensors", #[weights("m0143.keras")] {
time_distributed: time_distributed(conv1d_transpose: conv1d_transpose(1, kernel = 4), input = (1, 4, 6)),
up_sampling2d: up_sampling2d(3),
separable_conv2d: separable_conv2d(16, kernel = 3, use_bias = false, silu),
global_max_pooling2d: global_max_pool2d(keepdims = true),
separable_conv2d_1: separable_conv2d(1, kernel = 1, softplus),
} }
case! { m0145, "m0145.keras", "m0145.io.safetensors", #[weights("m0145.keras")] {
bidirectional: bidirectional(input = (12, 12), simple_rnn: simple_rnn(16, use_bias = false, return_sequences = true, softplus)),
conv1d: conv1d(32, kernel = 4, groups = 2, use_bias = false),
gru: gru(1, go_backwards = true),
elu: elu(alpha = 0.5),
dense: dense(17, use_bias = false, relu),
} }
case! { m0150, "m0150.keras", "m0150.io.safetensors", #[weights("m0150.keras")] {
re_lu: relu(input = (2, 7, 8), max_value = 6.0, threshold = 0.25),
up_sampling2d: up_sampling2d(interpolation = bilinear),
normalization: normalization(mean = [0.701, -0.854, 0.595, -0.708, 0.439, 0.537, 0.005, 0.934], variance = [1.465, 1.739, 1.148, 1.637, 0.582, 1.79, 1.583, 0.908]),
conv2d: conv2d(2, kernel = 1, strides = 2, use_bias = false, softmax),
conv2d_transpose: conv2d_transpose(2, kernel = 1, strides = 3, use_bias = false, tanh),
} }
case! { m0170, "m0170.keras", "m0170.io.safetensors", #[weights("m0170.keras")] {
time_distributed: time_distributed(unit_normalization: unit_normalization(), input = (3, 3, 1, 2)),
time_distributed_1: time_distributed(depthwise_conv2d: depthwise_conv2d(kernel = 1, strides = 2, silu)),
unit_normalization_1: unit_normalization(),
time_distributed_2: time_distributed(activation: activation(gelu)),
re_lu: relu(negative_slope = 0.3),
up_sampling3d: up_sampling3d(1),
} }
case! { m0177, "m0177.keras", "m0177.io.safetensors", #[weights("m0177.keras")] {
activation: activation(input = (5, 4, 4), squareplus),
conv2d_transpose: conv2d_transpose(2, kernel = 1),
batch_normalization: batch_normalization(center = false),
normalization: normalization(mean = [-0.652, 0.63], variance = [1.888, 0.949]),
cropping2d: cropping2d(1),
discretization: discretization([-0.592, -0.418, 0.035, 0.093]),
} }
case! { m0199, "m0199.keras", "m0199.io.safetensors", #[weights("m0199.keras")] {
bidirectional: bidirectional(input = (1, 9), lstm: lstm(8, recurrent_activation = tanh, use_bias = false, return_sequences = true), merge_mode = sum),
cropping1d: cropping1d(0),
lstm_1: lstm(5, relu),
p_re_lu: prelu(shared_axes = (1,)),
dense: dense(5, use_bias = false, celu),
group_normalization: group_normalization(groups = 5, epsilon = 0.01),
} }
case! { m0204, "m0204.keras", "m0204.io.safetensors", #[weights("m0204.keras")] {
rms_normalization: rms_normalization(input = (2, 6, 7), epsilon = 0.01),
permute: permute(1, 2, 3),
time_distributed: time_distributed(elu: elu()),
softmax: softmax(axis = 2),
cropping2d: cropping2d(((0, 0), (2, 0))),
separable_conv2d: separable_conv2d(16, kernel = 3, padding = same, dilation = 2, squareplus),
} }
case! { m0209, "m0209.keras", "m0209.io.safetensors", #[weights("m0209.keras")] {
embedding: embedding(10, 2, input = 10),
permute: permute(1, 2),
layer_normalization: layer_normalization(epsilon = 0.01, center = false),
bidirectional: bidirectional(simple_rnn: simple_rnn(1, use_bias = false, return_sequences = true), merge_mode = ave),
alpha_dropout: alpha_dropout(0.1),
conv1d: conv1d(1, kernel = 2, strides = 2, padding = causal, gelu),
} }
case! { m0226, "m0226.keras", "m0226.io.safetensors", #[weights("m0226.keras")] {
cropping1d: cropping1d((2, 0), input = (6, 4)),
bidirectional: bidirectional(simple_rnn: simple_rnn(2), merge_mode = ave),
flatten: flatten(),
flatten_1: flatten(),
} }
case! { m0231, "m0231.keras", "m0231.io.safetensors", #[weights("m0231.keras")] {
separable_conv1d: separable_conv1d(3, input = (6, 3), kernel = 4, padding = same, hard_sigmoid),
conv1d_transpose: conv1d_transpose(17, kernel = 1),
layer_normalization: layer_normalization(scale = false),
depthwise_conv1d: depthwise_conv1d(kernel = 3, strides = 2, use_bias = false),
gru_1: gru(16, reset_after = false, go_backwards = true),
} }
case! { m0236, "m0236.keras", "m0236.io.safetensors", #[weights("m0236.keras")] {
p_re_lu: prelu(input = (8, 8)),
global_max_pooling1d: global_max_pool1d(keepdims = true),
max_pooling1d: max_pool1d(padding = same),
lstm: lstm(17, recurrent_activation = tanh, return_sequences = true),
gru: gru(3, use_bias = false, return_sequences = true, softsign),
} }
case! { m0240, "m0240.keras", "m0240.io.safetensors", #[weights("m0240.keras")] {
conv3d_transpose: conv3d_transpose(3, input = (2, 2, 5, 3), kernel = 2, use_bias = false),
conv3d: conv3d(3, kernel = (1, 2, 2), dilation = (2, 1, 1), tanh_shrink),
dense_steps_2: time_distributed(dense_steps_1: time_distributed(dense_steps: time_distributed(dense: dense(1)))),
p_re_lu: prelu(shared_axes = (1,)),
average_pooling3d: avg_pool3d(),
discretization: discretization([-0.777, 0.266, 0.363, 0.557]),
} }
case! { m0264, "m0264.keras", "m0264.io.safetensors", #[weights("m0264.keras")] {
depthwise_conv2d: depthwise_conv2d(input = (1, 5, 6), kernel = (2, 4), strides = 3, padding = same, use_bias = false, gelu),
permute: permute(3, 2, 1),
zero_padding2d: zero_padding2d((2, 1)),
depthwise_conv2d_1: depthwise_conv2d(kernel = 1, strides = 3, depth_multiplier = 2, mish),
zero_padding2d_1: zero_padding2d((2, 0)),
} }
case! { m0265, "m0265.keras", "m0265.io.safetensors", #[weights("m0265.keras")] {
conv1d_transpose: conv1d_transpose(2, input = (9, 4), kernel = 4, use_bias = false),
lstm: lstm(2, use_bias = false),
group_normalization: group_normalization(groups = 2, scale = false),
reshape: reshape(1, 2),
discretization: discretization([-0.626, -0.49, -0.08, 0.254]),
} }
case! { m0266, "m0266.keras", "m0266.io.safetensors", #[weights("m0266.keras")] {
separable_conv1d: separable_conv1d(1, input = (2, 2), kernel = 2, depth_multiplier = 2),
gru_1: gru(3, recurrent_activation = hard_sigmoid, reset_after = false, return_sequences = true, go_backwards = true),
time_distributed: time_distributed(normalization: normalization(mean = [0.256, -0.994, -0.136], variance = [0.654, 0.726, 1.339])),
} }
case! { m0272, "m0272.keras", "m0272.io.safetensors", #[weights("m0272.keras")] {
global_average_pooling3d: global_avg_pool3d(input = (1, 2, 4, 2), keepdims = true),
softmax: softmax(),
dense_steps_2: time_distributed(dense_steps_1: time_distributed(dense_steps: time_distributed(dense: dense(17, elu)))),
conv3d_transpose: conv3d_transpose(3, kernel = 3, padding = same, relu6),
} }
case! { m0275, "m0275.keras", "m0275.io.safetensors", #[weights("m0275.keras")] {
average_pooling1d: avg_pool1d(input = (4, 3), strides = 3),
dense_steps: time_distributed(dense: dense(17, leaky_relu)),
time_distributed: time_distributed(dense_1: dense(8)),
time_distributed_1: time_distributed(batch_normalization: batch_normalization(epsilon = 1e-5, center = false)),
leaky_re_lu: leaky_relu(negative_slope = 0.1),
global_max_pooling1d: global_max_pool1d(keepdims = true),
} }
case! { m0284, "m0284.keras", "m0284.io.safetensors", #[weights("m0284.keras")] {
conv2d_transpose: conv2d_transpose(1, input = (5, 3, 8), kernel = 4, tanh_shrink),
time_distributed: time_distributed(max_pooling1d: max_pool1d(strides = 1)),
p_re_lu: prelu(shared_axes = (1, 2, 3)),
discretization: discretization([-0.777, -0.442, -0.407, 0.097]),
} }
case! { m0291, "m0291.keras", "m0291.io.safetensors", #[weights("m0291.keras")] {
embedding: embedding(18, 3, input = 10),
bidirectional: bidirectional(gru: gru(16, recurrent_activation = relu, return_sequences = true), merge_mode = ave),
batch_normalization: batch_normalization(scale = false),
separable_conv1d: separable_conv1d(1, kernel = 1, squareplus),
time_distributed: time_distributed(discretization: discretization([-0.214, 0.693, 0.764, 0.882])),
} }
case! { m0302, "m0302.keras", "m0302.io.safetensors", #[weights("m0302.keras")] {
layer_normalization: layer_normalization(input = (4, 7, 4), epsilon = 0.01),
re_lu: relu(),
max_pooling2d: max_pool2d(padding = same),
conv2d_transpose: conv2d_transpose(1, kernel = (1, 3), strides = 3, use_bias = false),
cropping2d: cropping2d(1),
global_max_pooling2d: global_max_pool2d(),
} }
case! { m0304, "m0304.keras", "m0304.io.safetensors", #[weights("m0304.keras")] {
simple_rnn: simple_rnn(1, input = (9, 7), use_bias = false, return_sequences = true),
dropout: dropout(0.3),
group_normalization: group_normalization(groups = 1, epsilon = 0.01),
} }
case! { m0305, "m0305.keras", "m0305.io.safetensors", #[weights("m0305.keras")] {
conv1d: conv1d(3, input = (4, 5), kernel = 1, padding = same, dilation = 2, use_bias = false),
depthwise_conv1d: depthwise_conv1d(kernel = 1, padding = same, dilation = 2, log_softmax),
separable_conv1d: separable_conv1d(3, kernel = 4, strides = 2, use_bias = false),
rms_normalization: rms_normalization(epsilon = 0.01),
time_distributed: time_distributed(re_lu: relu(negative_slope = 0.1)),
discretization: discretization([-0.097, 0.073, 0.273, 0.802]),
} }
