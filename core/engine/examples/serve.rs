//! Runs models for another process, which compares outputs and times with another engine: one command per line on
//! standard input, raw little-endian floats where values are passed.
//!
//! - `isas`: answers with the instruction sets of this processor
//! - `load NAME ISA THREADS PATH`: answers `ok BYTES MILLISECONDS`, the memory kept and the processor time of the load
//! - `input NAME INDEX`, then the values
//! - `run NAME COUNT`: answers with the processor time of each run in nanoseconds, that of this thread alone
//! - `wall NAME COUNT`: the same by the clock on the wall
//! - `output NAME INDEX`: answers with the number of values, a newline, and the values

use rustix::time::{ClockId, clock_gettime};
use std::collections::HashMap;
use std::io::{BufRead, Read, Write};
use std::time::Duration;
use xueying_engine::{Isa, Model, Options};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn main() -> Result<()> {
    let mut models: HashMap<String, Model> = HashMap::new();
    let (mut input, mut output) = (std::io::stdin().lock(), std::io::stdout().lock());
    let mut line = String::new();
    while input.read_line(&mut line)? > 0 {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            ["isas"] => writeln!(
                output,
                "{}",
                Isa::available()
                    .map(Isa::name)
                    .collect::<Vec<_>>()
                    .join(" ")
            )?,
            ["load", name, isa, threads, path] => {
                let isa = Isa::available()
                    .find(|known| known.name() == *isa)
                    .ok_or("no such instruction set")?;
                let options = Options {
                    isa: Some(isa),
                    threads: threads.parse()?,
                };
                let bytes = std::fs::read(path)?;
                let start = processor_time();
                let model = Model::load_with(&bytes, &options)?;
                writeln!(
                    output,
                    "ok {} {}",
                    model.memory(),
                    (processor_time() - start).as_secs_f64() * 1e3
                )?;
                models.insert((*name).to_owned(), model);
            }
            [command, name, number] => {
                let (model, number) = (
                    models.get_mut(*name).ok_or("no such model")?,
                    number.parse::<usize>()?,
                );
                match *command {
                    "input" => read(&mut input, model.input_mut(number))?,
                    "run" => {
                        writeln!(output, "{}", times(model, number, processor_time).join(" "))?
                    }
                    "wall" => writeln!(output, "{}", times(model, number, wall_time).join(" "))?,
                    "output" => write(&mut output, model.output(number))?,
                    _ => return Err(line.into()),
                }
            }
            _ => return Err(line.into()),
        }
        output.flush()?;
        line.clear();
    }
    Ok(())
}

fn times(model: &mut Model, count: usize, now: impl Fn() -> Duration) -> Vec<String> {
    (0..count)
        .map(|_| {
            let start = now();
            model.run();
            (now() - start).as_nanos().to_string()
        })
        .collect()
}

fn processor_time() -> Duration {
    clock(ClockId::ThreadCPUTime)
}

fn wall_time() -> Duration {
    clock(ClockId::Monotonic)
}

fn clock(id: ClockId) -> Duration {
    let time = clock_gettime(id);
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}

fn read(input: &mut impl Read, values: &mut [f32]) -> Result<()> {
    let mut bytes = vec![0; values.len() * 4];
    input.read_exact(&mut bytes)?;
    for (value, &bytes) in values.iter_mut().zip(bytes.as_chunks::<4>().0) {
        *value = f32::from_le_bytes(bytes);
    }
    Ok(())
}

fn write(output: &mut impl Write, values: &[f32]) -> Result<()> {
    writeln!(output, "{}", values.len())?;
    let bytes: Vec<u8> = values
        .iter()
        .flat_map(|value| value.to_le_bytes())
        .collect();
    Ok(output.write_all(&bytes)?)
}
