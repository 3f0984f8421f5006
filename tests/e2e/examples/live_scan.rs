//! The live scanner behind a pipe, for benches: frames in on the standard input, a line of JSON out for each.
//!
//! A frame is three little-endian 32-bit numbers, width, height and 1 when a new sequence begins, then its luma.

use std::io::{self, Read, Write};
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};
use xueying::codes::scan::{FRAME_BUDGET, LiveScanner};
use xueying::frame::Luma;

fn main() -> io::Result<()> {
    let (mut input, mut output) = (io::stdin().lock(), io::stdout().lock());
    let mut scanner = LiveScanner::new();
    let mut header = [0; 12];
    while input.read_exact(&mut header).is_ok() {
        let [width, height, new] = [0, 4, 8].map(|at| {
            u32::from_le_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]])
        });
        let mut pixels = vec![0; width as usize * height as usize];
        input.read_exact(&mut pixels)?;
        if new == 1 {
            scanner = LiveScanner::new();
        }
        let luma = Luma::new(&pixels, width as usize, height as usize, width as usize)
            .map_err(|error| io::Error::new(io::ErrorKind::InvalidInput, error))?;
        let start = processor_time();
        let found = scanner.push(
            &luma,
            &|| processor_time().saturating_sub(start),
            FRAME_BUDGET,
        );
        let ms = (processor_time() - start).as_secs_f64() * 1e3;
        let texts: Vec<&str> = found
            .codes
            .iter()
            .map(xueying::codes::scan::Code::text)
            .collect();
        let hint = found.hint.map(xueying::codes::scan::ScanHint::code);
        writeln!(
            output,
            "{}",
            serde_json::json!({"texts": texts, "ms": ms, "hint": hint})
        )?;
        output.flush()?;
    }
    Ok(())
}

/// Time this thread has worked, right on a busy machine too.
fn processor_time() -> Duration {
    clock_gettime(ClockId::ThreadCPUTime)
        .try_into()
        .unwrap_or_default()
}
