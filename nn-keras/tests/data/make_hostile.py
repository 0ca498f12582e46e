"""Make files that ask for far more than they hold, from tiny.keras.

    pip install h5py==3.16.0 numpy==2.4.6
    python make_hostile.py
"""

import io, os, struct, zipfile

import h5py
import numpy as np

here = os.path.dirname(os.path.abspath(__file__))


def hostile(name, spoil, after=bytes):
    """tiny.keras with its weights spoiled: as HDF5, and then as bytes."""
    with zipfile.ZipFile(os.path.join(here, "tiny.keras")) as old, zipfile.ZipFile(os.path.join(here, name), "w") as new:
        weights = io.BytesIO(old.read("model.weights.h5"))
        with h5py.File(weights, "a") as file:
            spoil(file)
        for member in ["config.json", "model.weights.h5"]:
            content = after(weights.getvalue()) if member == "model.weights.h5" else old.read(member)
            new.writestr(zipfile.ZipInfo(member), content, zipfile.ZIP_DEFLATED, 9)


def cycle(file):
    """A group that is in itself, twice: 2 to the power of the depth groups."""
    group = file["layers/dense"]
    group["here"] = group
    group["there"] = group


def many_names(file):
    attributes = file["layers/dense/vars"].attrs
    del attributes["name"]
    attributes.create("long", "n" * 50_000, dtype=h5py.string_dtype())
    attributes.create("name", np.array(["x"] * 3_000, dtype=object), dtype=h5py.string_dtype())


def one_long_name(content):
    """Every reference to a string of length 1 becomes one to the long one: length, address of the heap, number in it."""
    content = bytearray(content)

    def references(length):
        for at in range(0, len(content) - 16, 4):
            found, heap = struct.unpack_from("<IQ", content, at)
            if found == length and content[heap : heap + 4] == b"GCOL":
                yield at

    long = next(references(50_000))
    for at in references(1):
        content[at : at + 16] = content[long : long + 16]
    return bytes(content)


def replace(file, **options):
    del file["layers/dense/vars/0"]
    file["layers/dense/vars"].create_dataset("0", dtype="f4", **options)


def packed(file):
    """16 million zeros in chunks that pack to a thousandth: 64 MB in 64 kB, in 2 kB of archive."""
    replace(file, shape=(1 << 24,), chunks=(1 << 20,), compression="gzip", compression_opts=9)
    file["layers/dense/vars/0"][...] = 0


def many_sets(file):
    """A thousand data sets that are one."""
    group = file["layers/dense/vars"]
    for i in range(2, 1000):
        group[str(i)] = group["0"]


def soft_cycle(file):
    """Names that lead to each other."""
    del file["layers/dense/vars/0"]
    file["layers/dense/vars/0"] = h5py.SoftLink("/layers/dense/vars/00")
    file["layers/dense/vars/00"] = h5py.SoftLink("/layers/dense/vars/0")


def elsewhere(file):
    """Numbers that are in another file, which must not be opened for them."""
    del file["layers/dense/vars/0"]
    file["layers/dense/vars/0"] = h5py.ExternalLink("tiny.weights.h5", "/layers/dense/vars/0")


def raw_elsewhere(file):
    replace(file, shape=(2, 3), external=[("numbers.raw", 0, h5py.h5f.UNLIMITED)])


def virtual(file):
    layout = h5py.VirtualLayout(shape=(2, 3), dtype="f4")
    layout[:] = h5py.VirtualSource("tiny.weights.h5", "layers/dense/vars/0", shape=(2, 3))
    del file["layers/dense/vars/0"]
    file["layers/dense/vars"].create_virtual_dataset("0", layout)


def many_chunks(file):
    """A chunk for each of four million numbers, of which one is there."""
    replace(file, shape=(1 << 22,), chunks=(1,))
    file["layers/dense/vars/0"][5] = 1


hostile("hostile_cycle.keras", cycle)
hostile("hostile_soft_cycle.keras", soft_cycle)
hostile("hostile_elsewhere.keras", elsewhere)
hostile("hostile_raw_elsewhere.keras", raw_elsewhere)
hostile("hostile_virtual.keras", virtual)
hostile("hostile_chunks.keras", many_chunks)
hostile("hostile_names.keras", many_names, one_long_name)
hostile("hostile_packed.keras", packed)
hostile("hostile_sets.keras", many_sets)
# Nothing is stored of these, so that they are all fill values.
hostile("hostile_shape.keras", lambda file: replace(file, shape=(1 << 40, 1 << 20), chunks=(1 << 10, 1 << 10)))
hostile("hostile_empty.keras", lambda file: replace(file, shape=(1 << 22,)))
