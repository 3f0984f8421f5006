#!/usr/bin/env python3
"""Reading QR codes, against zxing-cpp on the same pictures in the same run.

    python tests/benches/codes/bench.py live MANIFEST    frames without a code, and shaken sequences of five frames
    python tests/benches/codes/bench.py deep MANIFEST    whole pictures, by set and by size

`cargo xtask bench codes` makes pictures (pictures.py), builds the readers and runs both ways. MANIFEST is a JSON-lines file
next to its pictures: {"path", "set", "truth": [texts], "any_of", "size"}; an empty truth means no code, null is skipped. Needs numpy, pillow, opencv-python-headless and zxing-cpp; builds nothing: first
`cargo build --release -p xueying-cli` and `cargo build --release -p xueying-e2e --example live_scan`.
Times are processor time of one thread; both readers see each picture right after one another.
"""
import argparse
import collections
import json
import os
import pathlib
import statistics
import struct
import subprocess
import time
import unicodedata
import zlib

os.environ.setdefault("OMP_NUM_THREADS", "1")
import cv2
import numpy as np
import zxingcpp
from PIL import Image

FRAMES = 5


def read_peer(grey):
    start = time.process_time()
    found = zxingcpp.read_barcodes(
        grey, formats=zxingcpp.BarcodeFormat.QRCode, text_mode=zxingcpp.TextMode.Plain
    )
    return {plain(f.text) for f in found}, (time.process_time() - start) * 1e3


def plain(text):
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").strip().lstrip("\ufeff")


def load(path):
    picture = Image.open(path)
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture.convert("RGBA"))
    return np.ascontiguousarray(np.asarray(picture.convert("L")))


class Live:
    """The live scanner behind its pipe."""

    def __init__(self, command):
        self.process = subprocess.Popen([command], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def push(self, grey, new):
        height, width = grey.shape
        self.process.stdin.write(struct.pack("<III", width, height, int(new)) + grey.tobytes())
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        return {plain(text) for text in answer["texts"]}, answer["ms"]


def shaken(grey, path):
    """Five frames of a hand: the same for the same path."""
    random = np.random.default_rng(zlib.crc32(path.encode()))
    height, width = grey.shape
    for _ in range(FRAMES):
        scale = 1 + random.uniform(-0.02, 0.02)
        angle = random.uniform(-1, 1)
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, scale)
        matrix[:, 2] += random.uniform(-4, 4, 2)
        frame = cv2.warpAffine(grey, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE)
        yield np.clip(frame.astype(np.float32) * random.uniform(0.9, 1.1), 0, 255).astype(np.uint8)


def all_read(texts, item):
    any_of = {plain(t) for t in item.get("any_of") or []}
    return bool(texts & any_of) if any_of else {plain(t) for t in item["truth"]} <= texts


def quantiles(times):
    times = sorted(times)
    return f"{statistics.median(times):6.2f} / {times[int(0.95 * (len(times) - 1))]:6.2f}"


def live(items, root, command):
    scanner = Live(command)
    none, rate, frames = collections.defaultdict(lambda: ([], [])), collections.Counter(), ([], [])
    for item in items:
        grey = load(root / item["path"])
        if not item["truth"]:
            size = f"{grey.shape[1]}x{grey.shape[0]}" if item["set"].startswith("timing") else "other sizes"
            for i, frame in enumerate(shaken(grey, item["path"])):
                none[size][0].append(scanner.push(frame, i == 0)[1])
                none[size][1].append(read_peer(frame)[1])
            continue
        if item["set"].startswith("timing"):
            continue
        peer, ms = read_peer(grey)
        frames[1].append(ms)
        texts = set()
        for i, frame in enumerate(shaken(grey, item["path"])):
            found, ms = scanner.push(frame, i == 0)
            texts |= found
            frames[0].append(ms)
        for name in ("all", item["set"]):
            rate[name, "n"] += 1
            rate[name, "xueying"] += all_read(texts, item)
            rate[name, "zxing-cpp"] += all_read(peer, item)
    print("frames without a code, ms median / p95: xueying live | zxing-cpp")
    for size, (ours, theirs) in sorted(none.items()):
        print(f"  {size:12} {len(ours):4} frames  {quantiles(ours)} | {quantiles(theirs)}")
    print(f"frames with a code, ms median / p95: xueying {quantiles(frames[0])} | zxing-cpp {quantiles(frames[1])}")
    print("read, %: xueying live within five shaken frames | zxing-cpp on the single picture")
    for name in sorted({name for name, _ in rate}):
        n = rate[name, "n"]
        print(f"  {name:18} {n:4}  {100 * rate[name, 'xueying'] / n:5.1f} | {100 * rate[name, 'zxing-cpp'] / n:5.1f}")


def deep(items, root, command):
    process = subprocess.Popen(
        [command, "scan", "--stdin"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    )
    rate, times = collections.Counter(), collections.defaultdict(lambda: ([], []))
    for item in items:
        process.stdin.write(f"{root / item['path']}\n")
        process.stdin.flush()
        answer = json.loads(process.stdout.readline())
        peer, ms = read_peer(load(root / item["path"]))
        width, height = item["size"]
        pixels = next(f"up to {m} MP" for m in (0.3, 1, 2.5, 1e9) if width * height <= m * 1.05e6)
        kind = "code" if item["truth"] else "none"
        times[f"{kind}, {pixels}"][0].append(answer["ms"])
        times[f"{kind}, {pixels}"][1].append(ms)
        if item["truth"] and not item["set"].startswith("timing"):
            for name in ("all", item["set"]):
                rate[name, "n"] += 1
                rate[name, "xueying"] += all_read({plain(t) for t in answer["texts"]}, item)
                rate[name, "zxing-cpp"] += all_read(peer, item)
    print("ms median / p95: xueying deep | zxing-cpp")
    for kind, (ours, theirs) in sorted(times.items()):
        print(f"  {kind:18} {len(ours):4}  {quantiles(ours)} | {quantiles(theirs)}")
    print("read, %: xueying | zxing-cpp")
    for name in sorted({name for name, _ in rate}):
        n = rate[name, "n"]
        print(f"  {name:18} {n:4}  {100 * rate[name, 'xueying'] / n:5.1f} | {100 * rate[name, 'zxing-cpp'] / n:5.1f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", choices=["live", "deep"])
    parser.add_argument("manifest", type=pathlib.Path)
    parser.add_argument("--target", type=pathlib.Path, default=pathlib.Path(os.environ.get("CARGO_TARGET_DIR", "target")))
    arguments = parser.parse_args()
    lines = arguments.manifest.read_text(encoding="utf-8").splitlines()
    items = [item for item in map(json.loads, lines) if item.get("truth") is not None]
    root = arguments.manifest.parent
    if arguments.path == "live":
        live(items, root, arguments.target / "release/examples/live_scan")
    else:
        deep(items, root, arguments.target / "release/xueying")


if __name__ == "__main__":
    main()
