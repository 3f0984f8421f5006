//! Any luma plane, of any size and stride, is searched for codes without panic and within the time: the deep path, then
//! the live path with the same plane as several frames.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::time::{Duration, Instant};
use xueying::codes::parse::{CollectionCode, SessionCode};
use xueying::codes::scan::{DEEP_BUDGET, FRAME_BUDGET, LiveScanner, deep};
use xueying::frame::Luma;
use xueying::profile::Profile;

/// Longer sides only make the fuzzer slow.
const MAX_SIDE: usize = 1024;
/// Far beyond the budgets: the fuzzer's build is slow, and other processes run.
const MAX_TIME: Duration = Duration::from_secs(20);

// The fuzzer would end at every panic, caught or not; the scanner catches those of the readers it uses. One that is not
// caught still ends the run.
fuzz_target!(init: std::panic::set_hook(Box::new(|_| {})), |bytes: &[u8]| {
    // Two bytes each of width and height, one of padding, one of pixels per cell; then the cells, row by row, over and
    // over: few bytes make large structures.
    let Some((&[w, w2, h, h2, padding, cell], cells)) = bytes.split_first_chunk() else {
        return;
    };
    let width = usize::from(u16::from_le_bytes([w, w2])) % MAX_SIDE;
    let height = usize::from(u16::from_le_bytes([h, h2])) % MAX_SIDE;
    let stride = width + usize::from(padding);
    let cell = usize::from(cell % 16) + 1;
    let across = width.div_ceil(cell).max(1);
    let pixel = |i: usize| {
        let at = (i / stride / cell) * across + i % stride / cell;
        cells.get(at % cells.len().max(1)).copied().unwrap_or(255)
    };
    let pixels: Vec<u8> = (0..stride * height).map(pixel).collect();
    let Ok(luma) = Luma::new(&pixels, width, height, stride) else {
        assert!(width == 0 || height == 0);
        return;
    };
    let start = Instant::now();
    let patterns = Profile::chsi().codes;
    for code in deep(&luma, &|| start.elapsed(), DEEP_BUDGET) {
        let _ = SessionCode::parse(code.text(), &patterns);
        let _ = CollectionCode::parse(code.text(), &patterns);
    }
    let mut scanner = LiveScanner::new();
    for _ in 0..6 {
        let _ = scanner.push(&luma, &|| start.elapsed(), FRAME_BUDGET);
    }
    let took = start.elapsed();
    assert!(took < MAX_TIME, "{width} by {height} pixels took {took:?}");
});
