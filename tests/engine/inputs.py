"""Six inputs for any model: a photo, the photo flipped, noise around it, the photo dark, random values, zeros."""

import numpy as np
from PIL import Image

NAMES = ["photo", "flipped", "noise", "dark", "random", "zeros"]


def inputs(shape, photo):
    """Arrays of `shape` by name. An image is scaled to [0, 1]; other inputs are points in pixels of such an image."""
    random = np.random.default_rng(1)
    if len(shape) == 4:
        image = Image.open(photo).convert("RGB").crop((110, 0, 366, 256)).resize((shape[2], shape[1]), Image.BILINEAR)
        base = np.asarray(image, np.float32)[None] / 255
        noise = np.clip(base + random.normal(0, 0.1, shape), 0, 1)
        values = [base, base[:, :, ::-1], noise, base * 0.15, random.uniform(0, 1, shape), np.zeros(shape)]
    else:
        # An ellipse of points stands for a face; all points in one place would make the models divide by zero.
        turn = np.linspace(0, 2 * np.pi, shape[1], endpoint=False)
        base = np.stack([150 + 60 * np.cos(turn), 120 + 80 * np.sin(3 * turn)], -1)[None]
        mirrored = base * [-1, 1] + [300, 0]
        noise = base + random.normal(0, 5, shape)
        values = [base, mirrored, noise, base * 0.15, random.uniform(0, 256, shape), base * 3 + 40]
    return dict(zip(NAMES, [np.ascontiguousarray(v, np.float32) for v in values]))
