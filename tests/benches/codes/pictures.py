"""Makes pictures of codes to time readers on: every size plain, dark, tilted, blurred, as a screenshot, and without a code.

    python tests/benches/codes/pictures.py XUEYING SAMPLE_PHOTO FOLDER

The codes come from `xueying code`, the scene around them is the sample photo. Writes FOLDER/manifest.jsonl as bench.py
reads it.
"""

import json
import pathlib
import subprocess
import sys

import cv2
import numpy as np

CODE = "25103003"
SIZES = {"480p": (640, 480), "720p": (1280, 720), "1080p": (1920, 1080), "12MP": (4000, 3000)}


def tilted(scene):
    """Seen from one side."""
    height, width = scene.shape
    corners = np.float32([(0, 0), (width, 0), (width, height), (0, height)])
    seen = corners * (0.8, 1) + np.float32([(0, 0.08 * height), (0, -0.04 * height), (0, 0.04 * height), (0, -0.08 * height)])
    turn = cv2.getPerspectiveTransform(corners, np.float32(seen))
    return cv2.warpPerspective(scene, turn, (width, height), borderMode=cv2.BORDER_REPLICATE)


def with_code(scene, poster, share):
    """The scene with a poster in its middle, as high as this share of the shorter side."""
    high = round(share * min(scene.shape))
    wide = round(high * poster.shape[1] / poster.shape[0])
    top, left = (scene.shape[0] - high) // 2, (scene.shape[1] - wide) // 2
    scene = scene.copy()
    scene[top : top + high, left : left + wide] = cv2.resize(poster, (wide, high), interpolation=cv2.INTER_AREA)
    return scene


def kinds(scene, poster):
    """Name, picture and whether there is a code in it."""
    plain = with_code(scene, poster, 0.6)
    height, width = scene.shape
    screen = np.full((width, height), 245, np.uint8)
    yield "timing-none", scene, False
    yield "plain", plain, True
    yield "dark", with_code(scene, 255 - poster, 0.6), True
    yield "tilted", tilted(plain), True
    yield "blurred", cv2.GaussianBlur(plain, (0, 0), 0.4 * height / 480), True
    yield "screenshot", with_code(screen, poster, 0.8), True


def main(xueying, sample, folder):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    poster = folder / "poster.png"
    poster.unlink(missing_ok=True)
    subprocess.run([xueying, "code", "session", CODE, "-o", poster], check=True)
    poster = cv2.imread(str(poster), cv2.IMREAD_GRAYSCALE)
    photo = cv2.imread(str(sample), cv2.IMREAD_GRAYSCALE)
    with open(folder / "manifest.jsonl", "w", encoding="utf-8") as manifest:
        for size, (width, height) in SIZES.items():
            for kind, picture, has_code in kinds(cv2.resize(photo, (width, height)), poster):
                name = f"{kind}-{size}.png"
                cv2.imwrite(str(folder / name), picture)
                item = {
                    "path": name,
                    "set": kind,
                    "truth": [CODE] if has_code else [],
                    "size": picture.shape[::-1],
                }
                manifest.write(json.dumps(item) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
