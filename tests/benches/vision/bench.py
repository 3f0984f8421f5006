"""Times what the core sees in a 12-megapixel photo against MediaPipe's FaceLandmarker and its multiclass segmenter.

`cargo xtask bench vision` runs it; with other rounds, once that has built the example:

    python tests/benches/vision/bench.py target/release/examples/stages MODELS_DIR [ROUNDS]

The photo is the sample, enlarged. Both take turns; times are processor time of the whole process, so that other processes
disturb little. The core does more in it: the picture made small, bystanders searched, the matte, the shoulders.
"""

import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np
from mediapipe import Image, ImageFormat
from mediapipe.tasks.python import BaseOptions, vision
from PIL import Image as Picture

SIZE = 3000, 4000
TOTAL = re.compile(r"view and observe +least +([\d.]+) ms")


def mediapipe(models):
    """What looks at a picture once."""
    landmarker = vision.FaceLandmarker.create_from_options(
        vision.FaceLandmarkerOptions(
            base_options=BaseOptions(model_asset_path=str(models / "face_landmarker.task")),
            output_face_blendshapes=True,
            output_facial_transformation_matrixes=True,
        )
    )
    segmenter = vision.ImageSegmenter.create_from_options(
        vision.ImageSegmenterOptions(
            base_options=BaseOptions(model_asset_path=str(models / "selfie_multiclass_256x256.tflite"))
        )
    )

    def look(picture):
        landmarker.detect(picture)
        segmenter.segment(picture)

    return look


def main(binary, models, rounds=5):
    models = pathlib.Path(models)
    photo = Picture.open(models / "astronaut.png").convert("RGB").crop((0, 0, 384, 512)).resize(SIZE)
    picture = Image(image_format=ImageFormat.SRGB, data=np.ascontiguousarray(photo))
    look = mediapipe(models)
    look(picture)
    theirs, ours = [], []
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "photo.png"
        photo.save(file, compress_level=1)
        for _ in range(int(rounds)):
            start = time.process_time()
            look(picture)
            theirs.append((time.process_time() - start) * 1e3)
            printed = subprocess.run([binary, models, file, "1"], check=True, capture_output=True, text=True)
            ours.append(float(TOTAL.search(printed.stdout)[1]))
    for name, times in (("MediaPipe", theirs), ("core", ours)):
        print(f"{name:10} least {min(times):7.1f} ms   median {statistics.median(times):7.1f} ms")
    ratios = [our / their for our, their in zip(ours, theirs)]
    print(f"ratio      least {min(ours) / min(theirs):7.2f}      median of rounds {statistics.median(ratios):.2f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
