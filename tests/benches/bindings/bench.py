"""Times one pushed frame of 1080p NV21 from Kotlin against the same call from Rust.

`cargo xtask bench bindings` runs it; with other rounds, once that has built both sides:

    python tests/benches/bindings/bench.py TARGET MODELS [ROUNDS]

Both push the same frames with the same clock, in turns; times are processor time of the thread. A refused frame shows the call
alone, one that is looked at the call with the guidance that comes back.
"""

import json
import pathlib
import statistics
import subprocess
import sys

FRAMES = 900
# The first frames warm caches and, on the JVM, the compiler.
WARM = 500
MOST = 0.3


def costs(command):
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return json.loads(lines.splitlines()[-1])


def main(target, models, rounds=3):
    target = pathlib.Path(target)
    classes = f"{target}/kotlin/classes:{target}/kotlin/lib/*"
    kotlin = ["java", f"-Djna.library.path={target}/release", "-cp", classes, "BenchKt", models, str(FRAMES)]
    rust = [target / "release/examples/push_frames", str(FRAMES)]
    extra = {"looked_at": [], "refused": []}
    for _ in range(int(rounds)):
        theirs, ours = costs(kotlin), costs(rust)
        for kind, rows in extra.items():
            pairs = list(zip(theirs[kind], ours[kind]))[WARM:]
            rows.append(statistics.median(kotlin - rust for kotlin, rust in pairs))
            medians = [statistics.median(side) for side in zip(*pairs)]
            print(f"{kind:10} Kotlin {medians[0]:7.3f} ms   Rust {medians[1]:7.3f} ms   more by {rows[-1]:6.3f} ms")
    reached = True
    for kind, rows in extra.items():
        more = statistics.median(rows)
        reached &= more <= MOST
        print(f"{kind:10} from Kotlin {more:6.3f} ms more, at most {MOST}: {'yes' if more <= MOST else 'NO'}")
    sys.exit(not reached)


if __name__ == "__main__":
    main(*sys.argv[1:])
