//! Codes drawn: the poster of a session as PNG and SVG, and plain symbols for tests.

mod glyphs;
mod ink;
mod poster;
#[cfg(test)]
mod tests;

pub use poster::Poster;

use qrcode::{Color, EcLevel, QrCode};

/// A QR symbol: which modules are dark.
pub struct Symbol {
    size: usize,
    dark: Vec<bool>,
}

/// How much of a symbol may be lost: about 7, 15, 25 or 30 % of its codewords.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Correction {
    /// 7 %.
    Low,
    /// 15 %.
    Medium,
    /// 25 %.
    Quartile,
    /// 30 %.
    High,
}

/// Why nothing was drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MakeError {
    /// No symbol holds so much.
    #[error("the text is too long for a code")]
    TooLong,
    /// The PNG has no glyph for this character of the title; the SVG shows any.
    #[error("a PNG poster cannot show {0:?} in its title; use SVG")]
    Glyph(char),
    /// The PNG could not be written.
    #[error("the picture could not be encoded")]
    Encode,
}

impl MakeError {
    /// The key of what to tell the person.
    pub const fn text_key(&self) -> &'static str {
        match self {
            Self::TooLong => "codes.errors.code_too_long",
            Self::Glyph(_) => "codes.errors.poster_glyph",
            Self::Encode => "codes.errors.poster_encode",
        }
    }
}

impl Symbol {
    /// The smallest symbol that holds a text.
    ///
    /// # Errors
    /// [`MakeError::TooLong`].
    pub fn new(text: &str, correction: Correction) -> Result<Self, MakeError> {
        let level = match correction {
            Correction::Low => EcLevel::L,
            Correction::Medium => EcLevel::M,
            Correction::Quartile => EcLevel::Q,
            Correction::High => EcLevel::H,
        };
        let code =
            QrCode::with_error_correction_level(text, level).map_err(|_| MakeError::TooLong)?;
        let dark = code
            .to_colors()
            .into_iter()
            .map(|color| color == Color::Dark)
            .collect();
        Ok(Self {
            size: code.width(),
            dark,
        })
    }

    /// Modules on a side, 21 to 177, without the quiet zone.
    pub const fn size(&self) -> usize {
        self.size
    }

    /// Whether a module is dark; modules outside are light.
    pub fn dark(&self, column: usize, row: usize) -> bool {
        column < self.size && row < self.size && self.dark[row * self.size + column]
    }

    /// Luma of the symbol with a quiet zone of four modules, `module` pixels each: 0 and 255, rows without padding.
    /// Returns the pixels and the side in pixels.
    pub fn luma(&self, module: usize) -> (Vec<u8>, usize) {
        let side = (self.size + 2 * QUIET) * module;
        let place = |at: usize| (at / module).wrapping_sub(QUIET);
        let pixels = (0..side * side).map(|i| {
            if self.dark(place(i % side), place(i / side)) {
                0
            } else {
                255
            }
        });
        (pixels.collect(), side)
    }
}

/// Light modules around a symbol (ISO/IEC 18004, 6.3.8).
const QUIET: usize = 4;
