//! Which variables the layers of each class have: their names in Keras's order, which is all a file says of them.

use crate::{Config, Error};

/// The variables of a class of layers.
pub(crate) struct Variables {
    /// Whether they belong to the layer's cell.
    pub(crate) in_cell: bool,
    pub(crate) names: Vec<&'static str>,
}

/// The variables of layers of this class with these options; `None` if the class isn't known, or has none.
pub(crate) fn variables(class: &str, config: &Config) -> Result<Option<Variables>, Error> {
    // What stands in front of an option that turns a variable on or off, and whether it is on by default.
    let on = |key: &str, default| config.peek_boolean(key, default);
    let with_bias = |mut names: Vec<&'static str>| {
        if on("use_bias", true)? {
            names.push("bias");
        }
        Ok(names)
    };
    let names = match class {
        "Dense" | "EinsumDense" => match class {
            "Dense" => with_bias(vec!["kernel"])?,
            _ if config.peek("bias_axes").is_some_and(|axes| *axes != crate::Json::Null) => vec!["kernel", "bias"],
            _ => vec!["kernel"],
        },
        "Conv1D" | "Conv2D" | "Conv3D" | "Conv1DTranspose" | "Conv2DTranspose" | "Conv3DTranspose"
        | "DepthwiseConv1D" | "DepthwiseConv2D" => with_bias(vec!["kernel"])?,
        "SeparableConv1D" | "SeparableConv2D" => with_bias(vec!["depthwise_kernel", "pointwise_kernel"])?,
        "SimpleRNN" | "LSTM" | "GRU" | "ConvLSTM1D" | "ConvLSTM2D" | "ConvLSTM3D" => {
            let names = with_bias(vec!["kernel", "recurrent_kernel"])?;
            return Ok(Some(Variables { in_cell: true, names }));
        }
        "Embedding" => vec!["embeddings"],
        "PReLU" => vec!["alpha"],
        "BatchNormalization" => {
            let mut names = scale_and_center(on("scale", true)?, on("center", true)?);
            names.extend(["moving_mean", "moving_variance"]);
            if on("renorm", false)? {
                names.extend(["moving_stddev", "renorm_mean", "renorm_stddev"]);
            }
            names
        }
        "LayerNormalization" => {
            let rms = on("rms_scaling", false)?;
            scale_and_center(on("scale", true)? || rms, on("center", true)? && !rms)
        }
        "GroupNormalization" => scale_and_center(on("scale", true)?, on("center", true)?),
        "RMSNormalization" => vec!["scale"],
        // Where the mean is an option, it is no variable.
        "Normalization" => match config.peek("mean") {
            Some(crate::Json::Null) | None => vec!["mean", "variance", "count"],
            Some(_) => vec![],
        },
        _ => return Ok(None),
    };
    Ok(Some(Variables { in_cell: false, names }))
}

fn scale_and_center(scale: bool, center: bool) -> Vec<&'static str> {
    let mut names = Vec::new();
    if scale {
        names.push("gamma");
    }
    if center {
        names.push("beta");
    }
    names
}

/// Keras's name of a class in paths: `Conv2DTranspose` is `conv2d_transpose`, `PReLU` is `p_re_lu`.
///
/// An underscore goes in front of each capital, but the first character, that has a lower-case letter on either side.
pub(crate) fn snake_case(class: &str) -> String {
    // Keras takes the name of the Python class, which has no package.
    let class = class.rsplit('>').next().unwrap_or_default();
    let chars: Vec<char> = class.chars().filter(|c| c.is_alphanumeric() || *c == '_').collect();
    let lower = |c: Option<&char>| c.is_some_and(char::is_ascii_lowercase);
    let mut snake = String::new();
    for (i, c) in chars.iter().enumerate() {
        if i > 0 && c.is_ascii_uppercase() && (lower(chars.get(i - 1)) || lower(chars.get(i + 1))) {
            snake.push('_');
        }
        snake.push(*c);
    }
    snake.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::snake_case;

    #[test]
    fn classes_in_paths() {
        for (class, path) in [
            ("Dense", "dense"),
            ("Conv2DTranspose", "conv2d_transpose"),
            ("MaxPooling1D", "max_pooling1d"),
            ("ReLU", "re_lu"),
            ("PReLU", "p_re_lu"),
            ("LeakyReLU", "leaky_re_lu"),
            ("ELU", "elu"),
            ("GRU", "gru"),
            ("SimpleRNN", "simple_rnn"),
            ("RMSNormalization", "rms_normalization"),
            ("my_package>FastGELUBlock", "fast_gelu_block"),
        ] {
            assert_eq!(snake_case(class), path);
        }
    }
}
