// Made by `UPDATE=1 cargo test --test models`.
case! { m0004, "m0004.keras", "m0004.io.safetensors", #[weights("m0004.keras")] {
elu: elu(input = 15),
dense: dense(2, use_bias = false, hard_tanh),
} }
case! { m0005, "m0005.keras", "m0005.io.safetensors", #[weights("m0005.keras")] {
embedding: embedding(13, 2, input = 11),
dense_steps: time_distributed(dense: dense(5, celu)),
simple_rnn: simple_rnn(1, return_sequences = true, selu),
bidirectional_1: bidirectional(gru_1: gru(2, elu)),
} }
case! { m0006, "m0006.keras", "m0006.io.safetensors", #[weights("m0006.keras")] {
bidirectional: bidirectional(gru: gru(8, reset_after = false, use_bias = false, return_sequences = true, softsign), input = (3, 12)),
bidirectional_1: bidirectional(simple_rnn: simple_rnn(5, use_bias = false, return_sequences = true), merge_mode = mul),
bidirectional_2: bidirectional(simple_rnn_1: simple_rnn(3)),
} }
case! { m0010, "m0010.keras", "m0010.io.safetensors", #[weights("m0010.keras")] {
embedding: embedding(25, 12, input = 3),
activation: activation(silu),
} }
case! { m0012, "m0012.keras", "m0012.io.safetensors", #[weights("m0012.keras")] {
depthwise_conv2d: depthwise_conv2d(input = (4, 1, 6), kernel = (4, 2), strides = 2, padding = same, use_bias = false),
rescaling: rescaling(0.5),
} }
case! { m0013, "m0013.keras", "m0013.io.safetensors", #[weights("m0013.keras")] {
conv1d: conv1d(1, input = (11, 9), kernel = 2, padding = same, tanh_shrink),
} }
case! { m0014, "m0014.keras", "m0014.io.safetensors", #[weights("m0014.keras")] {
reshape: reshape(17, 1, input = 17),
alpha_dropout: alpha_dropout(0.1),
leaky_re_lu: leaky_relu(negative_slope = 0.1),
depthwise_conv1d: depthwise_conv1d(kernel = 4, strides = 2),
separable_conv1d: separable_conv1d(5, kernel = 1, padding = same, relu6),
} }
case! { m0016, "m0016.keras", "m0016.io.safetensors", #[weights("m0016.keras")] {
embedding: embedding(23, 2, input = 3),
dense_steps: time_distributed(dense: dense(5, selu)),
dense_1_steps: time_distributed(dense_1: dense(16, softplus)),
bidirectional: bidirectional(lstm: lstm(16, return_sequences = true), merge_mode = ave),
dense_2_steps: time_distributed(dense_2: dense(17, use_bias = false)),
dense_3_steps: time_distributed(dense_3: dense(1)),
} }
case! { m0017, "m0017.keras", "m0017.io.safetensors", #[weights("m0017.keras")] {
group_normalization: group_normalization(input = 2, groups = 2),
alpha_dropout: alpha_dropout(0.1),
} }
case! { m0019, "m0019.keras", "m0019.io.safetensors", #[weights("m0019.keras")] {
activation: activation(input = (5, 6, 8), elu),
rms_normalization: rms_normalization(epsilon = 0.01),
depthwise_conv2d: depthwise_conv2d(kernel = (3, 2), strides = 2, hard_tanh),
} }
case! { m0021, "m0021.keras", "m0021.io.safetensors", #[weights("m0021.keras")] {
normalization: normalization(input = 16, mean = [0.019, -0.649, 0.844, 0.491, -0.192, -0.482, -0.442, -0.291, 0.571, -0.81, -0.088, 0.539, -0.94, -0.495, 0.349, -0.871], variance = [0.622, 1.594, 0.987, 0.54, 0.896, 0.926, 0.996, 1.385, 1.544, 1.896, 1.103, 1.192, 1.971, 1.597, 1.375, 1.41]),
batch_normalization: batch_normalization(scale = false),
elu: elu(),
rms_normalization: rms_normalization(epsilon = 0.01),
leaky_re_lu: leaky_relu(negative_slope = 0.1),
} }
case! { m0024, "m0024.keras", "m0024.io.safetensors", {
activation: activation(input = (1, 1, 4, 4), celu),
max_pooling3d: max_pool3d(padding = same),
permute: permute(4, 1, 3, 2),
} }
case! { m0025, "m0025.keras", "m0025.io.safetensors", #[weights("m0025.keras")] {
elu: elu(input = (5, 3, 4), alpha = 0.5),
separable_conv2d: separable_conv2d(1, kernel = 1, depth_multiplier = 3, use_bias = false, log_sigmoid),
} }
case! { m0031, "m0031.keras", "m0031.io.safetensors", #[weights("m0031.keras")] {
softmax: softmax(input = (4, 6, 1)),
global_max_pooling2d: global_max_pool2d(),
layer_normalization: layer_normalization(),
elu: elu(),
} }
case! { m0032, "m0032.keras", "m0032.io.safetensors", #[weights("m0032.keras")] {
layer_normalization: layer_normalization(input = (4, 6, 7), center = false),
max_pooling2d: max_pool2d(),
reshape: reshape(42, 1, 1),
permute: permute(3, 1, 2),
} }
case! { m0034, "m0034.keras", "m0034.io.safetensors", {
re_lu: relu(input = (6, 7, 8), threshold = 0.25),
max_pooling2d: max_pool2d(3),
activation: activation(softmax),
} }
case! { m0035, "m0035.keras", "m0035.io.safetensors", #[weights("m0035.keras")] {
rms_normalization: rms_normalization(input = (5, 2)),
reshape: reshape(2, 5, 1),
group_normalization: group_normalization(groups = 1),
layer_normalization: layer_normalization(center = false),
activation: activation(softplus),
} }
case! { m0036, "m0036.keras", "m0036.io.safetensors", #[weights("m0036.keras")] {
reshape: reshape(12, 2, input = (6, 4)),
zero_padding1d: zero_padding1d(2),
conv1d: conv1d(2, kernel = 1, elu),
reshape_1: reshape(32),
layer_normalization: layer_normalization(),
} }
case! { m0037, "m0037.keras", "m0037.io.safetensors", #[weights("m0037.keras")] {
embedding: embedding(14, 1, input = 10),
re_lu: relu(),
flatten: flatten(),
layer_normalization: layer_normalization(center = false),
} }
case! { m0039, "m0039.keras", "m0039.io.safetensors", #[weights("m0039.keras")] {
batch_normalization_there: permute(1, 3, 4, 2, input = (3, 2, 5, 4)),
batch_normalization: batch_normalization(epsilon = 0.01),
batch_normalization_back: permute(1, 4, 2, 3),
permute: permute(2, 1, 3, 4),
layer_normalization: layer_normalization(),
} }
case! { m0040, "m0040.keras", "m0040.io.safetensors", #[weights("m0040.keras")] {
layer_normalization: layer_normalization(input = 8, center = false),
unit_normalization: unit_normalization(),
} }
case! { m0041, "m0041.keras", "m0041.io.safetensors", #[weights("m0041.keras")] {
normalization: normalization(input = (3, 5, 5), mean = [-0.898, -0.358, -0.025, -0.369, -0.863], variance = [1.56, 0.917, 1.67, 1.118, 1.361]),
group_normalization: group_normalization(groups = 1),
batch_normalization: batch_normalization(),
cropping2d_1: cropping2d((1, 2)),
} }
case! { m0043, "m0043.keras", "m0043.io.safetensors", #[weights("m0043.keras")] {
rms_normalization: rms_normalization(input = (2, 3)),
max_pooling1d: max_pool1d(padding = same),
flatten: flatten(),
} }
case! { m0045, "m0045.keras", "m0045.io.safetensors", #[weights("m0045.keras")] {
global_max_pooling1d: global_max_pool1d(input = (2, 1)),
dense: dense(17, relu),
} }
case! { m0046, "m0046.keras", "m0046.io.safetensors", {
gaussian_noise: gaussian_noise(0.1, input = (1, 1)),
global_average_pooling1d: global_avg_pool1d(),
gaussian_noise_1: gaussian_noise(0.1),
} }
case! { m0048, "m0048.keras", "m0048.io.safetensors", {
activation: activation(input = (4, 2, 5), silu),
activation_1: activation(linear),
global_average_pooling2d: global_avg_pool2d(keepdims = true),
} }
