"""Recurrent layers: the models for make_goldens.py, and Keras's layers for our words."""
from keras import layers as L

CASES = [
    ("simple_rnn", "f32", (6, 3), "simple_rnn(5, return_sequences = true); simple_rnn(17, relu6, go_backwards = true); dense(2)"),
    ("simple_rnn_no_bias", "f32", (9, 1), "simple_rnn(33, use_bias = false)"),
    ("lstm", "f32", (9, 1), "lstm(32, return_sequences = true); lstm(3); dense(1)"),
    ("lstm_backwards", "f32", (5, 4), "lstm(7, go_backwards = true, return_sequences = true); lstm(16, use_bias = false, unit_forget_bias = false)"),
    ("lstm_activations", "f32", (4, 30), "lstm(19, softsign, recurrent_activation = hard_sigmoid, unroll = true); dense(2, softmax)"),
    ("lstm_rowwise", "f32", (3, 2), "lstm(5, softmax, recurrent_activation = softmax, dropout = 0.5, recurrent_dropout = 0.25)"),
    ("gru", "f32", (9, 1), "gru(32, return_sequences = true); gru(4); dense(1)"),
    ("gru_before", "f32", (6, 3), "gru(18, reset_after = false, return_sequences = true, go_backwards = true); gru(5, reset_after = false)"),
    ("gru_no_bias", "f32", (5, 26), "gru(21, soft_shrink, recurrent_activation = hard_sigmoid, use_bias = false)"),
    ("gru_before_no_bias", "f32", (4, 2), "gru(6, linear, reset_after = false, use_bias = false)"),
    ("f64_recurrent", "f64", (5, 2), "gru(9, return_sequences = true); lstm(11, return_sequences = true); "
        "gru(8, reset_after = false, return_sequences = true); simple_rnn(3)"),
    *((f"bidirectional_{mode}_{kind}", "f32", shape, "; ".join([
        f"bidirectional({kind}({units}, return_sequences = true){option})", f"bidirectional({kind}({units + 2}){option})"]))
      for mode, option in [("concat", "")] + [(mode, f", merge_mode = {mode}") for mode in ("sum", "mul", "ave")]
      for kind, units, shape in [("simple_rnn", 5, (9, 2)), ("lstm", 3, (5, 3)), ("gru", 8, (8, 1))]),
    ("bidirectional_other", "f32", (6, 3), "bidirectional(lstm(5, return_sequences = true), backward_layer = "
        "gru(5, return_sequences = true, go_backwards = true)); bidirectional(gru(4, go_backwards = true, return_sequences = true), "
        "backward_layer = simple_rnn(4, relu, return_sequences = true), merge_mode = sum); "
        "bidirectional(lstm(2, softsign, use_bias = false, go_backwards = true), backward_layer = lstm(6, unit_forget_bias = false), "
        "merge_mode = concat)"),
    ("f64_bidirectional", "f64", (6, 2), "bidirectional(gru(9, reset_after = false, return_sequences = true), merge_mode = mul); "
        "bidirectional(lstm(4, softmax, return_sequences = true), merge_mode = ave); bidirectional(simple_rnn(3)); dense(2)"),
]

class Words(dict):
    """Our words for layers; any other is itself, the name of an activation."""
    def __missing__(self, word):
        return {"true": True, "false": False}.get(word, word)

def bidirectional(layer, backward_layer=None, **options):
    inner = lambda text: text and eval(text, {"__builtins__": {}}, Words(LAYERS))
    return L.Bidirectional(inner(layer), backward_layer=inner(backward_layer), **options)

def recurrent(layer):
    return lambda units, activation="tanh", **options: layer(units, activation, **options)

LAYERS = {"simple_rnn": recurrent(L.SimpleRNN), "lstm": recurrent(L.LSTM), "gru": recurrent(L.GRU), "bidirectional": bidirectional}
