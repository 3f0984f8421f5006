"""What the runners share: scenarios by name, their words as the surface's values, a clock that is the same everywhere."""

import json
import os
import pathlib
import re

from xueying import xueying_core as core

ROOT = pathlib.Path(__file__).resolve().parents[2]
FILES = pathlib.Path(os.environ["XUEYING_SCENARIOS"])


def scenarios(name):
    return json.loads((ROOT / "tests/scenarios" / f"{name}.json").read_text(encoding="utf-8"))


def picture(name):
    return (FILES / name).read_bytes()


def value(enum, word):
    """The value of an enum by its name in the scenarios."""
    return enum[word.upper()]


def word(value):
    """The name of a value in the scenarios; none stays none."""
    return value and re.sub(r"[^a-z0-9]+", "_", value.name.lower())


def lens(fields):
    """A lens as the scenarios describe it."""
    sizes = lambda name: [core.Size(width=width, height=height) for width, height in fields.get(name, [])]
    return core.Lens(
        id=fields["id"],
        facing=value(core.Facing, fields["facing"]),
        label=fields.get("label", ""),
        field_of_view=fields.get("field_of_view"),
        focal_lengths=fields.get("focal_lengths", []),
        sensor_width=fields.get("sensor_width"),
        physical_ids=fields.get("physical_ids", []),
        capabilities=[value(core.Capability, name) for name in fields.get("capabilities", [])],
        preview_sizes=sizes("preview_sizes"),
        still_sizes=sizes("still_sizes"),
    )


class Phone(core.Clock, core.Signer, core.KeyVault, core.LogSink):
    """The clock, the key, the key store and the log. Every look at the clock finds a millisecond gone; each breaks when told to."""

    def __init__(self):
        self.nanos, self.broken = 0, None
        # How many milliseconds the wall clock was set forward.
        self.later = 0
        self.key = core.software_signer(bytes([7] * 32))
        self.keys = core.software_key_vault(bytes([9] * 32))

    def check(self, port):
        if self.broken == port:
            raise RuntimeError(f"the {port} is broken")

    def monotonic_nanos(self):
        self.check("clock")
        self.nanos += 1_000_000
        return self.nanos

    def wall_millis(self):
        return 1_790_000_000_000 + self.later

    def sign(self, message):
        self.check("signer")
        return self.key.sign(message)

    def public_key(self):
        return self.key.public_key()

    def wrap(self, key, context):
        self.check("keys")
        return self.keys.wrap(key, context)

    def unwrap(self, wrapped, context):
        self.check("keys")
        return self.keys.unwrap(wrapped, context)

    def log(self, level, code, details):
        self.check("log")


def coded(call):
    """What a call gives, or the code of its error."""
    try:
        return call(), None
    except core.InternalError:
        return None, "internal"
    except Exception as error:
        if not hasattr(error, "code"):
            raise
        assert core.text(error.text_key(), core.Lang.ZH), error.text_key()
        assert isinstance(error.recovery(), core.Recovery)
        return None, error.code()
