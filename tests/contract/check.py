"""Starts the reference collection service with something of everything in it, and tries every operation of the contract on
it with schemathesis, in each role: generated requests, right and wrong, whose answers must be what the contract says.

usage: check.py PROGRAM, where PROGRAM is the built example `stage` of the service."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
TAGS = {"phone": ["student", "upload"], "reviewer": ["reviewer"], "office": ["office"]}
# What is well-formed may still be refused (a code of nobody, a photo in another state), and tus has its own answers.
CONFIG = f"""
hooks = "{HERE / 'hooks.py'}"
[checks.positive_data_acceptance]
expected-statuses = ["2xx", 304, 400, 401, 403, 404, 409, 410, 412, 413, 415, 422, 429, 460]
[checks.negative_data_rejection]
expected-statuses = [400, 401, 403, 404, 405, 409, 410, 412, 413, 415, 422, 429, 460]
[checks.missing_required_header]
expected-statuses = [400, 401, 412, 415, 422]
"""


def parameters(path):
    return ", ".join(f'"path.{name}" = "{value}"' for name, value in path.items())


def check(base, folder, role, stage):
    """Schemathesis in one role; whether it found nothing."""
    config = folder / f"{role}.toml"
    text = CONFIG
    if stage["path"]:
        text = f'parameters = {{ {parameters(stage["path"])} }}\n' + text
    for operation, path in stage["operations"].items():
        text += f'[[operations]]\ninclude-operation-id = "{operation}"\nparameters = {{ {parameters(path)} }}\n'
    config.write_text(text)
    words = [str(Path(sys.executable).with_name("schemathesis")), "--config-file", str(config),
             "run", str(HERE / "openapi.yaml"), "--url", base, "--header", f"Authorization: Bearer {stage['token']}",
             "--phases", "examples,coverage,fuzzing", "--max-examples", "50", "--seed", "1", "--rate-limit", "25/s"]
    for tag in TAGS[role]:
        words += ["--include-tag", tag]
    print(f"== {role}", flush=True)
    return subprocess.run(words, cwd=folder, check=False).returncode == 0


def main(program):
    service = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        stage = json.loads(service.stdout.readline())
        with tempfile.TemporaryDirectory() as folder:
            found = [check(stage["service"], Path(folder), role, facts) for role, facts in stage["roles"].items()]
    finally:
        service.stdin.close()
        service.wait()
    return 0 if all(found) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
