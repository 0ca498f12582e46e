"""Embeddings: the models for make_goldens.py, and Keras's layer for our word."""
from keras import layers as L

CASES = [
    ("embedding_words", "f32", 7, "embedding(11, 5); global_avg_pool1d(); dense(3, softmax)"),
    ("embedding_wide", "f32", 3, "embedding(4, 33, mask_zero = false); layer_normalization(); flatten(); dense(2)"),
    ("embedding_image", "f32", (2, 3), "embedding(6, 2); relu(); flatten()"),
    ("embedding_alone", "f32", 1, "embedding(300, 1)"),
    ("f64_embedding", "f64", 4, "embedding(9, 3, embeddings_initializer = random_normal); flatten(); dense(2, tanh)"),
]

LAYERS = {"embedding": L.Embedding}
