"""LiteRT, the reference."""

import struct
import time

from ai_edge_litert.interpreter import Interpreter, OpResolverType


class LiteRT:
    """One model, from the bytes of its file. `plain` uses LiteRT's own kernels in place of XNNPACK's."""

    def __init__(self, model, threads=1, plain=False):
        resolver = OpResolverType.BUILTIN_WITHOUT_DEFAULT_DELEGATES if plain else OpResolverType.AUTO
        self.interpreter = Interpreter(
            model_content=model, num_threads=threads, experimental_op_resolver_type=resolver
        )
        self.interpreter.allocate_tensors()
        self.inputs = self.interpreter.get_input_details()
        self.outputs = self.interpreter.get_output_details()

    def set(self, index, values):
        self.interpreter.set_tensor(self.inputs[index]["index"], values)

    def run(self, count=1, clock="run"):
        """Milliseconds of each run: processor time of this thread, or with `clock` "wall" the clock's."""
        now = time.thread_time_ns if clock == "run" else time.perf_counter_ns
        times = []
        for _ in range(count):
            start = now()
            self.interpreter.invoke()
            times.append((now() - start) / 1e6)
        return times

    def get(self, index):
        return self.interpreter.get_tensor(self.outputs[index]["index"]).ravel()


def computed(model):
    """The float tensors that the operators of a loaded model compute from its inputs."""
    details = {d["index"]: d for d in model.interpreter.get_tensor_details()}
    unpacked = ("DEQUANTIZE", "DENSIFY", "DELEGATE")
    for op in model.interpreter._get_ops_details():
        if op["op_name"] not in unpacked:
            yield from (i for i in op["outputs"] if details[i]["dtype"].__name__ == "float32")


def exposing(model, tensors):
    """The file with these tensors as its outputs, so that every one of them is kept."""
    model = bytearray(model)

    def u32(at):
        return struct.unpack_from("<I", model, at)[0]

    def field(table, index):
        vtable = table - struct.unpack_from("<i", model, table)[0]
        return table + struct.unpack_from("<H", model, vtable + 4 + 2 * index)[0]

    graphs = field(u32(0), 2)
    first = graphs + u32(graphs) + 4
    outputs = field(first + u32(first), 2)
    model.extend(b"\0" * (-len(model) % 4))
    struct.pack_into("<I", model, outputs, len(model) - outputs)
    model.extend(struct.pack(f"<I{len(tensors)}i", len(tensors), *tensors))
    return bytes(model)
