"""Writes what LiteRT computes, for the engine's tests.

    python tests/engine/reference.py MODELS_DIR target/reference
    XUEYING_REFERENCE=target/reference XUEYING_MODELS=MODELS_DIR cargo test --release -p xueying-engine -- --ignored

Per model and input: `MODEL/INPUT.in`, the input; `MODEL/INPUT.INDEX.out`, each output as XNNPACK computes it, which is
what MediaPipe runs; `MODEL/INPUT.INDEX.plain`, the same with LiteRT's own kernels where it has one for every operator:
two right answers differ by as much. For the photo also `MODEL/TENSOR.tensor`, every tensor on the way. All are raw
little-endian floats.
"""

import pathlib
import sys

from inputs import inputs
from litert import LiteRT, computed, exposing


def write(path, target, photo):
    model = path.read_bytes()
    runs = [("out", LiteRT(model))]
    try:
        runs.append(("plain", LiteRT(model, plain=True)))
    except RuntimeError as error:
        # MediaPipe's own operator is known to XNNPACK only.
        print(f"{path.stem}: no plain kernels: {str(error).splitlines()[0]}")
    target.mkdir(parents=True, exist_ok=True)
    values = inputs(runs[0][1].inputs[0]["shape"], photo)
    for name, value in values.items():
        value.tofile(target / f"{name}.in")
        for suffix, litert in runs:
            litert.set(0, value)
            litert.run()
            for index in range(len(litert.outputs)):
                litert.get(index).tofile(target / f"{name}.{index}.{suffix}")
    tensors = sorted(set(computed(runs[0][1])))
    everything = LiteRT(exposing(model, tensors))
    everything.set(0, values["photo"])
    everything.run()
    for index, tensor in enumerate(tensors):
        everything.get(index).tofile(target / f"{tensor}.tensor")
    print(f"{path.stem}: {len(values)} inputs, {len(tensors)} tensors on the way")


def main(models, target):
    for path in sorted(pathlib.Path(models).glob("*.tflite")):
        write(path, pathlib.Path(target) / path.stem, pathlib.Path(models) / "astronaut.png")


if __name__ == "__main__":
    main(*sys.argv[1:])
