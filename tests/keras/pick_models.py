"""Pick the fewest of many random models that have all layers and options, for `models/`.

    ../keras-venv/bin/python tests/keras/random_models.py --models 300 target/random
    python3 tests/keras/pick_models.py target/random --most 40
    UPDATE=1 cargo test -p nn-tests --test goldens models

Needs nothing but Python. Archives are written without the date, and compressed.
"""
import argparse, json, pathlib, re, shutil, zipfile

MODELS = pathlib.Path(__file__).resolve().parent / "models"
# What changes nothing that is computed, or is another in each model.
NOTHING = re.compile("name|dtype|trainable|seed|batch_shape|.*_(initializer|regularizer|constraint)|rate|stddev|l1|l2")


def coarse(value):
    """A value as far as it is another case: which word, but not which number."""
    if isinstance(value, dict):
        return value.get("class_name", "")
    if isinstance(value, list):
        return f"{len(value)} of {len(set(map(json.dumps, value)))}"
    if isinstance(value, (bool, str)) or value is None:
        return str(value)
    return "1" if value == 1 else "-1" if value == -1 else "number"


def features(layers, inside=""):
    """Each option of each layer, with the layers in wrappers."""
    found = set()
    for layer in layers:
        class_name, config = layer["class_name"], layer["config"]
        if class_name == "InputLayer":
            found.add(("input", len(config["batch_shape"]), config["dtype"]))
            continue
        found.add((inside, class_name))
        for key, value in config.items():
            if key in ("layer", "backward_layer"):
                found |= features([value], class_name)
            elif not NOTHING.fullmatch(key):
                # Activations are the same everywhere.
                found.add(("", key, coarse(value)) if "activation" in key else (inside, class_name, key, coarse(value)))
    return found


def repack(source, target):
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in ("config.json", "model.weights.h5"):
            new.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), old.read(name), zipfile.ZIP_DEFLATED, 9)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--most", type=int, default=40)
    parser.add_argument("--without", default="", help="classes that are left out, separated by commas")
    options = parser.parse_args()
    without = {name for name in options.without.split(",") if name}
    models = {}
    for path in sorted(options.folder.glob("*.keras")):
        if not path.with_suffix(".io.safetensors").exists():
            continue
        config = json.loads(zipfile.ZipFile(path).read("config.json"))["config"]
        found = features(config["layers"])
        if not any(name in without for feature in found for name in feature):
            models[path] = found
    everything = set().union(*models.values())
    for old in [*MODELS.glob("*.keras"), *MODELS.glob("*.safetensors")]:
        old.unlink()
    missing, count = set(everything), 0
    while missing and count < options.most:
        best = max(models, key=lambda path: len(models[path] & missing))
        missing -= models[best]
        repack(best, MODELS / best.name)
        io = best.with_suffix(".io.safetensors")
        shutil.copy(io, MODELS / io.name)
        count += 1
    # The texts of the models that were there before.
    (MODELS / "cases.rs").write_text("")
    print(f"{count} of {len(models)} models have {len(everything) - len(missing)} of {len(everything)} options")
    for feature in sorted(missing, key=str)[:20]:
        print("  without", *feature)


if __name__ == "__main__":
    main()
