"""The engine behind a pipe, and LiteRT behind the same interface."""

import subprocess
import time

import numpy as np
from ai_edge_litert.interpreter import Interpreter


class Served:
    """Models run by `cargo run --release -p xueying-engine --example serve`, whose path is `binary`."""

    def __init__(self, binary):
        self.process = subprocess.Popen([binary], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

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


class LiteRT:
    """One model in LiteRT with XNNPACK."""

    def __init__(self, path, threads=1):
        self.interpreter = Interpreter(path, num_threads=threads)
        self.interpreter.allocate_tensors()
        self.inputs = self.interpreter.get_input_details()
        self.outputs = self.interpreter.get_output_details()

    def set(self, index, values):
        self.interpreter.set_tensor(self.inputs[index]["index"], values)

    def run(self, count=1, clock="run"):
        """Milliseconds of each run: processor time of one thread, or with `clock` "wall" the clock's."""
        now = time.thread_time_ns if clock == "run" else time.perf_counter_ns
        times = []
        for _ in range(count):
            start = now()
            self.interpreter.invoke()
            times.append((now() - start) / 1e6)
        return times

    def get(self, index):
        return self.interpreter.get_tensor(self.outputs[index]["index"]).ravel()
