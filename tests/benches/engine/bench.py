"""Times the engine against LiteRT, alternating in one run, on one thread.

`cargo xtask bench engine` runs it; for some models only, once that has built the example:

    python tests/benches/engine/bench.py target/release/examples/serve MODELS_DIR [ROUNDS] [MODEL...]

Every round runs LiteRT and then the engine with each instruction set, a few times each, on the same input. Printed per
model: the least time and the median of the rounds' medians, in milliseconds; both as a share of LiteRT's; the middle
half of the rounds' own ratios. Times are processor time of the one thread, so that other processes disturb only through
the caches; a wide middle half shows that they did: repeat then.

First, per model: processor time of the load in fresh processes, with the fastest instruction set; the memory a loaded model
keeps; by how much the process that has run it is larger than before, where the system tells.
"""

import pathlib
import statistics
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[2] / "engine"))
from inputs import inputs  # noqa: E402
from litert import LiteRT  # noqa: E402
from served import Served  # noqa: E402


def loads(binary, paths, count=9):
    """Prints load times, alone and together, and memory."""
    times = {path: [] for path in paths}
    memory = {}
    for _ in range(count):
        for path in paths:
            served = Served(binary)
            isa, before = served.isas()[0], served.resident()
            kept, time = served.load("model", isa, path)
            served.run("model")
            memory[path] = kept, served.resident() - before
            times[path].append(time)
            served.close()
    for path, (kept, grown) in memory.items():
        print(f"{path.stem:26} load {spread(times[path])}  keeps {kept / 1e6:5.1f} MB, resident {grown / 1e6:5.1f} MB")
    print(f"{'all models':26} load {spread([sum(together) for together in zip(*times.values())])}", flush=True)


def spread(times):
    return f"min {min(times):6.1f} ms  median {statistics.median(times):6.1f} ms"


def rounds(served, path, photo, count):
    """Per engine, a list of times per round."""
    reference = LiteRT(path.read_bytes())
    values = inputs(reference.inputs[0]["shape"], photo)["photo"]
    reference.set(0, values)
    isas = [isa for isa in served.isas() if isa != "scalar"]
    for isa in isas:
        served.load(isa, isa, path)
        served.set(isa, 0, values)
        served.run(isa)
    runs = max(1, min(40, int(30 / max(reference.run(3)))))
    times = {"LiteRT": []} | {isa: [] for isa in isas}
    for _ in range(count):
        times["LiteRT"].append(reference.run(runs))
        for isa in isas:
            times[isa].append(served.run(isa, runs))
    return times


def report(name, times):
    middle = {engine: [statistics.median(r) for r in all_rounds] for engine, all_rounds in times.items()}
    for engine, all_rounds in times.items():
        least, median = min(map(min, all_rounds)), statistics.median(middle[engine])
        ratios = [ours / theirs for ours, theirs in zip(middle[engine], middle["LiteRT"])]
        low, _, high = statistics.quantiles(ratios, n=4)
        base = min(map(min, times["LiteRT"])), statistics.median(middle["LiteRT"])
        print(
            f"{name:26} {engine:8} min {least:7.2f} ms  median {median:7.2f} ms"
            f"  x LiteRT: min {least / base[0]:.2f}  median {median / base[1]:.2f}  middle half {low:.2f}-{high:.2f}",
            flush=True,
        )


def main(binary, models, count=15, *names):
    paths = [path for path in sorted(pathlib.Path(models).glob("*.tflite")) if not names or path.stem in names]
    loads(binary, paths)
    served = Served(binary)
    for path in paths:
        report(path.stem, rounds(served, path, pathlib.Path(models) / "astronaut.png", int(count)))


if __name__ == "__main__":
    main(*sys.argv[1:])
