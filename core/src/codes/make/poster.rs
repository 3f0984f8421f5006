//! The poster of a session: title, code, and the code in digits for those who type it.

use std::fmt::Write;

use image::ExtendedColorType;
use image::ImageEncoder;
use image::codecs::png::PngEncoder;

use super::glyphs;
use super::ink::Sheet;
use super::{Correction, MakeError, QUIET, Symbol};
use crate::codes::parse::SessionCode;

/// A poster for the door of the room, A4 upright.
pub struct Poster<'a> {
    /// What it says on top.
    pub title: &'a str,
    /// The session.
    pub code: &'a SessionCode,
}

/// A4 at 150 pixels per inch.
const WIDTH: usize = 1240;
/// See [`WIDTH`].
const HEIGHT: usize = 1754;
/// Top of the title, its height and its pen.
const TITLE: [f32; 3] = [170.0, 120.0, 13.0];
/// Top of the symbol, without its quiet zone.
const SYMBOL_TOP: usize = 440;
/// The symbol is at most this wide.
const SYMBOL_SIDE: usize = 860;
/// Top of the digits, their height and their pen.
const DIGITS: [f32; 3] = [1420.0, 110.0, 15.0];

impl Poster<'_> {
    /// The poster as the bytes of a grey PNG, 1240 × 1754 pixels.
    ///
    /// # Errors
    /// [`MakeError::Glyph`] when the title holds more than ASCII letters, digits and 场次编码; [`MakeError::Encode`].
    pub fn png(&self) -> Result<Vec<u8>, MakeError> {
        if let Some(c) = self.title.chars().find(|c| glyphs::strokes(*c).is_none()) {
            return Err(MakeError::Glyph(c));
        }
        let symbol = self.symbol()?;
        let mut sheet = Sheet::new(WIDTH, HEIGHT);
        let module = SYMBOL_SIDE / symbol.size();
        let left = (WIDTH - module * symbol.size()) / 2;
        for i in 0..symbol.size() * symbol.size() {
            let (column, row) = (i % symbol.size(), i / symbol.size());
            if symbol.dark(column, row) {
                sheet.rectangle(
                    left + column * module,
                    SYMBOL_TOP + row * module,
                    module,
                    module,
                );
            }
        }
        fitted(&mut sheet, self.title, TITLE);
        fitted(&mut sheet, &self.digits(), DIGITS);
        let mut bytes = Vec::new();
        let size = [WIDTH as u32, HEIGHT as u32];
        let encoder = PngEncoder::new(&mut bytes);
        encoder
            .write_image(&sheet.pixels, size[0], size[1], ExtendedColorType::L8)
            .map_err(|_| MakeError::Encode)?;
        Ok(bytes)
    }

    /// The poster as an SVG document; the title may be in any language the viewer has a font for.
    ///
    /// # Errors
    /// [`MakeError::TooLong`].
    pub fn svg(&self) -> Result<String, MakeError> {
        let symbol = self.symbol()?;
        let mut path = String::new();
        for row in 0..symbol.size() {
            let mut column = 0;
            while column < symbol.size() {
                let run = (column..symbol.size())
                    .take_while(|&at| symbol.dark(at, row))
                    .count();
                if run > 0 {
                    let _ = write!(path, "M{column} {row}h{run}v1h-{run}z");
                }
                column += run.max(1);
            }
        }
        let scale = SYMBOL_SIDE as f32 / symbol.size() as f32;
        let left = (WIDTH - SYMBOL_SIDE) / 2;
        let text = |[top, size, _]: [f32; 3], family: &str, content: &str| {
            format!(
                "<text x=\"{}\" y=\"{}\" font-size=\"{size}\" font-family=\"{family}\" text-anchor=\"middle\">{content}</text>",
                WIDTH / 2,
                top + size
            )
        };
        let title = text(TITLE, "sans-serif", &escaped(self.title));
        let digits = text(DIGITS, "monospace", &self.digits());
        Ok(format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" width=\"210mm\" height=\"297mm\">\n\
             <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n{title}\n\
             <path transform=\"translate({left} {SYMBOL_TOP}) scale({scale})\" shape-rendering=\"crispEdges\" d=\"{path}\"/>\n\
             {digits}\n</svg>\n"
        ))
    }

    /// The code as it is: a poster gets wet, torn and photographed from the side.
    fn symbol(&self) -> Result<Symbol, MakeError> {
        Symbol::new(self.code.as_str(), Correction::High)
    }

    /// The code in groups of four, easier to type.
    fn digits(&self) -> String {
        let letters: Vec<char> = self.code.as_str().chars().collect();
        if !letters.len().is_multiple_of(4) {
            return letters.into_iter().collect();
        }
        letters
            .chunks(4)
            .map(|four| four.iter().collect::<String>())
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// A line of text, smaller when it would not fit the sheet.
fn fitted(sheet: &mut Sheet, text: &str, [top, size, pen]: [f32; 3]) {
    let room = (WIDTH - 2 * QUIET * 20) as f32;
    let shrink = (room / (glyphs::length(text) * size / glyphs::HEIGHT)).min(1.0);
    sheet.text(text, top, size * shrink, pen * shrink.sqrt());
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
