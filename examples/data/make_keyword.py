"""Makes the spoken words, the trained weights and Keras's outputs of the example `keyword`.

    apt install espeak-ng
    pip install keras==3.15.1 "jax[cpu]==0.10.2" safetensors
    KERAS_BACKEND=jax python make_keyword.py

The words are spoken by a speech synthesizer, in many voices; those of the test are not among those of the training.
`keyword_test.ulaw` holds a second of each, 8000 samples per second, eight bits of G.711 mu-law a sample.
"""

import os
import subprocess
import tempfile
import wave
from pathlib import Path

os.environ.setdefault("KERAS_BACKEND", "jax")

import keras
import numpy as np
from keras import layers
from safetensors.numpy import save_file

HERE = Path(__file__).parent
WORDS = ["yes", "no", "up", "down", "left", "right", "on", "off", "stop", "go"]
RATE, SAMPLES = 8000, 8000
FRAME, HOP, FRAMES, BANDS = 256, 160, 49, 20

ACCENTS = ["en-gb", "en-us", "en-gb-scotland", "en-gb-x-rp", "en-gb-x-gbclan"]
TRAINED = ["m1", "m2", "m3", "m4", "m5", "m7", "f1", "f2", "f4", "john", "linda", "max", "paul", "steph2", "belinda"]
# The voices of the test: two men, two women.
TESTED = [("en-us", "m6"), ("en-gb", "f3"), ("en-gb-x-rp", "f5"), ("en-us", "david")]


def spoken(word, voice, speed, pitch):
    """The word as 8000 samples per second from -1 to 1, as long as it takes."""
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        options = ["-v", voice, "-s", str(speed), "-p", str(pitch), "-w", file.name]
        subprocess.run(["espeak-ng", *options, word], check=True)
        with wave.open(file.name) as wav:
            rate = wav.getframerate()
            samples = np.frombuffer(wav.readframes(wav.getnframes()), "<i2") / 32768
    # Less than half the new rate is kept, so that nothing folds back.
    spectrum = np.fft.rfft(samples)
    count = int(len(samples) * RATE / rate)
    samples = np.fft.irfft(spectrum[: count // 2 + 1], count) * count / len(samples)
    loud = np.flatnonzero(np.abs(samples) > 0.01)
    return samples[loud[0] : loud[-1] + 1]


def clip(samples, rng):
    """One second with the word somewhere in it, as loud as it may be, and some noise."""
    samples = samples[:SAMPLES]
    start = rng.integers(0, SAMPLES - len(samples) + 1)
    second = rng.normal(0, 10 ** rng.uniform(-4, -2.3), SAMPLES)
    second[start : start + len(samples)] += samples * rng.uniform(0.3, 1.0) / np.abs(samples).max()
    return mu_law(np.clip(second, -1, 1))


def mu_law(samples):
    """Eight bits a sample, as G.711 has them: sign, exponent and mantissa, all bits turned over."""
    magnitude = np.minimum(np.abs(samples) * 32768, 32635).astype(int) + 132
    exponent = np.floor(np.log2(magnitude)).astype(int) - 7
    mantissa = (magnitude >> (exponent + 3)) & 15
    return ~((samples < 0) * 128 | exponent << 4 | mantissa).astype("uint8")


def linear(codes):
    """The samples of these bits."""
    bits = ~codes.astype("uint8")
    magnitude = (((bits & 15).astype(int) << 3) + 132 << (bits >> 4 & 7).astype(int)) - 132
    return np.where(bits & 128, -magnitude, magnitude) / 32768


def mel(hertz):
    return 2595 * np.log10(1 + hertz / 700)


def bands():
    """How much of each frequency goes into each band: triangles, evenly apart on the mel scale."""
    edges = 700 * (10 ** (np.linspace(mel(100), mel(4000), BANDS + 2) / 2595) - 1)
    hertz = np.arange(FRAME // 2 + 1) * RATE / FRAME
    rise = (hertz - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    fall = (edges[2:, None] - hertz) / (edges[2:] - edges[1:-1])[:, None]
    return np.maximum(0, np.minimum(rise, fall))


def features(codes):
    """The logarithm of the energy in each band of each frame."""
    samples = linear(codes)
    frames = np.stack([samples[i * HOP : i * HOP + FRAME] for i in range(FRAMES)])
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(FRAME) / FRAME)
    power = np.abs(np.fft.rfft(frames * window)) ** 2
    return np.log10(power @ bands().T + 1e-3).astype("float32")


def corpus(voices, takes, rng):
    clips, labels = [], []
    for label, word in enumerate(WORDS):
        for voice in voices:
            for speed, pitch in takes:
                samples = spoken(word, voice, speed, pitch)
                if 800 < len(samples) <= SAMPLES:
                    clips.append(clip(samples, rng))
                    labels.append(label)
    return np.array(clips), np.array(labels)


def main():
    rng = np.random.default_rng(11)
    takes = [(140, 40), (175, 60)]
    clips, labels = corpus([f"{a}+{v}" for a in ACCENTS for v in TRAINED], takes, rng)
    # Each also at other times, loudness and noise.
    x = np.array([features(codes) for codes in clips])
    x = np.concatenate([np.roll(x, shift, axis=1) for shift in (-3, 0, 3)])
    y = np.tile(labels, 3)
    tested, test_labels = corpus([f"{a}+{v}" for a, v in TESTED], [(160, 50)], rng)
    test = np.array([features(codes) for codes in tested])
    print(len(x), "clips train,", len(test), "test")

    keras.utils.set_random_seed(5)
    model = keras.Sequential([
        layers.Input((FRAMES, BANDS)),
        layers.Rescaling(0.5, offset=0.5),
        layers.Conv1D(32, 3, padding="same", activation="relu"),
        layers.MaxPooling1D(2),
        layers.Conv1D(32, 3, padding="same", activation="relu"),
        layers.MaxPooling1D(2),
        layers.Dropout(0.25),
        layers.Conv1D(48, 3, activation="relu"),
        layers.GlobalMaxPooling1D(),
        layers.Dense(len(WORDS), "softmax"),
    ])
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(x, y, epochs=30, batch_size=64, verbose=2, validation_data=(test, test_labels))
    save_file(
        {f"{l.name}.{v.name}": np.ascontiguousarray(v.numpy()) for l in model.layers for v in l.weights},
        HERE / "keyword.safetensors",
    )
    (HERE / "keyword_test.ulaw").write_bytes(tested.tobytes())
    np.savetxt(HERE / "keyword_expected.csv", np.column_stack([test_labels, model.predict(test, verbose=0)]), delimiter=",", fmt="%.9g")


if __name__ == "__main__":
    main()
