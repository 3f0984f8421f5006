"""The engine behind a pipe."""

import pathlib
import resource
import subprocess

import numpy as np


class Served:
    """Models run by `cargo run --release -p xueying-engine --example serve`, whose path is `binary`."""

    def __init__(self, binary):
        self.process = subprocess.Popen([binary], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def close(self):
        self.process.stdin.close()
        self.process.wait()

    def resident(self):
        """Bytes of the process in memory, its program included; 0 where the system does not tell."""
        pages = pathlib.Path(f"/proc/{self.process.pid}/statm")
        return int(pages.read_text().split()[1]) * resource.getpagesize() if pages.exists() else 0

    def ask(self, line, values=b""):
        self.process.stdin.write(line.encode() + b"\n" + values)
        self.process.stdin.flush()

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("the engine ended")
        return line.decode().split()

    def isas(self):
        self.ask("isas")
        return self.answer()

    def load(self, name, isa, path, threads=1):
        """Bytes kept and milliseconds of the load."""
        self.ask(f"load {name} {isa} {threads} {path}")
        _, size, milliseconds = self.answer()
        return int(size), float(milliseconds)

    def set(self, name, index, values):
        self.ask(f"input {name} {index}", np.ascontiguousarray(values, np.float32).tobytes())

    def run(self, name, count=1, clock="run"):
        """Milliseconds of each run: processor time of one thread, or with `clock` "wall" the clock's."""
        self.ask(f"{clock} {name} {count}")
        return [int(t) / 1e6 for t in self.answer()]

    def get(self, name, index):
        self.ask(f"output {name} {index}")
        count = int(self.answer()[0])
        return np.frombuffer(self.process.stdout.read(4 * count), np.float32)
