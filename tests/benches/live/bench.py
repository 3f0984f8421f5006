"""Times a live frame of the core, at 1280 by 720, against MediaPipe's FaceLandmarker on video at 640 by 480.

`cargo xtask bench live` runs it; with other rounds, once that has built the example:

    python tests/benches/live/bench.py target/release/examples/live_frames MODELS_DIR [ROUNDS]

The frames show the sample photo. Both take turns; times are processor time, so that other processes disturb little.
MediaPipe gives blendshapes and the pose matrix; the core does that and every check of a frame, the overlay and the hints.
Inference is the runs of the networks alone: the pixels made ready for them count as the core's own work.
"""

import json
import pathlib
import statistics
import subprocess
import sys
import time

import numpy as np
from mediapipe import Image, ImageFormat
from mediapipe.tasks.python import BaseOptions, vision
from PIL import Image as Picture

FRAMES = 150
MOST = {"face / MediaPipe": 0.8, "schedule ms": 33.0, "no inference ms": 2.0, "2160p / 720p": 1.2, "gate and conversion ms": 0.6}


def mediapipe(models):
    """Milliseconds of processor time per frame."""
    landmarker = vision.FaceLandmarker.create_from_options(
        vision.FaceLandmarkerOptions(
            base_options=BaseOptions(model_asset_path=str(models / "face_landmarker.task")),
            running_mode=vision.RunningMode.VIDEO,
            output_face_blendshapes=True,
            output_facial_transformation_matrixes=True,
        )
    )
    photo = Picture.open(models / "astronaut.png").convert("RGB")
    canvas = Picture.new("RGB", (640, 480), (128, 128, 128))
    canvas.paste(photo.crop((0, 0, 512, 480)), (64, 0))
    frame = Image(image_format=ImageFormat.SRGB, data=np.ascontiguousarray(canvas))
    clock = 0

    def median():
        nonlocal clock
        times = []
        for _ in range(FRAMES):
            clock += 66
            start = time.process_time()
            found = landmarker.detect_for_video(frame, clock)
            times.append((time.process_time() - start) * 1e3)
            assert found.face_landmarks
        return statistics.median(times)

    return median


def main(binary, models, rounds=5):
    models = pathlib.Path(models)
    theirs_now = mediapipe(models)
    theirs_now()
    rows = []
    for _ in range(int(rounds)):
        theirs = theirs_now()
        command = [binary, models, models / "astronaut.png", str(FRAMES)]
        ours = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        rows.append(
            {
                "face / MediaPipe": ours["face"] / theirs,
                "schedule ms": ours["schedule"],
                "no inference ms": ours["rest"],
                "2160p / 720p": ours["large_face"] / ours["face"],
                "gate and conversion ms": ours["convert"],
            }
        )
        print(f"MediaPipe {theirs:6.2f} ms   " + "   ".join(f"{name} {value:6.2f}" for name, value in ours.items()))
    reached = True
    for name, most in MOST.items():
        value = statistics.median(row[name] for row in rows)
        reached &= value <= most
        print(f"{name:24} {value:6.2f}   at most {most:5.2f}   {'yes' if value <= most else 'NO'}")
    sys.exit(not reached)


if __name__ == "__main__":
    main(*sys.argv[1:])
