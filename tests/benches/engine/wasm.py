"""Weighs the engine as wasm and times it in node against LiteRT, native, in alternating rounds.

`cargo xtask bench wasm` runs it; with other rounds, once that has built the module:

    python tests/benches/engine/wasm.py target/wasm/wasm32-unknown-unknown/release/xueying_engine_wasm.wasm MODELS_DIR [ROUNDS]

Times are processor time: of the process for node, of the thread for LiteRT.
"""

import pathlib
import statistics
import subprocess
import sys
import tempfile

import numpy as np

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "engine"))
from inputs import inputs  # noqa: E402
from litert import LiteRT  # noqa: E402

NAMES = ["face_landmarks_detector", "face_detector", "face_blendshapes", "selfie_segmenter"]
RUNNER = pathlib.Path(__file__).parent / "wasm" / "run.mjs"


def main(module, models, rounds=5):
    print(f"module: {pathlib.Path(module).stat().st_size / 1000:.0f} kB")
    for name in NAMES:
        path = pathlib.Path(models) / f"{name}.tflite"
        reference = LiteRT(path.read_bytes())
        values = inputs(reference.inputs[0]["shape"], pathlib.Path(models) / "astronaut.png")["photo"]
        reference.set(0, values)
        ours, theirs = [], []
        with tempfile.NamedTemporaryFile() as file:
            values.tofile(file.name)
            for _ in range(int(rounds)):
                theirs.append(reference.run(40))
                node = subprocess.run(["node", RUNNER, module, path, file.name, "60"], capture_output=True, check=True)
                ours.append([float(t) for t in node.stderr.split()])
        output = reference.get(0)
        error = np.abs(np.frombuffer(node.stdout, np.float32) - output).max() / (output.max() - output.min())
        least = min(map(min, ours)), min(map(min, theirs))
        median = [statistics.median(map(statistics.median, t)) for t in (ours, theirs)]
        print(
            f"{name:26} min {least[0]:6.2f} ms  median {median[0]:6.2f} ms  x LiteRT: min {least[0] / least[1]:.2f}"
            f"  median {median[0] / median[1]:.2f}  off by {error:.1e} of the range",
            flush=True,
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
