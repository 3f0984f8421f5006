// Runs a model in node: node run.mjs MODULE.wasm MODEL.tflite INPUT RUNS [OUTPUT_INDEX]
// INPUT and the output, which goes to standard output, are raw floats; times go to standard error, one line, in
// milliseconds of processor time.
import { readFileSync, writeSync } from "node:fs";

const [module, model, input, runs, index] = process.argv.slice(2);
const { instance } = await WebAssembly.instantiate(readFileSync(module));
const { reserve, load, input: inputAt, run, output, output_len, memory } = instance.exports;
const file = readFileSync(model);
// Growing the memory replaces its buffer, so the address comes first.
const fileAt = reserve(file.length);
new Uint8Array(memory.buffer, fileAt, file.length).set(file);
if (load() === 0) throw new Error("the model was refused");
const values = readFileSync(input);
new Uint8Array(memory.buffer, inputAt(), values.length).set(values);
// The first runs are compiled in haste.
for (let i = 0; i < 50; i++) run();
const times = [];
for (let i = 0; i < Number(runs); i++) {
  const start = process.cpuUsage();
  run();
  const spent = process.cpuUsage(start);
  times.push((spent.user + spent.system) / 1000);
}
process.stderr.write(times.join(" ") + "\n");
const which = Number(index ?? 0);
writeSync(1, new Uint8Array(memory.buffer, output(which), output_len(which) * 4));
