//! Writes small files for the fuzzer to start from: `seeds FOLDER`.

use std::path::Path;

use image::imageops::FilterType;
use xueying::codes::make::{Correction, Symbol};
use xueying_e2e::{hostile, sample_photo};

fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).expect("usage: seeds FOLDER");
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder)?;
    let image = image::load_from_memory(&sample_photo()).expect("the sample photo is a PNG");
    // Large enough for the face to be found.
    let face = image
        .crop_imm(110, 0, 256, 256)
        .resize(160, 160, FilterType::Triangle);
    std::fs::write(folder.join("face.jpg"), hostile::jpeg(&face))?;
    std::fs::write(folder.join("face.webp"), hostile::webp(&face.to_rgb8()))?;
    let tiny = hostile::png(&face.resize(24, 24, FilterType::Triangle));
    std::fs::write(folder.join("tiny.png"), &tiny)?;
    for (i, file) in hostile::files(&tiny).iter().enumerate() {
        std::fs::write(folder.join(format!("hostile-{i}")), &file.bytes)?;
    }
    for module in [2, 5] {
        std::fs::write(folder.join(format!("code-{module}")), code(module))?;
    }
    Ok(())
}

/// A plane as the fuzz target for codes takes it: size, padding and pixels per cell, then a cell per module.
fn code(module: u8) -> Vec<u8> {
    let symbol = Symbol::new("25103003", Correction::Medium).expect("a short text");
    let (cells, side) = symbol.luma(1);
    let pixels = (side as u16 * u16::from(module)).to_le_bytes();
    [&pixels[..], &pixels, &[3, module - 1], &cells].concat()
}
