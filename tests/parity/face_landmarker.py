"""Compares what the core sees with MediaPipe's FaceLandmarker 0.10.14 on the same pixels.

    cargo build -p xueying-e2e --example observe
    python tests/parity/face_landmarker.py target/debug/examples/observe MODELS_DIR [PHOTO_OR_FOLDER…]

Without photos: the sample photo and copies of it, scaled, turned, darkened, cropped, mirrored. Every photo is decoded once,
turned upright, and given to both sides without loss. A photo larger than 2048 pixels is left out: there the core averages
areas before it samples, MediaPipe does not. Photos in which one side finds no face, or the two look at different faces,
are counted and named. Fails if a mean or a worst value is beyond its limit, or if MediaPipe finds a face that the core
does not.
"""

import json
import math
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
from mediapipe import Image, ImageFormat
from mediapipe.tasks.python import BaseOptions, vision
from PIL import Image as Picture
from PIL import ImageOps

# Mean landmark error over the distance of the irises; worst blendshape; worst angle of the pose in degrees; worst shift of
# the head over its distance.
LIMITS = {"landmarks": 0.005, "blendshapes": 0.03, "pose": 1.0, "shift": 0.01}
LARGEST = 2048
IRISES = 468, 473


def photos(paths):
    """Name and pixels of every picture below the paths."""
    for path in map(pathlib.Path, paths):
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.suffix.lower() in (".jpg", ".jpeg", ".png", ".webp"):
                picture = ImageOps.exif_transpose(Picture.open(file)).convert("RGB")
                if max(picture.size) <= LARGEST:
                    yield str(file), picture


def copies(sample):
    """The sample photo and what is made of it."""
    photo = Picture.open(sample).convert("RGB")
    yield "sample", photo
    for factor in (0.3, 0.45, 0.71, 1.37, 2.5, 3.9):
        size = [round(side * factor) for side in photo.size]
        yield f"scaled {factor}", photo.resize(size, Picture.Resampling.LANCZOS)
    for degrees in (-25, -12, -5, 5, 12, 25):
        yield f"turned {degrees}", photo.rotate(-degrees, Picture.Resampling.BICUBIC)
    for gain in (0.15, 0.4, 1.8):
        yield f"brightness {gain}", photo.point(lambda value, gain=gain: min(255, value * gain))
    for box in ((40, 0, 430, 333), (97, 11, 401, 512), (0, 0, 512, 301)):
        yield f"cropped {box}", photo.crop(box)
    yield "mirrored", ImageOps.mirror(photo)


def landmarker(models):
    """MediaPipe on the very models that the core reads."""
    options = vision.FaceLandmarkerOptions(
        base_options=BaseOptions(model_asset_path=str(models / "face_landmarker.task")),
        output_face_blendshapes=True,
        output_facial_transformation_matrixes=True,
    )
    return vision.FaceLandmarker.create_from_options(options)


def angles(matrix):
    """Yaw, pitch and roll as `HeadPose` defines them."""
    turn = matrix[:3, :3] / np.linalg.norm(matrix[:3, 0])
    pitch = math.asin(np.clip(turn[1, 2], -1, 1))
    return np.degrees([math.atan2(turn[0, 2], turn[2, 2]), pitch, math.atan2(-turn[1, 0], turn[1, 1])])


def errors(theirs, ours, size):
    """How far two answers about one face are apart."""
    expected = np.array([[p.x * size[0], p.y * size[1]] for p in theirs.face_landmarks[0]])
    found = np.array(ours["landmarks"])[:, :2]
    irises = np.linalg.norm(expected[IRISES[0]] - expected[IRISES[1]])
    matrix, other = np.array(theirs.facial_transformation_matrixes[0]), np.array(ours["pose"]["transform"])
    turned = np.abs(angles(matrix) - [ours["pose"][name] for name in ("yaw", "pitch", "roll")])
    scores = (abs(ours["blendshapes"][score.category_name] - score.score) for score in theirs.face_blendshapes[0])
    return {
        "landmarks": np.linalg.norm(found - expected, axis=1).mean() / irises,
        "blendshapes": max(scores),
        "pose": np.minimum(turned, 360 - turned).max(),
        "shift": np.linalg.norm((matrix - other)[:3, 3]) / np.linalg.norm(matrix[:3, 3]),
    }


def observed(binary, models, files):
    """What the core says about each file."""
    answers = subprocess.run([binary, models, *files], check=True, capture_output=True, text=True)
    return [json.loads(line)["observation"] for line in answers.stdout.splitlines()]


def compare(binary, models, pictures, folder):
    """Errors by name of the photo, and the names of photos that cannot be compared."""
    theirs, files, names = [], [], []
    detector = landmarker(models)
    for index, (name, picture) in enumerate(pictures):
        pixels = np.ascontiguousarray(picture)
        theirs.append((detector.detect(Image(image_format=ImageFormat.SRGB, data=pixels)), picture.size))
        names.append(name)
        files.append(folder / f"{index}.png")
        picture.save(files[-1], compress_level=1, icc_profile=None)
    measured, apart = {}, {"neither": [], "only MediaPipe": [], "only the core": [], "different faces": []}
    for name, (answer, size), ours in zip(names, theirs, observed(binary, models, files)):
        both = bool(answer.face_landmarks), "landmarks" in ours
        if both != (True, True):
            apart[{(False, False): "neither", (True, False): "only MediaPipe"}.get(both, "only the core")].append(name)
            continue
        found = errors(answer, ours, size)
        if found["landmarks"] > 1:
            apart["different faces"].append(name)
        else:
            measured[name] = found
    return measured, apart


def report(measured, apart):
    """Prints the errors; whether all are within the limits."""
    print(f"{len(measured)} faces compared", *(f"{kind}: {len(names)}" for kind, names in apart.items()), sep=", ")
    for kind, names in apart.items():
        for name in names:
            print(f"  {kind}: {name}")
    within = bool(measured) and not apart["only MediaPipe"]
    for what, limit in LIMITS.items():
        values = sorted((found[what], name) for name, found in measured.items())
        numbers = [value for value, _ in values]
        mean, p99 = np.mean(numbers), np.percentile(numbers, 99)
        worst, name = values[-1]
        # A mean for the landmarks, as few points may be hidden; the worst for all else.
        judged = mean if what == "landmarks" else worst
        within &= bool(judged <= limit)
        print(f"{what:12} mean {mean:.5f}  p99 {p99:.5f}  worst {worst:.5f} ({name})  limit {limit}")
    return within


def main(binary, models, *paths):
    models = pathlib.Path(models)
    pictures = photos(paths) if paths else copies(models / "astronaut.png")
    with tempfile.TemporaryDirectory() as folder:
        measured, apart = compare(binary, models, pictures, pathlib.Path(folder))
    sys.exit(0 if report(measured, apart) else 1)


if __name__ == "__main__":
    main(*sys.argv[1:])
