"""Compares the engine's outputs with LiteRT's on six inputs per model and every instruction set of this machine.

    cargo build --release -p xueying-engine --example serve
    python tests/benches/engine/parity.py target/release/examples/serve MODELS_DIR

Prints the largest difference as a share of the output's range; exits with 1 if one is above 5e-4.
"""

import pathlib
import sys

import numpy as np
from inputs import inputs
from served import LiteRT, Served

LIMIT = 5e-4


def difference(ours, theirs):
    span = float(theirs.max() - theirs.min()) if theirs.size > 1 else 0.0
    return float(np.abs(ours - theirs).max()) / max(span, 1.0)


def main(binary, models):
    served, bad = Served(binary), False
    for path in sorted(pathlib.Path(models).glob("*.tflite")):
        reference = LiteRT(str(path))
        shape = reference.inputs[0]["shape"]
        for isa in served.isas():
            served.load("model", isa, path)
            worst, where = 0.0, ""
            for name, values in inputs(shape, pathlib.Path(models) / "astronaut.png").items():
                reference.set(0, values)
                served.set("model", 0, values)
                reference.run()
                served.run("model")
                for index in range(len(reference.outputs)):
                    error = difference(served.get("model", index), reference.get(index))
                    if not error <= worst:
                        worst, where = error, f"{name}, output {index}"
            bad |= not worst <= LIMIT
            print(f"{path.stem:28} {isa:8} {worst:.1e} of the range ({where})", flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
